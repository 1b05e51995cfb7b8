import Advise
import Constituency
import Notify
import Storage
import Vocabulary

extension Engine {
    /// Makes due what is owed by now: advisories in force to whom they came to concern, then findings nobody was told
    /// of. Returns how many notices were made. `moved` is called between its steps.
    @discardableResult
    package func noticeOwed(_ moved: () -> Void = {}) async throws -> Int {
        try await planTurn.take(0) {
            let late = try await noticeLate(moved)
            return try await noticeFindings(moved) + late
        }
    }

    /// Tells entities that an advisory came to concern after its issue, by the version in force (I8).
    ///
    /// Its approval named other recipients, so this leaves only under a directive for advisories that is a standing
    /// order of two people; where there is none, such entities are listed as late and wait for the next version. What
    /// the notice says of findings is told by it, and by no bundle. *A crash between two advisories: the rest is found
    /// late at the next run.*
    func noticeLate(_ moved: () -> Void = {}) async throws -> Int {
        let router = try await router()
        guard router.releasesLate else { return 0 }
        var made = 0
        for version in try await advisoriesInForce() {
            moved()
            try Task.checkCancellation()
            let late = try await selected(of: lateRecipients(version), for: version, router)
            if late.isEmpty { continue }
            var batch = try await planNotices(of: version, to: late, at: now(), actor: "service", isLate: true)
            batch.withheld.removeAll(where: \.saysNoOrder)
            batch.inForce = AdvisoryInForce(number: version.number, version: version.version)
            if let number = try await store.advisoryCase(version.number) { batch.joins = .existing(number) }
            if batch.notices.isEmpty && batch.withheld.isEmpty { continue }
            made += try await store.insertNotices(batch).notices.count
        }
        if made > 0 {
            signals.deliveries.raise()
            signals.clocks.raise()
            signals.entries.raise()
        }
        return made
    }

    /// Whom a version in force concerns that nobody told of it; by id.
    func lateRecipients(_ version: AdvisoryVersion) async throws -> [EntityID] {
        let sectors = Set(version.content.sectors)
        let members = sectors.isEmpty
            ? [] : try await register().index.entities.filter { sectors.contains($0.sector) }.map(\.id)
        return try await store.lateRecipients(version, members: members)
    }

    /// Those of whom some order speaks. That none selects an entity is said anew whenever somebody asks, because orders
    /// change; what is known of its systems is not read for that.
    private func selected(
        of late: [EntityID], for version: AdvisoryVersion, _ router: Router
    ) async throws -> [EntityID] {
        if late.isEmpty { return [] }
        let facts = try await facts(of: late)
        var cause = Engine.routed(version)
        cause.isLate = true
        return late.filter { entity in
            guard let facts = facts[entity] else { return true }
            let decision = router.route(cause, to: facts)
            return !decision.routings.isEmpty || decision.withheld.contains { !$0.saysNoOrder }
        }
    }

    /// The versions that stand, by number.
    func advisoriesInForce() async throws -> [AdvisoryVersion] {
        var query = AdvisoryQuery()
        query.state = .issued
        query.limit = 100_000
        return try await store.advisories(query).map(\.version).sorted { $0.number < $1.number }
    }

    /// One line for each of the first 20 advisories in force that concern entities which were not told.
    func lateLines() async throws -> [Status.Line] {
        var lines: [Status.Line] = []
        for version in try await advisoriesInForce() where lines.count < 20 {
            let late = try await lateRecipients(version)
            if late.isEmpty { continue }
            let whom = late.prefix(5).map(\.text).joined(separator: ", ") + (late.count > 5 ? ", …" : "")
            let noun = late.count == 1 ? "entity" : "entities"
            lines.append(
                Status.Line(
                    need: .approval,
                    text: "\(version.number) concerns \(late.count) more \(noun) since its issue, not told: \(whom)",
                    command: "ess advisory draft --update \(version.number)"))
        }
        return lines
    }
}

extension Withheld {
    /// That no directive, or none that is a standing order, selects the entity.
    fileprivate var saysNoOrder: Bool { reason == .noStandingOrder || reason == .noDirective }
}
