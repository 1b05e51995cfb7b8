import GRDB
package import Vocabulary

/// Rows of the national space that no registered entity owns, of one operator and one condition.
package struct OrphanRows: Sendable, Hashable {
    /// 0 where no source states one.
    package var asn: Int
    package var threat: String
    package var rows: Int
    package var documents: Int
    /// The feeds that tell of them; sorted.
    package var feeds: [String]
    /// The earliest and the latest time that the documents state of themselves; nil where none states one.
    package var first: Instant?
    package var last: Instant?
}

extension Store {
    /// Orphans of the national space by operator and condition, most rows first.
    package func orphans(limit: Int) async throws -> [OrphanRows] {
        try await read("counting orphans") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT o.asn, o.threat, SUM(o.rows) AS total, COUNT(*) AS documents,
                        json_group_array(DISTINCT d.feed) AS feeds, MIN(d.stated) AS first, MAX(d.stated) AS last
                    FROM orphan o JOIN document d ON d.id = o.document GROUP BY o.asn, o.threat
                    ORDER BY total DESC, o.asn, o.threat LIMIT ?
                    """, arguments: [limit]
            ).map { row in
                OrphanRows(
                    asn: row["asn"], threat: row["threat"], rows: row["total"], documents: row["documents"],
                    feeds: try StoredJSON.decode([String].self, row["feeds"]).sorted(),
                    first: (row["first"] as Int64?).map(Instant.init(microseconds:)),
                    last: (row["last"] as Int64?).map(Instant.init(microseconds:)))
            }
        }
    }

    /// Documents with orphans of an operator and a condition, each nil for all; the newest first, at most `limit`.
    package func documentsWithOrphans(asn: Int?, threat: String?, limit: Int) async throws -> [Int64] {
        try await read("listing documents with orphans") { db in
            try Int64.fetchAll(
                db,
                sql: """
                    SELECT DISTINCT o.document FROM orphan o JOIN document d ON d.id = o.document
                    WHERE (?1 IS NULL OR o.asn = ?1) AND (?2 IS NULL OR o.threat = ?2)
                    ORDER BY COALESCE(d.stated, d.received) DESC, d.digest LIMIT ?3
                    """, arguments: [asn, threat, limit])
        }
    }
}
