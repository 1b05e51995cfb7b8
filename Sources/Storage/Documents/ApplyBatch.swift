package import Analyze
import Foundation
import GRDB
package import Ingest
package import Vocabulary

/// The results of some consecutive items of one document: what step 3 of the protocol makes durable at once.
package struct DocumentBatch: Sendable {
    package var document: Int64
    /// The document's round when its reading began; nil: whatever it is.
    package var round: Int?
    /// The feed as described now; its grade and default label go into what its reports say.
    package var feed: FeedDescription
    package var at: Instant
    package var reports: [Report] = []
    /// Sorted by (entity, locus, threat).
    package var sightings: [Sighting] = []
    /// Of the whole document, with its last batch: counted again whenever it is read again.
    package var orphans: [(asn: UInt32, condition: Condition, rows: Int)] = []
    package var rejects: [Reject] = []
    package var mails: [MailTaking] = []
    package var scores: [EPSSScore] = []
    /// Points that a certain exploitation gives: a threat whose points by its score move is judged again.
    package var scorePoints = 0
    package var statedTime: Instant?
    /// For full lists: one time for all batches of the document, by which it is before or after other lists of its
    /// feed.
    package var listTime: Instant?
    /// Items durable after this batch.
    package var nextItem: Int
    /// Parts durable of the next batch, when this one is a part of it.
    package var nextPart = 0
    /// The document is read to its end: the summary's counts of contents, and whether it may close findings.
    package var closing: DocumentClosing?
    /// Leaf of the change for the ledger; observation batches only.
    package var entries: [Entry] = []

    package init(document: Int64, feed: FeedDescription, at: Instant, nextItem: Int) {
        self.document = document
        self.feed = feed
        self.at = at
        self.nextItem = nextItem
    }
}

/// What is said once at the end of a document.
package struct DocumentClosing: Sendable {
    /// Counts of contents; counts of changes are added by the store.
    package var summary: DocumentSummary
    /// Set for full lists of observations: the list's stated time and whether it may close.
    package var fullList: FullListClosing?

    package init(summary: DocumentSummary, fullList: FullListClosing?) {
        self.summary = summary
        self.fullList = fullList
    }
}

/// What a batch changed.
package struct BatchOutcome: Sendable, Hashable {
    package var newReports = 0
    package var newRevisions = 0
    package var unchanged = 0
    package var newFindings = 0
    /// Receipts that became due.
    package var receipts = 0
    /// Nothing was stored: the document was asked to be read again meanwhile, by another register or other readers.
    package var isStale = false
    /// The threats that the batch changed, as they were folded; each is due for judgement.
    package var folded: [FoldedThreat] = []
}

/// A threat as a batch left it, so that judging it at once need not read it back.
package struct FoldedThreat: Sendable, Hashable {
    package var no: Int64
    /// The batch's time; another one in the store means that it has moved since.
    package var changed: Instant
    package var assessment: ThreatAssessment
}

extension Store {
    /// One batch, one transaction: reports and their revisions, the threats they touch folded anew, findings, orphans,
    /// rejects, scores, entries, `next_item` and `next_part`. *A crash before the commit: the same items are read
    /// again. After it: reading goes on behind them.* Applying a batch twice changes nothing the second time.
    package func apply(_ batch: DocumentBatch) async throws -> BatchOutcome {
        try await write("storing items of document \(batch.document)") { db in
            var outcome = BatchOutcome()
            if let round = batch.round {
                let now = try Int.fetchOne(
                    db, sql: "SELECT round FROM document WHERE id = ?", arguments: [batch.document])
                outcome.isStale = now != round
                if outcome.isStale { return outcome }
            }
            var writer = try ReportWriter(db: db, batch: batch)
            for report in batch.reports { try writer.save(report, &outcome) }
            for mail in batch.mails { try Store.take(mail, batch, &writer, &outcome, in: db) }
            try writer.foldTouchedThreats()
            outcome.folded = writer.folded
            let listed = batch.feed.isSnapshot ? batch.listTime?.microseconds ?? 0 : 0
            outcome.newFindings = try Store.save(
                batch.sightings, feed: batch.feed.id, document: batch.document, listed: listed,
                expiry: batch.feed.expiresAfter.map { batch.at.adding(seconds: -$0) }, in: db)
            try Store.saveOrphans(batch, in: db)
            try Store.saveRejects(batch, in: db)
            try Store.saveScores(of: batch, in: db)
            let summary = try Store.advance(batch, outcome, in: db)
            let settled = try Store.settleRejects(batch, summary, in: db)
            try Store.append(batch.entries + settled, in: db)
            return outcome
        }
    }

