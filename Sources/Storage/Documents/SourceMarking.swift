import GRDB
package import Ingest
package import Vocabulary

/// How the documents of a feed stand by their publisher's hashes and signatures, and the source's parts by our tries.
package struct FeedChecks: Sendable, Hashable, Codable {
    /// Documents of one verdict.
    package struct Count: Sendable, Hashable, Codable {
        package var state: SignatureVerdict.State
        package var documents: Int
    }

    /// In the order of the states; none for a feed without signatures.
    package var signatures: [Count]
    /// Documents kept unread because a published hash is of other bytes.
    package var refused: Int
    /// Parts of the source that are remembered, and those of them whose last try failed.
    package var parts: Int
    package var failingParts: Int
    /// Of ``failingParts``, those that were tried so often that they are asked for once a day.
    package var givenUpParts: Int

    private enum CodingKeys: String, CodingKey {
        case signatures, refused, parts, failingParts = "failing_parts", givenUpParts = "given_up_parts"
    }
}

extension Store {
    /// What earlier polls remembered of a source's parts.
    package func sourceMemory(of feed: FeedID) async throws -> [String: SourceMemory] {
        try await read("reading the marks of \(feed)") { db in
            let rows = try Row.fetchCursor(
                db, sql: "SELECT part, mark, tried, failures, tried_at, unlisted FROM feed_mark WHERE feed = ?",
                arguments: [feed.text])
            var memory: [String: SourceMemory] = [:]
            while let row = try rows.next() {
                memory[row[0]] = SourceMemory(
                    mark: row[1], tried: row[2], failures: row[3],
                    triedAt: (row[4] as Int64?).map(Instant.init(microseconds:)),
                    unlisted: (row[5] as Int64?).map(Instant.init(microseconds:)))
            }
            return memory
        }
    }

    /// Remembers marks that no document carries.
    package func remember(_ marks: SourceMarks, of feed: FeedID, at now: Instant) async throws {
        try await write("remembering marks of \(feed)") { db in try Store.remember(marks, of: feed, at: now, in: db) }
    }

    /// How a feed's documents and parts stand.
    package func checks(of feed: FeedID) async throws -> FeedChecks {
        try await read("counting the checks of \(feed)") { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT c.signature, count(*), sum(c.refused) FROM document_check c
                    JOIN document d ON d.id = c.document WHERE d.feed = ? GROUP BY c.signature
                    """, arguments: [feed.text])
            var counts: [SignatureVerdict.State: Int] = [:]
            var refused = 0
            for row in rows {
                if let state = SignatureVerdict.State(rawValue: row[0]) { counts[state] = row[1] }
                refused += row[2] as Int
            }
            let parts = try Row.fetchOne(
                db,
                sql: """
                    SELECT count(*), count(*) FILTER (WHERE failures > 0), count(*) FILTER (WHERE failures >= ?2)
                    FROM feed_mark WHERE feed = ?1
                    """, arguments: [feed.text, SourceMemory.triesMax])
            return FeedChecks(
                signatures: SignatureVerdict.State.allCases.compactMap { state in
                    counts[state].map { FeedChecks.Count(state: state, documents: $0) }
                }, refused: refused, parts: parts?[0] ?? 0, failingParts: parts?[1] ?? 0,
                givenUpParts: parts?[2] ?? 0)
        }
    }

    static func remember(_ marks: SourceMarks, of feed: FeedID, at now: Instant, in db: Database) throws {
        for (part, mark) in marks.reached.sorted(by: { $0.key < $1.key }) {
            try db.execute(
                sql: """
                    INSERT INTO feed_mark(feed, part, mark) VALUES (?, ?, ?) ON CONFLICT(feed, part) DO UPDATE
                    SET mark = excluded.mark, tried = NULL, failures = 0, tried_at = NULL, dismissed = NULL
                    """, arguments: [feed.text, part, mark])
        }
        for (part, mark) in marks.failed.sorted(by: { $0.key < $1.key }) {
            try db.execute(
                sql: """
                    INSERT INTO feed_mark(feed, part, tried, failures, tried_at) VALUES (?, ?, ?, 1, ?)
                    ON CONFLICT(feed, part) DO UPDATE SET tried = excluded.tried, tried_at = excluded.tried_at,
                        failures = CASE WHEN tried IS excluded.tried THEN failures + 1 ELSE 1 END,
                        dismissed = CASE WHEN tried IS excluded.tried THEN dismissed END
                    """, arguments: [feed.text, part, mark, now.microseconds])
        }
    }

    /// Keeps what the publisher says of a document. Bytes that were refused and now agree with their hash are due;
    /// bytes that were read stay read, whatever a later hash says.
    static func save(_ check: DocumentCheck, of document: Int64, isNew: Bool, in db: Database) throws {
        let before = try Bool.fetchOne(
            db, sql: "SELECT refused FROM document_check WHERE document = ?", arguments: [document])
        let isRefused = check.refusal != nil
        if !isNew, isRefused, before != true { return }
        try db.execute(
            sql: "INSERT OR REPLACE INTO document_check(document, signature, refused, body) VALUES (?, ?, ?, ?)",
            arguments: [document, check.signature.state.rawValue, isRefused, try StoredJSON.encode(check)])
        guard before == true, !isRefused else { return }
        try db.execute(sql: "DELETE FROM reject WHERE document = ?", arguments: [document])
        try db.execute(sql: "DELETE FROM reject_surplus WHERE document = ?", arguments: [document])
        try db.execute(
            sql: "UPDATE document SET state = 'due', next_item = 0, next_part = 0 WHERE id = ?", arguments: [document])
    }
}
