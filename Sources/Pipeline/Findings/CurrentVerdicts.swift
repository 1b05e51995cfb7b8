import Analyze
import Constituency
import Storage
import Vocabulary

extension Engine {
    /// What a threat's current reports mean for the software of a finding's entity, and what a person decided of it.
    func currentVerdicts(_ row: FindingRow) async throws -> (verdicts: [AssetVerdict], decision: String?)? {
        let register = try await register()
        if row.naming != nil {
            let key = GapKey(entity: row.entity, threat: row.threat, locus: row.locus)
            return register.decisions[key].map { ([], $0.sentence) }
        }
        guard row.locus == .inventory else { return nil }
        guard let position = register.index.position(of: row.entity) else { return nil }
        let key = GapKey(entity: row.entity, threat: row.threat)
        let decision = register.decisions[key]?.sentence
        return (try await verdicts(of: row.threat, for: register.index.entities[position], register), decision)
    }

    /// Why an entity has no finding of a threat in its software; nil when the threat names no product of ours at all.
    func absentFinding(_ entity: EntityID, _ threat: String) async throws -> FindingExplain.Explanation? {
        let id = try await store.threatID(threat)
        let register = try await register()
        guard let position = register.index.position(of: entity) else { return nil }
        let verdicts = try await verdicts(of: id, for: register.index.entities[position], register)
        guard !verdicts.isEmpty else { return nil }
        let key = GapKey(entity: entity, threat: id)
        let decision = register.decisions[key]?.sentence
        return FindingExplain.Explanation(absent: entity, id, verdicts, decision: decision)
    }

    private func verdicts(
        of threat: ThreatID, for entity: Entity, _ register: RegisterState
    ) async throws -> [AssetVerdict] {
        guard let assessment = try await store.assessment(of: threat) else { return [] }
        return ProductMatcher.explain(assessment.products, for: entity, aliases: register.index.aliases)
    }
}

extension FindingExplain.Explanation {
    /// Of a finding that is not there.
    init(absent entity: EntityID, _ threat: ThreatID, _ verdicts: [AssetVerdict], decision: String?) {
        let excluded = verdicts.contains { if case .excluded = $0.verdict { true } else { false } }
        let matched = verdicts.contains { if case .matched = $0.verdict { true } else { false } }
        let why =
            if decision != nil { "a person decided" }
            else if excluded { "a source states that the software is not affected or fixed" }
            else if matched { "it matches, but is not verified; see ess entity coverage \(entity)" }
            else { "no software of \(entity) is meant" }
        self.init(
            finding: FindingView(absent: entity, threat, reason: excluded ? ClosingReason.vex.rawValue : nil),
            because: "there is no finding: " + why, evidence: .array([]), source: nil, document: nil, item: 0,
            assets: verdicts, decision: decision)
    }
}

extension GapDecision {
    /// Who decided what, when and why.
    var sentence: String {
        "\(actor) decided \((isMatch ? GapVerdict.match : .noMatch).rawValue) on \(at): \(reason)"
    }
}
