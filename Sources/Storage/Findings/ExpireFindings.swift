import GRDB
package import Vocabulary

extension Store {
    /// Closes by age what `feed` has not seen since `expiry`, for the next `entities` entities behind `after`; their
    /// threats are judged again. Returns how many were closed and where to go on, nil at the end.
    ///
    /// Full lists are left alone: their findings end when three lists in turn do not name them. *A crash in between:
    /// the rest is closed at the next run.*
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
                db, sql: "SELECT DISTINCT threat FROM finding WHERE \(aged)", arguments: bounds)
            guard !threats.isEmpty else { return (0, last) }
            try db.execute(
                sql: "UPDATE finding SET state = 'closed', reason = 'age' WHERE \(aged)", arguments: bounds)
            let count = db.changesCount
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
