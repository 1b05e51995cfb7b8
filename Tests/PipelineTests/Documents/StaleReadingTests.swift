import Ingest
import Storage
import Testing
import Vocabulary

@testable import Pipeline

/// A register that changes while a document is read: what was matched with the old one must not end the reading.
@Suite struct StaleReadingTests {
    private static let yaml = ScanBench.feed()

    @Test func `a batch of a reading that was overtaken stores nothing, and the document stays due`() async throws {
        let bench = try await NoticeBench.make(feeds: ["scans": Self.yaml])
        let (store, now) = (bench.engine.store, bench.engine.now())
        let feed = try #require(bench.engine.feeds[FeedID(unchecked: "scans")])
        let digest = try #require(Digest(bytes: [UInt8](repeating: 7, count: 32)))
        let intake = DocumentIntake(feed: feed.id, digest: digest, name: "scan", received: now, bytes: 1)
        guard case .new(let document) = try await store.intake(intake) else { Issue.record("known"); return }
        var batch = DocumentBatch(document: document, feed: feed, at: now, nextItem: 5)
        batch.round = try await store.document(document)?.round
        batch.rejects = [Reject(.malformed, place: "row[2]", message: "x")]
        batch.closing = DocumentClosing(summary: DocumentSummary(), fullList: nil)
        #expect(try await store.scanAgain(feeds: [feed.id]) == 1)
        let overtaken = try await store.apply(batch)
        #expect(overtaken.isStale)
        let due = try #require(try await store.document(document))
        #expect(!due.isDone && due.nextItem == 0)
        batch.round = due.round
        let current = try await store.apply(batch)
        #expect(!current.isStale)
        #expect(try #require(try await store.document(document)).isDone)
        // Once, although two readings met it.
        var query = RejectQuery()
        query.each = true
        let kept = try await store.rejects(query)
        #expect(kept.count == 1)
    }
}
