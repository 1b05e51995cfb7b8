import GRDB
package import Vocabulary

/// One poll of the past.
package struct PollRecord: Sendable, Hashable {
    package var at: Instant
    package var succeeded: Bool
    package var outcome: String
    package var milliseconds: Int64
}

/// What is kept of one feed's past.
package struct FeedHistory: Sendable {
    /// The newest polls, the oldest of them first; at most ``Store/pollsKept``.
    package var polls: [PollRecord] = []
    /// What the newest documents held, the oldest of them first; at most 60. Read documents only, without those of
    /// which nothing could be read and whose rejects were dismissed.
    package var documents: [FeedDocument] = []
    /// Full lists that close nothing until somebody confirms them, oldest first.
    package var doubted: [DoubtedList] = []
    package init() {}
}

/// A document of a feed's past, at the time when it was said last: when it came, came again, or when the poll that
/// brought it was told "not modified".
package struct FeedDocument: Sendable, Hashable {
    package var id: Int64
    package var name: String
    package var said: Instant
    /// Whether its source was asked for it; else somebody handed it in.
    package var isPolled: Bool
    package var summary: DocumentSummary
}

extension Store {
    /// Polls of one feed that are kept.
    package static let pollsKept = 100

    /// The past of all feeds that have one.
    package func feedHistories() async throws -> [FeedID: FeedHistory] {
        try await read("reading the history of feeds") { db in
            var histories: [FeedID: FeedHistory] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT * FROM feed_poll ORDER BY feed, at") {
                guard let feed = FeedID(row["feed"] as String) else { continue }
                histories[feed, default: FeedHistory()].polls.append(
                    PollRecord(
                        at: Instant(microseconds: row["at"]), succeeded: row["succeeded"], outcome: row["outcome"],
                        milliseconds: row["milliseconds"]))
            }
            for name in try String.fetchAll(db, sql: "SELECT feed FROM feed_state ORDER BY feed") {
                guard let feed = FeedID(name) else { continue }
                let newest = try Store.saidLast(of: name, in: db)
                if !newest.isEmpty { histories[feed, default: FeedHistory()].documents = newest }
            }
            for list in try Store.doubtedLists(in: db) {
                histories[list.feed, default: FeedHistory()].doubted.append(list)
            }
            return histories
        }
    }

    /// The documents of a feed that were said last, the oldest of them first. Beside the newest by arrival these are
    /// those that were handed in or served again, and the one that its source says still.
    private static func saidLast(of feed: String, in db: Database) throws -> [FeedDocument] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT d.id, d.name, d.polled IS NOT NULL OR d.id IS f.served AS polled,
                    json_set(d.summary, '$.skipped', json('[]')) AS summary,
                    MAX(d.received, COALESCE(d.received_again, 0), CASE WHEN d.id IS f.served THEN COALESCE(
                        (SELECT MAX(at) FROM feed_poll p WHERE p.feed = f.feed AND p.succeeded = 1), 0) ELSE 0 END
                    ) AS said
                FROM feed_state f JOIN document d ON d.feed = f.feed
                WHERE f.feed = ?1 AND d.summary IS NOT NULL AND d.id IN (
                    SELECT * FROM (SELECT id FROM document
                        WHERE feed = ?1 AND summary IS NOT NULL ORDER BY id DESC LIMIT 60)
                    UNION SELECT * FROM (SELECT id FROM document
                        WHERE feed = ?1 AND received_again IS NOT NULL ORDER BY received_again DESC LIMIT 60)
                    UNION SELECT served FROM feed_state WHERE feed = ?1 AND served IS NOT NULL)
                ORDER BY said DESC, d.id DESC LIMIT 60
                """, arguments: [feed])
        var found: [FeedDocument] = []
        for row in rows {
            var summary = try StoredJSON.decode(DocumentSummary.self, row["summary"])
            if summary.rejects > 0 {
                summary.rejects -= try dismissedCount(of: row["id"], summary.rejects, in: db)
                if summary.items == 0 && summary.rejects <= 0 { continue }
            }
            found.append(
                FeedDocument(
                    id: row["id"], name: row["name"], said: Instant(microseconds: row["said"]),
                    isPolled: row["polled"], summary: summary))
        }
        return found.reversed()
    }

    /// How the newest poll of a feed went; nil when none is kept.
    package func newestPoll(of feed: FeedID) async throws -> PollRecord? {
        try await read("reading the newest poll of \(feed)") { db in
            try Row.fetchOne(
                db, sql: "SELECT * FROM feed_poll WHERE feed = ? ORDER BY at DESC LIMIT 1", arguments: [feed.text]
            ).map { row in
                PollRecord(
                    at: Instant(microseconds: row["at"]), succeeded: row["succeeded"], outcome: row["outcome"],
                    milliseconds: row["milliseconds"])
            }
        }
    }

    /// Remembers of which kinds of trouble an alarm has told; none when the feed is well again.
    package func setAlarmed(_ feed: FeedID, _ kinds: [String]) async throws {
        try await write("remembering an alarm of \(feed)") { db in
            try db.execute(
                sql: "UPDATE feed_state SET alarmed = ? WHERE feed = ?",
                arguments: [kinds.sorted().joined(separator: ","), feed.text])
        }
    }

    static func recordHistory(_ result: PollResult, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT OR REPLACE INTO feed_poll(feed, at, succeeded, outcome, milliseconds) VALUES (?, ?, ?, ?, ?)
                """,
            arguments: [
                result.feed.text, result.at.microseconds, result.succeeded, result.outcome, result.milliseconds,
            ])
        try db.execute(
            sql: """
                DELETE FROM feed_poll WHERE feed = ?1 AND at <= (
                    SELECT at FROM feed_poll WHERE feed = ?1 ORDER BY at DESC LIMIT 1 OFFSET ?2)
                """, arguments: [result.feed.text, pollsKept])
    }
}
