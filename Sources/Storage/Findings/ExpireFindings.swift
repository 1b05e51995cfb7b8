import GRDB
package import Vocabulary

extension Store {
    /// Closes by age what `feed` has not seen since `expiry`, for the next `entities` entities behind `after`; their
    /// threats are judged again. Returns how many were closed and where to go on, nil at the end.
    ///
    /// Full lists are left alone: what they name ends when three lists in turn do not name it. What another feed names
    /// too is as alive as that one says. *A crash in between: the rest is closed at the next run.*
    package func expireFindings(
        of feed: FeedID, before expiry: Instant, after: Int64, entities: Int, at now: Instant
    ) async throws -> (closed: Int, next: Int64?) {
        try await write("closing findings by age") { db in
            let last = try Int64.fetchOne(
                db, sql: "SELECT MAX(no) FROM (SELECT no FROM entity WHERE no > ? ORDER BY no LIMIT ?)",
                arguments: [after, entities])
            guard let last else { return (0, nil) }
            let aged = "entity > ? AND entity <= ? AND feed = ? AND listed = 0 AND last_seen < ? AND state <> 'closed'"
            let bounds: StatementArguments = [after, last, feed.text, expiry.microseconds]
            let threats = try Int64.fetchAll(
                db,
                sql: """
                    SELECT threat FROM finding WHERE \(aged) AND sources = 0
                    UNION SELECT threat FROM finding_source WHERE \(aged)
                    """, arguments: bounds + bounds)
            guard !threats.isEmpty else { return (0, last) }
            let shared = try Store.placeKeys("SELECT entity, locus, threat FROM finding_source WHERE \(aged)", in: db) {
                $0.bind(after, 1)
                $0.bind(last, 2)
                $0.bind(feed.text, 3)
                $0.bind(expiry.microseconds, 4)
            }
            var count = 0
            for (table, alone) in [("finding", " AND sources = 0"), ("finding_source", "")] {
                try db.execute(
                    sql: "UPDATE \(table) SET state = 'closed', reason = 'age' WHERE \(aged)\(alone)",
                    arguments: bounds)
                count += db.changesCount
            }
            let sources = try FindingSources(db)
            for key in shared { try sources.refold(key) }
            for threat in threats {
                try db.execute(sql: "UPDATE threat SET match_due = match_due + 1 WHERE no = ?", arguments: [threat])
            }
            let entry = Entry(
                kind: .setting, subject: "feed:\(feed)", event: "expired", at: now, actor: "service",
                detail: ["before": .string(expiry.description), "findings": .int(count)])
            try Store.append([entry], in: db)
            return (count, last)
        }
    }
}
