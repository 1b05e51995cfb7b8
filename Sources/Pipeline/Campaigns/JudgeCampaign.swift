import Analyze
import Constituency
import Crypto
import Foundation
import Storage
import Synchronization
import Vocabulary

extension Engine {
    /// Scores a campaign, and finds the registered entities that its reports name.
    ///
    /// By a verified domain it is a probable finding; by a name alone a possible one, which a person decides (`ess gap
    /// list`): there are many city hospitals.
    func verdict(
        on due: DueThreat, campaign: ThreatAssessment, register: RegisterState, now: Instant
    ) -> ThreatVerdict {
        let named = nationalNames(register).named(in: campaign)
        var refused: Set<Int64> = []
        var findings: [Sighting] = []
        for naming in named.entities {
            let entity = register.index.entities[naming.entity]
            let decision = register.decisions[GapKey(entity: entity.id, threat: campaign.id)].flatMap {
                $0.evidence == naming.evidence ? $0 : nil
            }
            if naming.confidence == .possible, let decision, !decision.isMatch {
                refused.insert(register.numbers[naming.entity])
                continue
            }
            let confidence = decision == nil ? naming.confidence : .probable
            findings.append(finding(naming, confidence, of: due.no, campaign, register))
        }
        findings.sort { $0.entity < $1.entity }
        let concerned = findings.filter { $0.confidence != .possible }.map(\.entity)
        let reach = reach(of: Set(concerned), register)
        let score = ThreatScore.of(campaign: campaign, named, reach: reach, at: now, rules: policies.scoring)
        return ThreatVerdict(
            no: due.no, changed: due.changed, score: score.total, contributions: score.contributions,
            presence: campaign.presence, inventory: findings, endedReason: .vex, refused: refused,
            locus: .entity)
    }

    /// As campaigns are searched; made once and again after each change of the register.
    func nationalNames(_ register: RegisterState) -> NationalNames {
        if let cached = namesCache.withLock({ $0 }) { return cached }
        let built = NationalNames(register: register.index, space: nationalSpace)
        namesCache.withLock { $0 = built }
        return built
    }

    private func finding(
        _ naming: EntityNaming, _ confidence: Confidence, of threat: Int64, _ campaign: ThreatAssessment,
        _ register: RegisterState
    ) -> Sighting {
        let evidence: JSONValue = ["named": .string(naming.named.name), "report": .string(naming.named.source)]
        return Sighting(
            entity: register.numbers[naming.entity], locus: LocusCode.encode(.entity), threat: threat, rule: .named,
            confidence: confidence, firstSeen: campaign.published ?? campaign.revised, lastSeen: campaign.revised,
            days: [campaign.revised.day.number], item: 0,
            evidence: String(decoding: evidence.canonical, as: UTF8.self))
    }
}

extension EntityNaming {
    /// The digest of what a person decides on: the name, whoever says it.
    var evidence: String { EntityNaming.evidence(of: named.name) }

    static func evidence(of name: String) -> String {
        Hex.encode(Array(SHA256.hash(data: Data("named\n\(name)".utf8))))
    }
}

extension FindingRow {
    /// By which name a campaign's report seems to name the entity, and the report; nil for findings by other rules.
    var naming: (name: String, report: String)? {
        guard rule == .named, let text = try? JSONDecoder().decode(JSONValue.self, from: Data(evidence.utf8)),
            let name = text["named"]?.text
        else { return nil }
        return (name, text["report"]?.text ?? "")
    }
}
