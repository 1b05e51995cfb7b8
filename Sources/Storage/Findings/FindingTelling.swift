import Foundation
import GRDB
import Notify
import Vocabulary

/// What the store knows of telling an entity of one finding.
package struct FindingTelling: Sendable {
    /// A notice that tells of it.
    package struct Telling: Sendable, Hashable, Codable {
        package var notice: String
        /// The advisory whose notice it is; nil for a bundle of findings.
        package var advisory: String?
    }

    /// The notices it stands in, oldest first.
    package var notices: [Telling]
    /// Numbers of notices that would have told of it and were cancelled before they left, oldest first.
    package var cancelled: [String]
    /// By contact and directive.
    package var withheld: [WithheldRecord]
    /// Whether a feed that it rests on is past its baseline.
    package var isReleased: Bool
    /// Where none is: the feeds that it rests on, by id; at most five.
    package var baselines: [String]
}

extension Store {
    /// What was sent and what was withheld of each finding; in the order of `findings`.
    package func tellings(of findings: [FindingRow]) async throws -> [FindingTelling] {
        try await read("reading who was told of findings") { db in
            let causes = Store.causes(entity: "?1", locus: "?2", threat: "?3")
            let notices = try db.makeStatement(
                sql: """
                    SELECT n.number, n.kind, n.about, MAX(c.stands) AS stands FROM notice_cause c
                    JOIN notice n ON n.number = c.notice WHERE c.cause IN (\(causes))
                    GROUP BY n.number ORDER BY n.made, n.number
                    """)
            let withheld = try db.makeStatement(
                sql: """
                    SELECT * FROM withheld WHERE cause IN (\(causes)) ORDER BY entity, contact, directive, cause
                    LIMIT 100
                    """)
            let released = try db.makeStatement(
                sql: """
                    SELECT \(Store.released) FROM finding f WHERE f.entity = ? AND f.locus = ? AND f.threat = ?
                    """)
            let baselines = try db.makeStatement(sql: Store.baselines)
            return try findings.map { finding in
                let locus = Data(LocusCode.encode(finding.locus))
                let key: StatementArguments = [finding.entityNumber, locus, finding.threatNumber]
                let told = try Row.fetchAll(notices, arguments: key)
                let isReleased = try Bool.fetchOne(released, arguments: key) ?? false
                return FindingTelling(
                    notices: told.filter { $0["stands"] }.map { row in
                        let isAdvisory = (row["kind"] as String) == NoticeKind.advisory.rawValue
                        return .init(notice: row["number"], advisory: isAdvisory ? row["about"] : nil)
                    },
                    cancelled: told.filter { !$0["stands"] }.map { $0["number"] },
                    withheld: try Row.fetchAll(withheld, arguments: key).compactMap(WithheldRecord.init(row:)),
                    isReleased: isReleased,
                    baselines: isReleased ? [] : try String.fetchAll(baselines, arguments: key))
            }
        }
    }

    /// Feeds that a finding rests on, whose release would let it be told; the parameters are its key.
    private static let baselines = """
        SELECT feed FROM (
            SELECT f.feed AS feed FROM finding f WHERE f.entity = ?1 AND f.locus = ?2 AND f.threat = ?3
                AND f.feed NOT IN ('inventory', '\(reportsFeed)')
            UNION SELECT feed FROM finding_source WHERE entity = ?1 AND locus = ?2 AND threat = ?3
            UNION SELECT heard.value FROM finding f, \(heardFeeds)
                WHERE f.entity = ?1 AND f.locus = ?2 AND f.threat = ?3 AND f.feed = 'inventory'
            UNION SELECT json_extract(named.value, '$.feed') FROM finding f, json_each(f.evidence, '$.reports') named
                WHERE f.entity = ?1 AND f.locus = ?2 AND f.threat = ?3 AND f.feed = '\(reportsFeed)')
        WHERE feed NOT IN (SELECT feed FROM feed_state WHERE released = 1) ORDER BY feed LIMIT 5
        """
}
