import Analyze
import GRDB
import Ingest
package import Vocabulary

/// A full list of observations as it was read.
package struct FullListClosing: Sendable {
    /// The list's own time, else when it was received.
    package var stated: Instant
    package var rows: Int
    package var rejects: Int
    /// It ended before its end, or not all of it was read.
    package var isCut: Bool

    package init(stated: Instant, rows: Int, rejects: Int = 0, isCut: Bool = false) {
        self.stated = stated
        self.rows = rows
        self.rejects = rejects
        self.isCut = isCut
    }
}

extension Store {
    /// Records a full list and lets the accepted lists of its feed decide the states of the feed's findings.
    ///
    /// Runs in the document's last batch. Which lists count follows from the set of lists and their own times: one that
    /// arrives late may change what those after it are.
    static func close(_ list: FullListClosing, batch: DocumentBatch, in db: Database) throws {
        let standing = try newestLists(of: batch.feed.id, in: db)
        let before = try Row.fetchOne(
            db, sql: "SELECT stated, rows, rejects, cut FROM full_list WHERE feed = ? AND document = ?",
            arguments: [batch.feed.id.text, batch.document])
        // A list that is read again, after the register changed, is what it was.
        if let before, before["stated"] == list.stated.microseconds, before["rows"] == list.rows,
            before["rejects"] == list.rejects, before["cut"] == list.isCut
        {
            return
        }
        try db.execute(
            sql: """
                INSERT INTO full_list(feed, document, stated, rows, rejects, cut, counts, reason)
                VALUES (?, ?, ?, ?, ?, ?, 0, '')
                ON CONFLICT DO UPDATE SET stated = excluded.stated, rows = excluded.rows, rejects = excluded.rejects,
                    cut = excluded.cut, confirmed = CASE stated WHEN excluded.stated THEN confirmed ELSE 0 END
                """,
            arguments: [
                batch.feed.id.text, batch.document, list.stated.microseconds, list.rows, list.rejects, list.isCut,
            ])
        let stated = min(before?["stated"] ?? .max, list.stated.microseconds)
        try settleLists(of: batch.feed.id, from: stated, standing: standing, in: db)
    }

    /// Judges the lists of a feed from one time on, and settles its findings where others count now.
    ///
    /// Where the same count as before there is nothing to settle: a sighting is stored as the lists of its moment have
    /// it (`SightingOrigin.standing`), and each change of these lists settles in its own transaction.
    /// - Parameter standing: ``newestLists(of:in:)`` before the change.
    @discardableResult
    static func settleLists(
        of feed: FeedID, from stated: Int64, standing: [Int64], in db: Database
    ) throws -> ListEffect {
        let lost = try judgeLists(of: feed, from: stated, in: db)
        guard try lost || newestLists(of: feed, in: db) != standing else { return ListEffect() }
        return try settleListed(feed, reopening: lost, in: db)
    }

    /// Whether a list that counted does not count any more.
    private static func judgeLists(of feed: FeedID, from stated: Int64, in db: Database) throws -> Bool {
        let window = SnapshotJudgement.window * 1_000_000
        let earlier = try Row.fetchAll(
            db,
            sql: """
                SELECT stated, rows FROM full_list WHERE feed = ? AND counts = 1 AND stated >= ? AND stated < ?
                ORDER BY stated
                """,
            arguments: [feed.text, stated - window, stated]
        ).map { (stated: $0["stated"] as Int64, rows: $0["rows"] as Int) }
        let rows = try Row.fetchAll(
            db, sql: "SELECT * FROM full_list WHERE feed = ? AND stated >= ? ORDER BY stated, document",
            arguments: [feed.text, stated])
        let lists = rows.map { row in
            let facts = FullListFacts(
                rows: row["rows"], rejects: row["rejects"], isCut: row["cut"], isConfirmed: row["confirmed"])
            return (stated: row["stated"] as Int64, facts: facts)
        }
        var lost = false
        for (row, judgement) in zip(rows, SnapshotJudgement.judge(lists, after: earlier)) {
            let counted: Bool = row["counts"]
            lost = lost || counted && !judgement.closesFindings
            let reason = judgement.reason ?? "accepted"
            if counted == judgement.closesFindings, row["reason"] == reason { continue }
            try db.execute(
                sql: "UPDATE full_list SET counts = ?, reason = ? WHERE feed = ? AND document = ?",
                arguments: [judgement.closesFindings, reason, feed.text, row["document"] as Int64])
        }
        return lost
    }

