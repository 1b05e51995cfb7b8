import Foundation
import GRDB
package import Ingest
package import Vocabulary

/// A document whose bytes stand durable in `raw/`, about to be known to the store.
package struct DocumentIntake: Sendable {
    package var feed: FeedID
    package var digest: Digest
    /// File name or URL it came under, for people.
    package var name: String
    package var received: Instant
    package var bytes: Int
    /// The poll that brought it; its validators move only with this transaction (I1). Nil for files and messages.
    package var poll: PollResult?
    /// What of a source asked in many requests is durable with this document, in the same transaction (I1).
    package var marks: SourceMarks?
    /// What the publisher's hashes and signature say; nil where there are none.
    package var check: DocumentCheck?
    /// Whether it is the full list of its feed's scope: one that goes back to bytes of before says again what they say.
    package var isFullList = false

    /// Whether we asked its source for it, so that its source said it at that time.
    var isPolled: Bool { poll != nil || marks != nil }

    package init(feed: FeedID, digest: Digest, name: String, received: Instant, bytes: Int, poll: PollResult? = nil) {
        self.feed = feed
        self.digest = digest
        self.name = name
        self.received = received
        self.bytes = bytes
        self.poll = poll
    }
}

/// What the store answers to an intake.
package enum IntakeOutcome: Sendable, Hashable {
    /// New bytes of this feed, or a full list that came back behind others; the items follow in batches.
    case new(document: Int64)
    /// The same bytes came before, under whatever name, and are what was said last, or say when they are of; nothing
    /// will be read again.
    case known(document: Int64)
}

/// A document as the store knows it.
package struct DocumentRecord: Sendable, Hashable {
    package var id: Int64
    package var feed: FeedID
    package var digest: Digest
    package var name: String
    package var received: Instant
    /// When it came again as a list behind others; nil when it did not.
    package var returned: Instant?
    package var stated: Instant?
    package var bytes: Int
    package var isDone: Bool
    /// Items already durable; reading goes on behind them.
    package var nextItem: Int
    /// Parts already durable of the batch that begins at ``nextItem``.
    package var nextPart: Int
    /// How often it was asked to be read again; what an older round reads is not stored.
    package var round: Int
    package var baseline: Bool
    package var summary: DocumentSummary?
    /// What the publisher's hashes and signature say; nil where there are none.
    package var check: DocumentCheck?
    /// By which time it speaks where it states none: when it was received, the last time if it came back.
    package var said: Instant { returned ?? received }
    /// Set while the document is read again because somebody asked for it.
    package var replay: ReplayOrder?
    /// In how many runs of the service its reading stood still.
    package var stalls: Int
}

extension Store {
    /// Step 2 of "What is durable when": document and fetch state in one transaction.
    ///
    /// The raw file is durable before. *A crash before this commit leaves an orphan in `raw/` that the sweeper removes;
    /// after it, the document is due and its items are read at the next start.*
    package func intake(_ intake: DocumentIntake) async throws -> IntakeOutcome {
        try await write("taking in a document of \(intake.feed)") { db in
            try Store.ensureFeed(intake.feed, at: intake.received, in: db)
            // A document handed in is a success of its feed like one that was fetched; polling goes on as it was.
            try db.execute(
                sql: """
                    UPDATE feed_state SET last_success = ?,
                        last_outcome = CASE WHEN ? THEN 'by hand' ELSE last_outcome END WHERE feed = ?
                    """, arguments: [intake.received.microseconds, intake.marks == nil, intake.feed.text])
            if let poll = intake.poll {
                let before = try Store.validators(of: intake.feed, in: db)
                try Store.record(poll, in: db)
                try Store.judgeValidators(poll, before: before, digest: intake.digest, in: db)
            }
            if let marks = intake.marks {
                try Store.remember(marks, of: intake.feed, at: intake.received, in: db)
            }
            let digest = Data(intake.digest.bytes)
            if let known = try Int64.fetchOne(
                db, sql: "SELECT id FROM document WHERE feed = ? AND digest = ?",
                arguments: [intake.feed.text, digest])
            {
                try db.execute(
                    sql: "UPDATE document SET received_again = ? WHERE id = ?",
                    arguments: [intake.received.microseconds, known])
                if let check = intake.check { try Store.save(check, of: known, isNew: false, in: db) }
                try Store.rememberServed(known, by: intake, in: db)
                return try Store.returns(known, by: intake, in: db) ? .new(document: known) : .known(document: known)
            }
            let released =
                try Bool.fetchOne(
                    db, sql: "SELECT released FROM feed_state WHERE feed = ?", arguments: [intake.feed.text]) ?? false
            try db.execute(
                sql: """
                    INSERT INTO document(feed, digest, name, received, polled, bytes, state, baseline)
                    VALUES (?, ?, ?, ?, ?, ?, 'due', ?)
                    """,
                arguments: [
                    intake.feed.text, digest, intake.name, intake.received.microseconds,
                    intake.isPolled ? intake.received.microseconds : nil, intake.bytes, !released,
                ])
            let document = db.lastInsertedRowID
            if let check = intake.check { try Store.save(check, of: document, isNew: true, in: db) }
            try Store.rememberServed(document, by: intake, in: db)
            return .new(document: document)
        }
    }

