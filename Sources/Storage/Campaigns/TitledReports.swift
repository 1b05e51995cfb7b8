import Crypto
import GRDB
import Ingest
package import Vocabulary

extension Report {
    /// News and alerts that name no vulnerability: what they tell of must be taken from their words. What a person
    /// reports stands in a case of its own.
    var isTakenAtItsWords: Bool {
        switch kind {
        case .news, .advisory: vulnerabilities.isEmpty && status == .published
        case .vulnerability, .exploitation, .indicator, .observation, .incident: false
        }
    }
}

extension ReportWriter {
    /// Notes that a report is to be clustered (again), in the transaction that stores it. *A crash before clusters are
    /// settled: it is still due.*
    func putTitled(_ report: Report, id: Int64) throws {
        let put = statements.putTitled
        put.bind(id, 1)
        put.bind(CampaignName.of(feed: batch.feed.id, sourceID: report.sourceID), 2)
        put.bind(report.published?.microseconds, 3)
        let grade = MentionGrade(
            source: batch.feed.sourceKind, reliability: batch.feed.reliability,
            tlp: report.tlp ?? batch.feed.defaultTLP ?? .red)
        put.bind(try StoredJSON.encode(grade), 4)
        put.bind(batch.feed.id.text, 5)
        put.bind(min(report.published?.microseconds ?? received, received), 6)
        try put.run()
    }

    /// The same for a revision: it may be about a vulnerability now, or be rejected.
    func retitle(_ report: Report, id: Int64) throws {
        if report.isTakenAtItsWords { return try putTitled(report, id: id) }
        statements.leaveTitled.bind(id, 1)
        try statements.leaveTitled.run()
    }
}

/// Names a report in the clustering, and the campaign of which it is the first.
package enum CampaignName {
    /// 96 bits of the digest of the report's identity: nobody finds two identities of one name.
    private static let byteCount = 12

    /// `campaign:` and 24 hexadecimal digits.
    package static func of(feed: FeedID, sourceID: String) -> String {
        let digest = SHA256.hash(data: Array("\(feed)/\(sourceID)".utf8))
        return prefix + Hex.encode(Array(digest.prefix(byteCount)))
    }

    static let prefix = "campaign:"
}

/// A report that is taken at its words, as the clustering sees it.
package struct TitledRow: Sendable, Hashable {
    /// `campaign:…`
    package var name: String
    package var feed: FeedID
    package var sourceID: String
    package var title: String
    package var published: Instant?
    /// False: its current revision is not to be clustered any more.
    package var stands: Bool
    /// How often it changed since clusters were settled.
    package var due: Int
    /// Id of the campaign in which it was put.
    package var campaign: String?

    init(row: Row) {
        name = row["name"]
        feed = FeedID(unchecked: row["feed"])
        sourceID = row["source_id"]
        title = row["title"]
        published = (row["published"] as Int64?).map(Instant.init(microseconds:))
        stands = row["stands"]
        due = row["due"]
        campaign = row["campaign"]
    }
}

extension Store {
    /// Reports that wait to be clustered, at most `limit`, by number.
    package func titledDue(limit: Int) async throws -> [TitledRow] {
        try await read("looking for reports to cluster") { db in
            try Row.fetchAll(
                db, sql: Store.titledSelect + "WHERE w.due > 0 ORDER BY w.report LIMIT ?", arguments: [limit]
            ).map(TitledRow.init(row:))
        }
    }

    /// Reports that are clustered or wait for it, behind number `after`, and where to go on; nil at the end.
    ///
    /// - Parameter horizon: campaigns that have no report behind it are left out.
    package func titled(
        after: Int64, limit: Int, since horizon: TitledHorizon
    ) async throws -> (rows: [TitledRow], next: Int64?) {
        try await read("reading reports to cluster") { db in
            let rows = try Row.fetchAll(
                db,
                sql: Store.titledSelect + """
                    WHERE w.report > ?1 AND (w.due > 0 OR w.threat IN (
                        SELECT n.threat FROM titled n \(TitledHorizon.join) WHERE \(TitledHorizon.isBehind)))
                    ORDER BY w.report LIMIT ?2
                    """, arguments: [after, limit, try horizon.feedsText, horizon.all])
            return (rows.map(TitledRow.init(row:)), rows.count < limit ? nil : rows.last?["report"])
        }
    }

    /// The campaign in which a report stands, by the report's name; nil where it stands in none.
    package func campaign(ofReport name: String) async throws -> ThreatRow? {
        let stands = try await read("looking for the campaign of a report") { db in
            try Bool.fetchOne(db, sql: "SELECT threat IS NOT NULL FROM titled WHERE name = ?", arguments: [name])
        }
        return stands == true ? try await threat(name).row : nil
    }

    /// The reports of a campaign, the first in time first.
    package func reports(ofCampaign no: Int64) async throws -> [TitledRow] {
        try await read("reading the reports of a campaign") { db in
            try Row.fetchAll(
                db,
                sql: Store.titledSelect
                    + "WHERE w.threat = ? ORDER BY w.published IS NULL, w.published, w.name", arguments: [no]
            ).map(TitledRow.init(row:))
        }
    }

    private static let titledSelect = """
        SELECT w.report, w.name, w.published, w.stands, w.due, r.feed, r.source_id, r.title, t.id AS campaign
        FROM titled w
        JOIN report r ON r.id = w.report LEFT JOIN threat t ON t.no = w.threat \u{20}
        """
}