    /// Gives the findings that lists of a feed name the states that the accepted lists give: open with the newest,
    /// closed when the three newest do not name them, not seen in between.
    ///
    /// - Parameter reopening: looks also for what was closed and would not be: all findings are read for that.
    @discardableResult
    static func settleListed(_ feed: FeedID, reopening: Bool, in db: Database) throws -> ListEffect {
        let newest = try newestLists(of: feed, in: db)
        guard let last = newest.first ?? (reopening ? .min : nil) else { return ListEffect() }
        let third = newest.count == SnapshotJudgement.listsToClose ? newest[newest.count - 1] : .min
        // `state <> 'closed'` is for the planner too: it takes an index of some rows only where the query says in the
        // index's own words that it asks for no others.
        let stale = """
            feed = ?1 AND listed > 0 AND listed < ?2 AND state <> 'closed' AND (listed < ?3 OR state = 'open')
            """
        let revived = """
            feed = ?1 AND listed > 0 AND (listed >= ?2 AND state = 'not-seen'
                OR listed >= ?3 AND state = 'closed' AND reason = 'not-listed')
            """
        let moved = reopening ? "(\(stale) OR \(revived))" : stale
        let bounds: StatementArguments = [feed.text, last, third]
        // Whom it reaches follows from what stays open, also where this list names a threat no more.
        try db.execute(
            sql: """
                UPDATE threat SET match_due = match_due + 1 WHERE no IN (
                    SELECT threat FROM finding WHERE \(moved) AND sources = 0
                    UNION SELECT threat FROM finding_source WHERE \(moved))
                """, arguments: bounds)
        let keys = try placeKeys("SELECT entity, locus, threat FROM finding_source WHERE \(moved)", in: db) {
            $0.bind(feed.text, 1)
            $0.bind(last, 2)
            $0.bind(third, 3)
        }
        if reopening {
            let state = "CASE WHEN listed >= ?2 THEN 'open' ELSE 'not-seen' END"
            _ = try move("state = \(state), reason = NULL WHERE \(revived)", bounds, in: db)
        }
        let closing = "state = 'closed', reason = 'not-listed' WHERE \(stale) AND listed < ?3"
        var effect = ListEffect(closed: try move(closing, bounds, in: db))
        effect.notSeen = try move("state = 'not-seen' WHERE \(stale)", bounds, in: db)
        let sources = try FindingSources(db)
        for key in keys {
            if let move = try sources.refold(key) { effect.add(move.before, move.after) }
        }
        return effect
    }

    /// Moves the words of one feed, and the findings that are one feed's word alone; returns how many of these.
    private static func move(_ step: String, _ bounds: StatementArguments, in db: Database) throws -> Int {
        try db.execute(sql: "UPDATE finding_source SET \(step)", arguments: bounds)
        try db.execute(sql: "UPDATE finding SET \(step) AND sources = 0", arguments: bounds)
        return db.changesCount
    }

    /// Times of the newest lists that count, as many as close a finding, the newest first.
    static func newestLists(of feed: FeedID, in db: Database) throws -> [Int64] {
        try Int64.fetchAll(
            db,
            sql: """
                SELECT DISTINCT stated FROM full_list WHERE feed = ? AND counts = 1 ORDER BY stated DESC LIMIT ?
                """,
            arguments: [feed.text, SnapshotJudgement.listsToClose])
    }

    static func placeKeys(
        _ sql: String, in db: Database, _ bind: (HotStatement) -> Void
    ) throws -> [FindingPlaceKey] {
        let statement = try HotStatement(db, sql)
        bind(statement)
        var keys: [FindingPlaceKey] = []
        while try statement.next() { keys.append(FindingPlaceKey(reading: statement)) }
        return keys
    }
}