    /// Whether a full list that states no time of its own comes again while the feed's newest document is another: then
    /// it is the newest list from now on and is read again by this receipt. Findings' days are a set and their updates
    /// repeat harmlessly, so nothing doubles.
    private static func returns(_ document: Int64, by intake: DocumentIntake, in db: Database) throws -> Bool {
        guard intake.isFullList else { return false }
        let newest = try Int64.fetchOne(
            db,
            sql: """
                SELECT id FROM (
                    SELECT * FROM (SELECT received AS at, id FROM document
                        WHERE feed = ?1 ORDER BY received DESC, id DESC LIMIT 1)
                    UNION ALL SELECT * FROM (SELECT returned AS at, id FROM document
                        WHERE feed = ?1 AND returned IS NOT NULL ORDER BY returned DESC, id DESC LIMIT 1))
                ORDER BY at DESC, id = ?2 DESC LIMIT 1
                """, arguments: [intake.feed.text, document])
        guard newest != document else { return false }
        try db.execute(
            sql: """
                UPDATE document SET returned = ?1, state = 'due', next_item = 0, next_part = 0, round = round + 1,
                    summary = NULL WHERE id = ?2 AND stated IS NULL
                """, arguments: [intake.received.microseconds, document])
        return db.changesCount > 0
    }

    /// What a source served stays what it says until it serves something else.
    private static func rememberServed(_ document: Int64, by intake: DocumentIntake, in db: Database) throws {
        guard intake.isPolled else { return }
        try db.execute(
            sql: "UPDATE feed_state SET served = ? WHERE feed = ?", arguments: [document, intake.feed.text])
    }

    static let documents = """
        SELECT *, (SELECT body FROM document_check WHERE document = document.id) AS checked FROM document
        """

    /// The document of this number; nil when there is none.
    package func document(_ id: Int64) async throws -> DocumentRecord? {
        try await read("reading a document") { db in
            try Row.fetchOne(db, sql: Store.documents + " WHERE id = ?", arguments: [id])
                .flatMap(DocumentRecord.init(row:))
        }
    }

    /// Notes that the reading of a document stands still in this run of the service.
    package func noteStall(of document: Int64) async throws {
        try await write("noting a stalled document") { db in
            try db.execute(sql: "UPDATE document SET stalls = stalls + 1 WHERE id = ?", arguments: [document])
        }
    }

    /// Digests of all documents, for sweeping `raw/`.
    package func documentDigests() async throws -> Set<Digest> {
        try await read("listing document digests") { db in
            Set(try Data.fetchAll(db, sql: "SELECT digest FROM document").compactMap { Digest(bytes: $0) })
        }
    }

    /// Makes every document of these feeds due again from its first item: after the register changed, rows that matched
    /// nobody may now match somebody. Reading again is harmless, because findings' updates repeat harmlessly; what no
    /// longer is somebody's ends by ``endPlaces(_:at:)``.
    package func scanAgain(feeds: [FeedID]) async throws -> Int {
        try await write("asking for documents to be scanned again") { db in
            var count = 0
            for feed in feeds {
                try db.execute(
                    sql: """
                        UPDATE document SET state = 'due', next_item = 0, next_part = 0, round = round + 1
                        WHERE feed = ?
                        """,
                    arguments: [feed.text])
                count += db.changesCount
            }
            try Store.placesScanned(in: db)
            return count
        }
    }
}

extension DocumentRecord {
    init?(row: Row) throws {
        guard let feed = FeedID(row["feed"] as String), let digest = Digest(bytes: row["digest"] as Data) else {
            return nil
        }
        id = row["id"]
        self.feed = feed
        self.digest = digest
        name = row["name"]
        received = Instant(microseconds: row["received"])
        returned = (row["returned"] as Int64?).map(Instant.init(microseconds:))
        stated = (row["stated"] as Int64?).map(Instant.init(microseconds:))
        bytes = row["bytes"]
        isDone = (row["state"] as String) == "done"
        nextItem = row["next_item"]
        nextPart = row["next_part"]
        round = row["round"]
        baseline = row["baseline"]
        // A summary that this release cannot read is shown as none; the counts can be had by reading again.
        summary = (row["summary"] as String?).flatMap { try? StoredJSON.decode(DocumentSummary.self, $0) }
        check = try (row["checked"] as String?).map { try StoredJSON.decode(DocumentCheck.self, $0) }
        replay = (row["replay"] as String?).flatMap { try? StoredJSON.decode(ReplayOrder.self, $0) }
        stalls = row["stalls"]
    }
}
