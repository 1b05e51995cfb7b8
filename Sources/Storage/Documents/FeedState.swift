import GRDB
package import Ingest
package import Vocabulary

/// Where polling of one feed stands.
package struct FeedState: Sendable, Hashable {
    package var feed: FeedID
    package var etag: String?
    package var lastModified: String?
    package var nextPoll: Instant
    package var lastAttempt: Instant?
    package var lastSuccess: Instant?
    /// Name of the last outcome: `document`, `not-modified`, or the failure in words.
    package var lastOutcome: String?
    /// Failed polls since the last success.
    package var failures: Int
    package var paused: Bool
    /// Since when and by whom, as `user:UID:NAME`; nil while it is not paused.
    package var pausedAt: Instant?
    package var pausedBy: String?
    /// When a start of the service last found the file that describes it.
    package var described: Instant?
    /// False until an operator releases the baseline: stored, matched and counted, but nobody is told.
    package var released: Bool
    package var added: Instant
    /// Answers "not modified" since the last whole document.
    package var unmodified: Int
    /// When a whole document was last fetched.
    package var lastDocument: Instant?
    /// Whether other bytes came under the same validators.
    package var validatorsLie: Bool
    /// Seconds by which the server's clock was ahead of ours when it last told.
    package var clockOffset: Int64?
    /// Kinds of trouble that an alarm has told of; sorted.
    package var alarmed: [String]
    /// What became of the parts that its lists named last; nil where no list named any.
    package var tally: SourceTally?
}

/// How a poll changes the state of its feed.
package struct PollResult: Sendable {
    package var feed: FeedID
    package var at: Instant
    package var nextPoll: Instant
    package var outcome: String
    package var succeeded: Bool
    /// How long the fetch took.
    package var milliseconds: Int64 = 0
    /// Seconds by which the server's clock is ahead of ours; nil when it told no time.
    package var clockOffset: Int64?
    /// Whether a document came: then the validators are replaced by its own, also by none.
    package var isDocument = false
    package var etag: String?
    package var lastModified: String?
    /// What became of the parts that its lists named; nil where none did in this poll.
    package var tally: SourceTally?

    package init(feed: FeedID, at: Instant, nextPoll: Instant, outcome: String, succeeded: Bool) {
        self.feed = feed
        self.at = at
        self.nextPoll = nextPoll
        self.outcome = outcome
        self.succeeded = succeeded
    }
}

extension Store {
    /// All feeds that have a state, by id.
    package func feedStates() async throws -> [FeedState] {
        try await read("reading feed states") { db in
            try Row.fetchAll(db, sql: "SELECT * FROM feed_state ORDER BY feed").compactMap(FeedState.init(row:))
        }
    }

    /// Makes sure every described feed has a state; new ones are due at once.
    package func registerFeeds(_ feeds: [FeedID], at now: Instant) async throws {
        try await write("registering feeds") { db in
            for feed in feeds.sorted() {
                try Store.ensureFeed(feed, at: now, in: db)
                try db.execute(
                    sql: "UPDATE feed_state SET described = ? WHERE feed = ?",
                    arguments: [now.microseconds, feed.text])
            }
        }
    }

    /// Records a poll that brought no document. (One that did is recorded by ``intake(_:)``, with the document.)
    package func recordPoll(_ result: PollResult) async throws {
        try await write("recording a poll of \(result.feed)") { db in try Store.record(result, in: db) }
    }

    /// Pauses, resumes or releases a feed; `actor` is who pauses it.
    package func setFeed(
        _ feed: FeedID, paused: Bool? = nil, released: Bool? = nil, by actor: String? = nil, at now: Instant,
        entries: [Entry]
    ) async throws {
        try await write("changing feed \(feed)") { db in
            try Store.ensureFeed(feed, at: now, in: db)
            if let paused {
                try db.execute(
                    sql: "UPDATE feed_state SET paused = ?, paused_at = ?, paused_by = ? WHERE feed = ?",
                    arguments: [paused, paused ? now.microseconds : nil, paused ? actor : nil, feed.text])
            }
            if let released {
                try db.execute(
                    sql: "UPDATE feed_state SET released = ? WHERE feed = ?", arguments: [released, feed.text])
                if released { try Store.forgetByLabel(in: db) }
            }
            try Store.append(entries, in: db)
        }
    }

    static func ensureFeed(_ feed: FeedID, at now: Instant, in db: Database) throws {
        try db.execute(
            sql: "INSERT INTO feed_state(feed, next_poll, added) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            arguments: [feed.text, now.microseconds, now.microseconds])
    }

    static func record(_ result: PollResult, in db: Database) throws {
        try ensureFeed(result.feed, at: result.at, in: db)
        try db.execute(
            sql: """
                UPDATE feed_state SET next_poll = ?, last_attempt = ?, last_outcome = ?,
                    last_success = CASE WHEN ? THEN ? ELSE last_success END,
                    failures = CASE WHEN ? THEN 0 ELSE failures + 1 END,
                    etag = CASE WHEN ? THEN ? ELSE etag END,
                    last_modified = CASE WHEN ? THEN ? ELSE last_modified END,
                    unmodified = CASE WHEN ? THEN 0 WHEN ? THEN unmodified + 1 ELSE unmodified END,
                    last_document = CASE WHEN ? THEN ? ELSE last_document END,
                    clock_offset = COALESCE(?, clock_offset), tally = COALESCE(?, tally)
                WHERE feed = ?
                """,
            arguments: [
                result.nextPoll.microseconds, result.at.microseconds, result.outcome, result.succeeded,
                result.at.microseconds, result.succeeded, result.isDocument, result.etag, result.isDocument,
                result.lastModified, result.isDocument, result.succeeded, result.isDocument, result.at.microseconds,
                result.clockOffset, try result.tally.map { try StoredJSON.encode($0) }, result.feed.text,
            ])
        try recordHistory(result, in: db)
    }
}

extension FeedState {
    init?(row: Row) {
        guard let feed = FeedID(row["feed"] as String) else { return nil }
        self.feed = feed
        etag = row["etag"]
        lastModified = row["last_modified"]
        nextPoll = Instant(microseconds: row["next_poll"])
        lastAttempt = (row["last_attempt"] as Int64?).map(Instant.init(microseconds:))
        lastSuccess = (row["last_success"] as Int64?).map(Instant.init(microseconds:))
        lastOutcome = row["last_outcome"]
        failures = row["failures"]
        paused = row["paused"]
        pausedAt = (row["paused_at"] as Int64?).map(Instant.init(microseconds:))
        pausedBy = row["paused_by"]
        described = (row["described"] as Int64?).map(Instant.init(microseconds:))
        released = row["released"]
        added = Instant(microseconds: row["added"])
        unmodified = row["unmodified"]
        lastDocument = (row["last_document"] as Int64?).map(Instant.init(microseconds:))
        validatorsLie = row["validators_lie"]
        clockOffset = row["clock_offset"]
        alarmed = (row["alarmed"] as String).split(separator: ",").map(String.init)
        // What cannot be read any more is said again by the next poll.
        tally = (row["tally"] as String?).flatMap { try? StoredJSON.decode(SourceTally.self, $0) }
    }
}
