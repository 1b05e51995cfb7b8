import Analyze
import Constituency
import Foundation
import Storage
import Synchronization
import Vocabulary

extension Engine {
    /// Threats judged in one transaction.
    static let judgeMax = 500
    /// The feed that findings by registered software name as theirs.
    static let inventoryFeed = FeedID(unchecked: "inventory")

    /// Matches and scores every threat that changed: its products against registered software, its reach, its score.
    ///
    /// *A crash in between: what was not stored is still due.* Returns how many findings were new. `moved` is called
    /// before each transaction.
    @discardableResult
    package func judgeDueThreats(_ moved: () -> Void = {}) async throws -> Int {
        try await judgeTurn.take(0) {
            var new = 0
            while true {
                moved()
                let known = folded.withLock { $0 }
                let due = try await store.threatsDue(limit: Engine.judgeMax, known: known)
                folded.withLock { folded in for threat in due { folded[threat.no] = nil } }
                guard !due.isEmpty else { return new }
                let register = try await register()
                let now = now()
                let verdicts = try due.map { try verdict(on: $0, register: register, now: now) }
                new += try await store.save(verdicts, feed: Engine.inventoryFeed)
                try Task.checkCancellation()
            }
        }
    }

    private func verdict(on due: DueThreat, register: RegisterState, now: Instant) throws -> ThreatVerdict {
        guard let assessment = due.assessment else {
            let reach = reach(of: Set(due.reach), register)
            let score = ThreatScore.of(condition: due.id, reach: reach, rules: policies.scoring)
            return ThreatVerdict(
                no: due.no, changed: due.changed, score: score.total, contributions: score.contributions,
                presence: .existing, inventory: [], endedReason: .vex)
        }
        if assessment.kind == .campaign {
            return verdict(on: due, campaign: assessment, register: register, now: now)
        }
        let found = assessment.isClosed ? [] : ProductMatcher.matches(assessment.products, in: register.index)
        let decided = Engine.decided(found, in: assessment, register)
        let inventory = try decided.holding.map { try sighting($0, of: due.no, assessment, register) }
            .sorted { $0.entity < $1.entity }
        let concerned = inventory.filter { $0.confidence != .possible }.map(\.entity)
        // Open findings of other rules count too; those of the inventory are replaced by what holds now.
        let reach = reach(of: Set(concerned), register)
        let score = ThreatScore.of(assessment, epss: due.epss, reach: reach, at: now, rules: policies.scoring)
        return ThreatVerdict(
            no: due.no, changed: due.changed, score: score.total, contributions: score.contributions,
            presence: assessment.presence, inventory: inventory, endedReason: assessment.isClosed ? .rejected : .vex,
            refused: decided.refused)
    }

    /// Possible matches that a person confirmed are probable; those that a person refused fall away.
    private static func decided(
        _ matches: [EntityMatch], in threat: ThreatAssessment, _ register: RegisterState
    ) -> (holding: [EntityMatch], refused: Set<Int64>) {
        var holding: [EntityMatch] = []
        var refused: Set<Int64> = []
        for var match in matches {
            let decision = register.decision(of: match, in: threat)
            if let decision, !decision.isMatch {
                refused.insert(register.numbers[match.entity])
                continue
            }
            if decision != nil { match.confidence = .probable }
            holding.append(match)
        }
        return (holding, refused)
    }

    private func sighting(
        _ match: EntityMatch, of threat: Int64, _ assessment: ThreatAssessment, _ register: RegisterState
    ) throws -> Sighting {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let evidence = String(decoding: try encoder.encode(match.assets), as: UTF8.self)
        let rule: MatchRule = match.assets.contains { $0.rule == .cpe } ? .cpe : .product
        // The time is the sources', not ours: judging again, in another order, gives the same finding (I5).
        return Sighting(
            entity: register.numbers[match.entity], locus: LocusCode.encode(.inventory), threat: threat, rule: rule,
            confidence: match.confidence, firstSeen: assessment.revised, lastSeen: assessment.revised,
            days: [assessment.revised.day.number], item: 0, evidence: evidence)
    }

    func reach(of entities: Set<Int64>, _ register: RegisterState) -> NationalReach {
        var counts: [Criticality: Int] = [:]
        for number in entities {
            guard let position = register.positions[number] else { continue }
            counts[register.index.entities[position].criticality, default: 0] += 1
        }
        return NationalReach(counts)
    }
}

extension AssetVerdict {
    fileprivate var rule: MatchRule? {
        if case .matched(let evidence) = verdict { evidence.rule } else { nil }
    }
}
