import Analyze
import GRDB
import Ingest
package import Vocabulary

/// A full list of observations as it was judged.
package struct FullListClosing: Sendable {
    /// The list's own time.
    package var stated: Instant
    package var rows: Int
    package init(stated: Instant, rows: Int) {
        self.stated = stated
        self.rows = rows
    }
}

extension Store {
    /// Records a full list and lets the accepted lists of its scope decide the states of the scope's findings.
    ///
    /// A finding's state is a function of the newest list that names it and of the accepted lists after that one, so an
    /// older list arriving late changes nothing it should not. Runs in the document's last batch. A list
    /// that is read again stands as it was judged, unless other rows of it can be read now.
    static func close(_ list: FullListClosing, batch: DocumentBatch, in db: Database) throws {
        let since = list.stated.adding(seconds: -14 * 86_400).microseconds
        let earlier = try Int.fetchAll(
            db,
            sql: """
                SELECT rows FROM full_list
                WHERE feed = ? AND counts = 1 AND stated >= ? AND stated < ? AND document <> ?
                """,
            arguments: [batch.feed.id.text, since, list.stated.microseconds, batch.document])
        let judgement = SnapshotJudgement.judge(rows: list.rows, earlier: earlier)
        try db.execute(
            sql: """
                INSERT INTO full_list(feed, document, stated, rows, counts, reason) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET stated = excluded.stated, rows = excluded.rows, counts = excluded.counts,
                    reason = excluded.reason WHERE rows <> excluded.rows
                """,
            arguments: [
                batch.feed.id.text, batch.document, list.stated.microseconds, list.rows, judgement.closesFindings,
                judgement.reason ?? "accepted",
            ])
        let newest = try Int64.fetchAll(
            db,
            sql: """
                SELECT DISTINCT stated FROM full_list WHERE feed = ? AND counts = 1 ORDER BY stated DESC LIMIT ?
                """,
            arguments: [batch.feed.id.text, FindingStanding.listsToClose])
        guard let last = newest.first else { return }
        // `state <> 'closed'` beside `state = 'open'` is for the planner: it takes an index of some rows only where the
        // query says in the index's own words that it asks for no others.
        // Whom it reaches follows from what stays open, also where this list names a threat no more.
        try db.execute(
            sql: """
                UPDATE threat SET match_due = match_due + 1 WHERE no IN (
                    SELECT DISTINCT threat FROM finding
                    WHERE feed = ? AND listed > 0 AND listed < ? AND state = 'open' AND state <> 'closed')
                """,
            arguments: [batch.feed.id.text, last])
        if newest.count == FindingStanding.listsToClose, let third = newest.last {
            try db.execute(
                sql: """
                    UPDATE finding SET state = 'closed', reason = 'not-listed'
                    WHERE feed = ? AND listed > 0 AND listed < ? AND state <> 'closed'
                    """,
                arguments: [batch.feed.id.text, third])
        }
        try db.execute(
            sql: """
                UPDATE finding SET state = 'not-seen'
                WHERE feed = ? AND listed > 0 AND listed < ? AND state = 'open' AND state <> 'closed'
                """,
            arguments: [batch.feed.id.text, last])
    }
}
