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
    /// What the newest documents held, the oldest of them first; at most 60.
    package var documents: [DocumentSummary] = []
    /// Full lists that close nothing until somebody confirms them, oldest first.
    package var doubted: [DoubtedList] = []
    package init() {}
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
                let newest = try String.fetchAll(
                    db,
                    sql: """
                        SELECT json_set(summary, '$.skipped', json('[]')) FROM document
                        WHERE feed = ? AND summary IS NOT NULL ORDER BY id DESC LIMIT 60
                        """, arguments: [name])
                guard !newest.isEmpty else { continue }
                histories[feed, default: FeedHistory()].documents = try newest.reversed().map {
                    try StoredJSON.decode(DocumentSummary.self, $0)
                }
            }
            for list in try Store.doubtedLists(in: db) {
                histories[list.feed, default: FeedHistory()].doubted.append(list)
            }
            return histories
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
