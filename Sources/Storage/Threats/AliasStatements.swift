import GRDB
package import Vocabulary

/// A current report says that two names are one vulnerability.
package struct AliasStatement: Sendable, Hashable, Codable {
    /// A name of the threat.
    package var name: String
    package var other: String
    package var feed: FeedID
    /// The report's identity in its feed.
    package var sourceID: String
    /// The other name leads to the threat too; false where it stands elsewhere, because reports link one of the two
    /// with several CVEs.
    package var joins: Bool

    private enum CodingKeys: String, CodingKey {
        case name, other, feed, sourceID = "source_id", joins
    }
}

extension Store {
    /// So many statements on names are shown of one threat.
    package static let aliasLinksMax = 200

    /// What current reports say of the names of threat number `no`, each link once for each report; by names, then by
    /// feed and report.
    package func aliasLinks(ofThreat no: Int64) async throws -> [AliasStatement] {
        try await read("reading which names are one") { db in
            try Row.fetchAll(
                db,
                sql: """
                    WITH own(name) AS (
                        SELECT id FROM threat WHERE no = ?1
                        UNION SELECT alias FROM alias WHERE threat = ?1 AND held = 1)
                    SELECT l.one, l.other, r.feed, r.source_id, l.other IN (SELECT name FROM own) AS joins
                    FROM own CROSS JOIN alias_link l ON l.one = own.name AND l.stands = 1
                    JOIN report r ON r.id = l.report
                    WHERE NOT joins OR l.one < l.other ORDER BY l.one, l.other, r.feed, r.source_id LIMIT ?2
                    """, arguments: [no, Store.aliasLinksMax]
            ).map { row in
                AliasStatement(
                    name: row[0], other: row[1], feed: FeedID(unchecked: row[2]), sourceID: row[3], joins: row[4])
            }
        }
    }
}
