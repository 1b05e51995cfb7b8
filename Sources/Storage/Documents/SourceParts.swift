import GRDB
package import Ingest
package import Vocabulary

/// The parts of one source that could not be had, without those that it no longer names and those that were dismissed.
package struct MissingParts: Sendable, Hashable {
    /// Parts that are remembered.
    package var parts: Int
    /// Those whose last try failed, and of them those that were tried often enough.
    package var failing: Int
    package var givenUp: Int
    /// The first of ``givenUp`` by name; of ``failing`` where none is given up.
    package var first: String
}

extension Store {
    /// The parts that are missing, of all sources that miss some.
    package func missingParts() async throws -> [FeedID: MissingParts] {
        try await read("counting missing parts of sources") { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT feed, count(*), count(*) FILTER (WHERE failures >= ?1),
                        COALESCE(min(part) FILTER (WHERE failures >= ?1), min(part)),
                        (SELECT count(*) FROM feed_mark p WHERE p.feed = f.feed)
                    FROM feed_mark f WHERE failures > 0 AND unlisted IS NULL AND dismissed IS NULL GROUP BY feed
                    """, arguments: [SourceMemory.triesMax])
            var found: [FeedID: MissingParts] = [:]
            for row in rows {
                guard let feed = FeedID(row[0] as String) else { continue }
                found[feed] = MissingParts(parts: row[4], failing: row[1], givenUp: row[2], first: row[3])
            }
            return found
        }
    }

    /// Says of the parts of a source that are given up that they may be missing, until the source names another state
    /// of them.
    package func dismissParts(of feed: FeedID, at now: Instant, entries: [Entry]) async throws {
        try await write("dismissing missing parts of \(feed)") { db in
            try db.execute(
                sql: """
                    UPDATE feed_mark SET dismissed = ? WHERE feed = ? AND failures > 0 AND failures >= ?
                        AND unlisted IS NULL AND dismissed IS NULL
                    """, arguments: [now.microseconds, feed.text, SourceMemory.triesMax])
            try Store.append(entries, in: db)
        }
    }

    /// Keeps what a whole reading of a source's lists says of its parts.
    package func sweep(_ sweep: SourceSweep, of feed: FeedID, at now: Instant) async throws {
        try await write("sweeping the marks of \(feed)") { db in
            for part in sweep.gone {
                try db.execute(
                    sql: "UPDATE feed_mark SET unlisted = ? WHERE feed = ? AND part = ?",
                    arguments: [now.microseconds, feed.text, part])
            }
            for part in sweep.back {
                try db.execute(
                    sql: "UPDATE feed_mark SET unlisted = NULL WHERE feed = ? AND part = ?",
                    arguments: [feed.text, part])
            }
            for part in sweep.forgotten {
                try db.execute(
                    sql: "DELETE FROM feed_mark WHERE feed = ? AND part = ?", arguments: [feed.text, part])
            }
        }
    }
}
