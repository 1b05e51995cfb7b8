import Coordinate
package import Storage
package import Vocabulary

extension Engine {
    /// The case as it stands.
    /// - Throws: `.notFound`.
    package func caseStory(_ number: SpokenNumber, at now: Instant) async throws -> CaseStory {
        guard let state = CaseState(folding: try await store.caseEvents(number)) else {
            throw ActFailure(.notFound, "there is no case \(number)", hint: "see `ess case list`")
        }
        return CaseStory(number, state, at: now)
    }

    /// Records one event by an officer and answers with the case as it stands then.
    func recordInCase(
        _ number: SpokenNumber, _ change: CaseEvent.Change, entity: EntityID?, _ call: ActCall
    ) async throws -> CaseStory {
        let before = try await caseStory(number, at: call.now)
        if let entity, !before.participations.contains(where: { $0.entity == entity }) {
            throw ActFailure(
                .notFound, "\(entity) takes no part in \(number)", hint: "`ess case show \(number)` lists who does")
        }
        let event = CaseEvent(id: "", at: call.now, actor: call.actor.description, entity: entity, change: change)
        if call.dryRun {
            let events = try await store.caseEvents(number) + [event]
            return CaseState(folding: events).map { CaseStory(number, $0, at: call.now) } ?? before
        }
        _ = try await store.step(CaseStep(number: number, events: [event]))
        signals.entries.raise()
        signals.clocks.raise()
        return try await caseStory(number, at: call.now)
    }
}

/// `ess case list`: newest first.
package struct CaseList: Act {
    package static let name = "case list"
    package static let roles = Role.anyone
    package static let readsOnly = true
    package var openOnly: Bool
    package var entity: EntityID?
    package var limit: Int

    private enum CodingKeys: String, CodingKey { case openOnly = "open_only", entity, limit }

    package init(openOnly: Bool = true, entity: EntityID? = nil, limit: Int = 100) {
        self.openOnly = openOnly
        self.entity = entity
        self.limit = limit
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> [CaseSummary] {
        try await engine.mustKnow(entity: entity)
        return try await engine.store.cases(openOnly: openOnly, entity: entity, limit: min(max(limit, 1), 10_000))
    }
}

/// `ess case show`: participants, clocks, answers, and the story with times.
package struct CaseShow: Act {
    package static let name = "case show"
    package static let roles = Role.anyone
    package static let readsOnly = true
    package var number: SpokenNumber

    package init(number: SpokenNumber) { self.number = number }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> CaseStory {
        try await engine.officersStory(number, at: call.now)
    }
}