    private static func saveOrphans(_ batch: DocumentBatch, in db: Database) throws {
        guard batch.closing != nil else { return }
        try db.execute(sql: "DELETE FROM orphan WHERE document = ?", arguments: [batch.document])
        let put = try HotStatement(
            db,
            """
            INSERT INTO orphan(document, asn, threat, rows) VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET rows = rows + excluded.rows
            """)
        for orphan in batch.orphans {
            put.bind(batch.document, 1)
            put.bind(Int64(orphan.asn), 2)
            put.bind(orphan.condition.threat.text, 3)
            put.bind(orphan.rows, 4)
            try put.run()
        }
    }

    /// Moves `next_item` and `next_part`, adds the change counts to the summary, and at the end marks the document
    /// done.
    private static func advance(
        _ batch: DocumentBatch, _ outcome: BatchOutcome, in db: Database
    ) throws -> DocumentSummary {
        let stored = try String.fetchOne(
            db, sql: "SELECT summary FROM document WHERE id = ?", arguments: [batch.document])
        var summary = try stored.map { try StoredJSON.decode(DocumentSummary.self, $0) } ?? DocumentSummary()
        if let closing = batch.closing {
            let before = summary
            summary = closing.summary
            summary.newReports = before.newReports
            summary.newRevisions = before.newRevisions
            summary.unchanged = before.unchanged
            summary.newFindings = before.newFindings
            // A difference settles nothing: what it names late was stored as later lists have left it.
            if let list = closing.fullList { try close(list, batch: batch, in: db) }
        }
        summary.newReports += outcome.newReports
        summary.newRevisions += outcome.newRevisions
        summary.unchanged += outcome.unchanged
        summary.newFindings += outcome.newFindings
        if batch.closing != nil {
            summary.removed = try countRemoved(batch, in: db)
        }
        try db.execute(
            sql: """
                UPDATE document SET next_item = ?, next_part = ?, summary = ?, stated = COALESCE(?, stated),
                    state = CASE WHEN ? THEN 'done' ELSE state END WHERE id = ?
                """,
            arguments: [
                batch.nextItem, batch.nextPart, try StoredJSON.encode(summary), batch.statedTime?.microseconds,
                batch.closing != nil, batch.document,
            ])
        return summary
    }

    /// Reports of a full list's feed that this document, if it is the newest by its stated time, no longer names.
    private static func countRemoved(_ batch: DocumentBatch, in db: Database) throws -> Int {
        guard batch.feed.isSnapshot, batch.feed.format != .scanCSV, let stated = batch.statedTime else { return 0 }
        // Its rejects are stored before: what a cut list does not name may stand behind the cut.
        if try isCut(batch.document, in: db) { return 0 }
        let newer = try Bool.fetchOne(
            db, sql: "SELECT EXISTS(SELECT 1 FROM document WHERE feed = ? AND stated > ?)",
            arguments: [batch.feed.id.text, stated.microseconds])
        if newer ?? false { return 0 }
        return try Int.fetchOne(
            db, sql: "SELECT COUNT(*) FROM report WHERE feed = ? AND revised < ?",
            arguments: [batch.feed.id.text, stated.microseconds]) ?? 0
    }
}
