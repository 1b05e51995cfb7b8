import Ingest
import Storage
import Testing
import Vocabulary

@testable import Pipeline

/// Rejects of a full list's older documents, when a newer one no longer holds them.
@Suite struct MendedRejectTests {
    private static let yaml = """
        publisher: A catalogue
        kind: foreign-cert
        country: INT
        format: kev
        interval: 1d
        licence: ours
        tlp: CLEAR
        reliability: B
        snapshot: true
        """
    private static let old = Reject(.badValue, place: "vulnerabilities[7].dateAdded", message: "no day")

    private final class Lists {
        let bench: NoticeBench
        private var day = 0
        private var documents: [Int64] = []

        init() async throws { bench = try await NoticeBench.make(feeds: ["kev": MendedRejectTests.yaml]) }

        /// One list with these reports and rejects, a day behind the last one; returns its summary.
        @discardableResult
        func list(
            _ rejects: [Reject], of ids: [String] = ["CVE-2031-0001"]
        ) async throws -> DocumentSummary? {
            day += 1
            let (engine, feed) = (bench.engine, try #require(bench.engine.feeds[FeedID(unchecked: "kev")]))
            let digest = try #require(Digest(bytes: [UInt8](repeating: UInt8(day), count: 32)))
            let stated = try ThreatBench.day(day)
            let intake = DocumentIntake(
                feed: feed.id, digest: digest, name: "kev.json", received: engine.now(), bytes: 1)
            guard case .new(let document) = try await engine.store.intake(intake) else { return nil }
            documents.append(document)
            var batch = DocumentBatch(document: document, feed: feed, at: engine.now(), nextItem: 1)
            batch.reports = ids.map { id in
                var report = Report(sourceID: id, kind: .exploitation, digest: digest, revised: stated, title: id)
                report.vulnerabilities = [VulnerabilityStatement(id: id)]
                return report
            }
            (batch.rejects, batch.statedTime) = (rejects, stated)
            var summary = DocumentSummary()
            (summary.reports, summary.rejects) = (ids.count, rejects.count)
            batch.closing = DocumentClosing(summary: summary, fullList: nil)
            _ = try await engine.store.apply(batch)
            bench.pass(hours: 24)
            return try await engine.store.document(document)?.summary
        }

        /// Whether the old reject still stands.
        func stands() async throws -> Bool {
            var query = RejectQuery()
            (query.reason, query.document, query.each) = (.badValue, documents.first, true)
            return try await !bench.engine.store.rejects(query).isEmpty
        }
    }

    @Test func `a list without them resolves them`() async throws {
        let lists = try await Lists()
        try await lists.list([Self.old])
        #expect(try await lists.stands())
        try await lists.list([])
        #expect(try await !lists.stands())
    }

    @Test(arguments: Reject.Reason.allCases) func `a list that is cut resolves none, one with other rejects does`(
        reason: Reject.Reason
    ) async throws {
        let lists = try await Lists()
        try await lists.list([Self.old])
        try await lists.list([Reject(reason, place: "kev.json", message: "something else")])
        let cuts: [Reject.Reason] = [.truncated, .overLimit, .unsafeArchive, .notThisFormat, .integrity, .brokenOff]
        #expect(try await lists.stands() == cuts.contains(reason))
        try await lists.list([])
        #expect(try await !lists.stands())
    }

    @Test func `one of which more rejects were counted than have rows resolves none of their reason`() async throws {
        let lists = try await Lists()
        try await lists.list([Self.old])
        let many = (0..<Store.rejectsKept).map { Reject(.badValue, place: "other[\($0)]", message: "x") }
        try await lists.list(many + [Self.old])
        #expect(try await lists.stands())
        let more = (0...Store.rejectsKept).map { Reject(.malformed, place: "other[\($0)]", message: "x") }
        try await lists.list(more)
        #expect(try await !lists.stands())
    }

    @Test func `what a cut list does not name was not removed`() async throws {
        let lists = try await Lists()
        try await lists.list([], of: ["CVE-2031-0001", "CVE-2031-0002"])
        let cut = Reject(.truncated, place: "kev.json", message: "the document ends before its list does")
        #expect(try await lists.list([cut])?.removed == 0)
        #expect(try await lists.list([])?.removed == 1)
    }
}
