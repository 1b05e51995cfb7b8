import Analyze
import GRDB
import Vocabulary

extension Store {
    /// The title that a campaign of these reports would have, by their names; nil when none of them is known.
    package func campaignTitle(of reports: [String]) async throws -> String? {
        try await read("reading what a campaign would be called") { db in
            let find = try HotStatement(
                db,
                """
                SELECT r.feed, v.body, w.grade FROM titled w JOIN report r ON r.id = w.report
                JOIN revision v ON v.report = r.id AND v.digest = r.digest WHERE w.name = ?
                """)
            let id = reports.first ?? ""
            var mentions: [ThreatMention] = []
            for name in reports {
                find.bind(name, 1)
                if try find.next() { mentions.append(try Store.campaignMention(find, of: id)) }
                find.reset()
            }
            return ThreatAssessment.fold(ThreatID(unchecked: id), mentions, as: .campaign)?.title.value
        }
    }

    /// What one report says of its campaign, of a row (feed, revision, grade).
    static func campaignMention(_ row: HotStatement, of id: String) throws -> ThreatMention {
        let report = try StoredJSON.decode(Report.self, row.text(1) ?? "")
        let grade = try StoredJSON.decode(MentionGrade.self, row.text(2) ?? "")
        return ThreatMention(
            report: report, feed: FeedID(unchecked: row.text(0) ?? ""), source: grade.source,
            reliability: grade.reliability, tlp: grade.tlp, statement: VulnerabilityStatement(id: id))
    }
}
