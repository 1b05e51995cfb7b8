import Vocabulary

extension SeverityAssessment {
    /// The score that counts among all stated: the newest CVSS version, then the highest base.
    ///
    /// A vector that cannot be read gives no severity, and says so among the disagreements of the one that can.
    static func best(_ mentions: [ThreatMention]) -> SeverityAssessment? {
        var candidates: [SeverityAssessment] = []
        var notes = Set<String>()
        for mention in mentions {
            for stated in mention.statement.scores { add(stated, mention, &candidates, &notes) }
        }
        guard var best = candidates.max(by: { $0.standing < $1.standing }) else { return nil }
        for other in candidates where other.version == best.version && other.baseTenths != best.baseTenths {
            notes.insert("\(other.scorer) has \(tenths(other.baseTenths)) by \(other.vector)")
        }
        best.disagreements = notes.sorted()
        return best
    }

    private static func add(
        _ stated: ScoreStatement, _ mention: ThreatMention, _ candidates: inout [SeverityAssessment],
        _ notes: inout Set<String>
    ) {
        let vector: CVSSVector
        do {
            vector = try CVSSVector(stated.vector)
        } catch {
            notes.insert("\(stated.source) states a vector that cannot be used: \(error)")
            return
        }
        let base = vector.score.baseTenths
        if let number = stated.baseTenths, number != base {
            notes.insert("\(stated.source) states \(tenths(number)), its vector gives \(tenths(base))")
        }
        candidates.append(
            SeverityAssessment(
                version: vector.version.rawValue, vector: stated.vector, baseTenths: base, scorer: stated.source,
                tlp: mention.tlp, disagreements: []))
    }

    /// The newer version; the higher score; then texts, so that it is total.
    private var standing: (String, Int, String) { (version, baseTenths, "\(vector) \(scorer) \(9 - tlp.rank)") }

    /// `9.8`.
    static func tenths(_ value: Int) -> String { "\(value / 10).\(value % 10)" }
}
