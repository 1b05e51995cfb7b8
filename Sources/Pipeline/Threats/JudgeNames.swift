import Analyze
import Constituency
import Crypto
import Foundation
import Storage
import Vocabulary

extension Engine {
    /// The feed that findings by the texts of reports name as theirs.
    static let reportsFeed = FeedID(unchecked: Store.reportsFeed)

    /// The texts of the reports behind threats that are open, by threat number; none where nobody is registered.
    func texts(of due: [DueThreat], _ register: RegisterState) async throws -> [Int64: [NamingReport]] {
        guard !register.index.entities.isEmpty else { return [:] }
        var sources: [Int64: [ThreatSource]] = [:]
        for threat in due {
            guard let assessment = threat.assessment, !assessment.isClosed else { continue }
            sources[threat.no] = assessment.sources
        }
        return try await store.namingReports(sources)
    }

    /// Findings by texts as they now hold, sorted by (entity, locus); a name that a person confirmed is probable, one
    /// that a person refused falls away.
    func named(
        by texts: [NamingReport], _ threat: ThreatAssessment, of number: Int64, _ register: RegisterState
    ) throws -> (holding: [Sighting], refused: Set<Int64>) {
        var holding: [Sighting] = []
        var refused: Set<Int64> = []
        guard !threat.isClosed, !texts.isEmpty else { return ([], []) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        for var finding in NamedFindings.of(threat.kind, texts, in: register.index) {
            let entity = register.numbers[Int(finding.entity)]
            if let decision = register.decision(of: finding, in: threat) {
                guard decision.isMatch else {
                    refused.insert(entity)
                    continue
                }
                finding.confidence = .probable
            }
            let evidence = String(decoding: try encoder.encode(finding.evidence), as: UTF8.self)
            // The times are the sources', not ours: judging again, in another order, gives the same finding (I5).
            holding.append(Sighting(
                entity: entity, locus: LocusCode.encode(finding.locus), threat: number, rule: finding.rule,
                confidence: finding.confidence, firstSeen: finding.firstSeen, lastSeen: finding.lastSeen,
                days: finding.days.map(\.number), item: 0, evidence: evidence))
        }
        let sorted = holding.sorted { left, right in
            left.entity == right.entity
                ? left.locus.lexicographicallyPrecedes(right.locus) : left.entity < right.entity
        }
        return (sorted, refused)
    }
}

extension RegisterState {
    /// The registered entities of sectors, counted by criticality; sectors without entities are left out.
    func sectors(_ sectors: [Sector]) -> [Sector: NationalReach] {
        guard !sectors.isEmpty else { return [:] }
        let wanted = Set(sectors)
        var found: [Sector: NationalReach] = [:]
        for entity in index.entities where wanted.contains(entity.sector) {
            found[entity.sector, default: NationalReach()].entities[entity.criticality, default: 0] += 1
        }
        return found
    }

    /// What a person decided of a doubtful name in this threat's reports; nil when nobody did.
    ///
    /// Another report of the same threat with the same name asks no new question; another name does.
    func decision(of finding: NamedFinding, in threat: ThreatAssessment) -> GapDecision? {
        guard finding.confidence == .possible, !decisions.isEmpty else { return nil }
        let entity = index.entities[Int(finding.entity)].id
        guard let decision = decision(at: entity, of: threat.names, finding.locus),
            decision.evidence == finding.evidence.seen
        else { return nil }
        return decision
    }
}

extension NamedEvidence {
    /// The digest of what a person decides: that this registered name means the entity in this threat's reports.
    var seen: String { Hex.encode(Array(SHA256.hash(data: Data("named\n\(registered)".utf8)))) }
}
