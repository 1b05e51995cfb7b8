import Ingest
import Testing
import Vocabulary

@testable import Pipeline
@testable import Storage

/// Rejects of one document are bounded in rows and unbounded in count; the document is kept whole.
@Suite struct BoundedRejectTests {
    private static let yaml = ScanBench.feed()

    private func rejects(_ range: Range<Int>, _ reason: Reject.Reason = .malformed) -> [Reject] {
        range.map { Reject(reason, place: "row \($0)", message: "x") }
    }

    private func document(_ bench: NoticeBench) async throws -> (Int64, FeedDescription) {
        let feed = try #require(bench.engine.feeds[FeedID(unchecked: "scans")])
        let digest = try #require(Digest(bytes: [UInt8](repeating: 7, count: 32)))
        let intake = DocumentIntake(
            feed: feed.id, digest: digest, name: "scan", received: bench.engine.now(), bytes: 1)
        guard case .new(let document) = try await bench.engine.store.intake(intake) else {
            throw StorageFailure(.conflict, doing: "a test", cause: "the document is known")
        }
        return (document, feed)
    }

    /// Reads the document to its end in two batches.
    private func read(
        _ rejects: [Reject], of document: Int64, _ feed: FeedDescription, _ bench: NoticeBench
    ) async throws {
        let half = rejects.count / 2
        for (index, part) in [rejects[..<half], rejects[half...]].enumerated() {
            var batch = DocumentBatch(
                document: document, feed: feed, at: bench.engine.now(), nextItem: index == 0 ? half : rejects.count)
            batch.rejects = Array(part)
            if index == 1 { batch.closing = DocumentClosing(summary: DocumentSummary(), fullList: nil) }
            _ = try await bench.engine.store.apply(batch)
        }
    }

    private func counts(_ bench: NoticeBench) async throws -> [String: [Int]] {
        let groups = try await bench.engine.store.rejects(RejectQuery())
        return Dictionary(uniqueKeysWithValues: groups.map { ($0.reject.reason.rawValue, [$0.count, $0.countedOnly]) })
    }

    private func rows(_ bench: NoticeBench) async throws -> Int {
        var query = RejectQuery()
        query.each = true
        query.limit = 100_000
        return try await bench.engine.store.rejects(query).count
    }

    @Test func `the first thousand have rows, of each reason at least one, the rest is counted`() async throws {
        let bench = try await NoticeBench.make(feeds: ["scans": Self.yaml])
        let (document, feed) = try await document(bench)
        try await read(rejects(0..<2500) + rejects(2500..<2510, .badValue), of: document, feed, bench)
        #expect(try await counts(bench) == ["malformed": [2500, 1500], "bad-value": [10, 9]])
        #expect(try await rows(bench) == Store.rejectsKept + 1)
        #expect(try await bench.engine.store.rejectCounts(of: document).standing == 2510)
    }

    @Test func `another reading counts anew, and what is read now is gone from rows and counts`() async throws {
        let bench = try await NoticeBench.make(feeds: ["scans": Self.yaml])
        let (document, feed) = try await document(bench)
        let order = ReplayOrder(actor: "user:1:a", reason: nil)
        try await read(rejects(0..<2500), of: document, feed, bench)
        _ = try await bench.engine.store.beginReplay(of: [document], order: order)
        try await read(rejects(0..<2500), of: document, feed, bench)
        #expect(try await counts(bench) == ["malformed": [2500, 1500]])
        #expect(try await rows(bench) == Store.rejectsKept)
        // The first 900 can be read now: their rows are resolved, later ones take their place.
        _ = try await bench.engine.store.beginReplay(of: [document], order: order)
        try await read(rejects(900..<2500), of: document, feed, bench)
        #expect(try await counts(bench) == ["malformed": [1600, 600]])
        #expect(try await bench.engine.store.rejectCounts(of: document).resolved == 900)
        _ = try await bench.engine.store.beginReplay(of: [document], order: order)
        try await read([], of: document, feed, bench)
        #expect(try await counts(bench).isEmpty)
        #expect(try await bench.engine.store.rejectCounts(of: document).standing == 0)
    }

    @Test func `what was closed and is read now is no part of what a document has closed`() async throws {
        let bench = try await NoticeBench.make(feeds: ["scans": Self.yaml])
        let (document, feed) = try await document(bench)
        let store = bench.engine.store
        let dismissal = RejectDismissal(at: bench.engine.now(), actor: "user:1:a", reason: "known")
        func close(_ ordinal: Int) async throws -> Int {
            _ = try await store.dismiss([.reject(RejectID(document: document, ordinal: ordinal))], by: dismissal)
            return try await store.read("test") { db in try Store.dismissedCount(of: document, 3, in: db) }
        }
        try await read(rejects(0..<3), of: document, feed, bench)
        #expect(try await close(0) == 1)
        // Row 0 can be read now, and row 3 cannot any more.
        _ = try await store.beginReplay(of: [document], order: ReplayOrder(actor: "user:1:a", reason: nil))
        try await read(rejects(1..<4), of: document, feed, bench)
        #expect(try await close(0) == 0)
        #expect(try await close(1) == 1)
        #expect(try await close(2) == 2)
        #expect(try await close(3) == 3)
    }
}
