import Analyze
import Constituency
import Storage
import Vocabulary

/// Assessments read for one answer, so that a threat at many entities is read once.
struct CurrentVerdicts {
    fileprivate var last: (threat: ThreatID, assessment: ThreatAssessment?)?
}

extension Engine {
    /// What a threat's current reports mean for the software of a finding's entity, and what a person decided of it.
    func currentVerdicts(
        _ row: FindingRow, _ known: inout CurrentVerdicts
    ) async throws -> (verdicts: [AssetExplanation]?, decision: String?) {
        let register = try await register()
        guard row.naming != nil || row.locus == .inventory, let position = register.index.position(of: row.entity)
        else {
            let decision = row.isSighted ? register.decision(at: row.entity, of: [row.threat], row.locus) : nil
            return (nil, decision?.sentence)
        }
        if known.last?.threat != row.threat { known.last = (row.threat, try await store.assessment(of: row.threat)) }
        let names = known.last?.assessment?.names ?? [row.threat]
        let decision = register.decision(at: row.entity, of: names, row.locus)?.sentence
        if row.naming != nil { return (nil, decision) }
        let verdicts = known.last?.assessment.map {
            ProductMatcher.explain(
                $0.products, of: $0.sources, for: register.index.entities[position], aliases: register.index.aliases)
        }
        return (verdicts ?? [], decision)
    }

    /// Why an entity has no finding of a threat, at a place or at all: the first rule that failed.
    func absent(
        _ entity: EntityID, _ locus: Locus?, _ threat: ThreatID?
    ) async throws -> FindingExplain.Explanation {
        let register = try await register()
        guard let position = register.index.position(of: entity) else {
            throw ActFailure(.notFound, "no entity is called `\(entity)`", hint: "see `ess entity list`")
        }
        let registered = register.index.entities[position]
        if let threat, locus == .entity { return try await absentNaming(entity, threat.text) }
        var assets: [AssetExplanation]?
        var known: ThreatAssessment?
        if let threat { known = try await store.assessment(of: threat) }
        let decision = threat.flatMap { register.decision(at: entity, of: known?.names ?? [$0]) }
        let failed: NonMatch
        if let threat, locus == nil || locus == .inventory, let known {
            guard known.kind == .vulnerability || locus != nil else {
                return try await absentNaming(entity, threat.text)
            }
            let found = ProductMatcher.explain(
                known.products, of: known.sources, for: registered, aliases: register.index.aliases)
            let refusal = decision.flatMap { $0.isMatch ? nil : $0.sentence }
            failed = NonMatch.ofSoftware(known, at: entity, found, refusal: refusal)
            assets = found
        } else if let locus, locus != .inventory {
            failed = NonMatch.at(locus, of: position, in: register.index)
        } else if let threat {
            failed = NonMatch.ofCondition(threat, at: registered)
        } else {
            failed = NonMatch.at(.inventory, of: position, in: register.index)
        }
        return FindingExplain.Explanation(
            absent: failed, at: entity, locus, threat, assets: assets, decision: decision?.sentence)
    }
}

extension FindingExplain.Explanation {
    /// Of a finding that is not there.
    init(
        absent failed: NonMatch, at entity: EntityID, _ locus: Locus?, _ threat: ThreatID?,
        assets: [AssetExplanation]? = nil, decision: String?
    ) {
        self.init(
            entity: entity.text, locus: locus?.text, threat: threat?.text, finding: nil,
            because: "there is no finding: " + failed.reason, failedRule: failed.rule, wouldMatch: failed.wouldMatch,
            evidence: .array([]), source: nil, document: nil, item: 0, assets: assets, decision: decision,
            telling: nil)
    }
}

extension GapDecision {
    /// Who decided what, when, and why.
    var sentence: String {
        "\(actor) decided \((isMatch ? GapVerdict.match : .noMatch).rawValue) on \(at): \(reason)"
    }
}
