import Ingest
import Storage
import Testing
import Vocabulary

@testable import Pipeline

/// Which of an item's revisions counts when its source corrects it and leaves its date.
@Suite struct CurrentRevisionTests {
    private static let yaml = """
        publisher: News
        kind: research
        country: INT
        format: syndication
        interval: 1h
        licence: ours
        tlp: CLEAR
        reliability: B
        """
    private let admin = Actor(uid: 1, name: "admin", loginUID: nil, roles: Set(Role.allCases))
    private let feed = FeedID(unchecked: "news")

    private func bench() async throws -> NoticeBench { try await NoticeBench.make(feeds: ["news": Self.yaml]) }

    private func document(_ title: String, built: String? = nil, date: String? = "2026-11-20T08:00:00Z") -> [UInt8] {
        let built = built.map { "<lastBuildDate>2026-11-20T\($0):00Z</lastBuildDate>" } ?? ""
        let date = date.map { "<pubDate>\($0)</pubDate>" } ?? ""
        let item = "<item><guid>a</guid><title>\(title)</title>\(date)</item>"
        return Array("<rss version='2.0'><channel>\(built)\(item)</channel></rss>".utf8)
    }

    private func handIn(_ bytes: [UInt8], to bench: NoticeBench) async throws {
        let upload = try await bench.engine.beginUpload(
            feed: feed, name: "x", as: admin, reason: nil, dryRun: false)
        try bytes.withUnsafeBytes { try upload.append($0) }
        #expect(try await bench.engine.finish(upload).summary.rejects == 0)
    }

    private func poll(_ bytes: [UInt8], at: Instant, into bench: NoticeBench) async throws {
        let draft = try bench.engine.store.beginRaw(bytesMax: 10_000)
        try bytes.withUnsafeBytes { try draft.append($0) }
        let poll = PollResult(feed: feed, at: at, nextPoll: at, outcome: "a document", succeeded: true)
        let intake = DocumentIntake(
            feed: feed, digest: try draft.commit(), name: "x", received: at, bytes: bytes.count, poll: poll)
        guard case .new(let document) = try await bench.engine.store.intake(intake) else { return }
        try await bench.engine.readDocument(document)
    }

    private func current(_ bench: NoticeBench) async throws -> String? {
        let row = try await bench.engine.store.report(feed: feed, sourceID: "a")
        // What is shown first is what counts.
        let first = try await bench.engine.store.revisions(feed: feed, sourceID: "a").first?.report.title
        #expect(row?.title == first)
        return row?.title
    }

    /// Several wordings, so that no digest is the greater one by chance.
    @Test(arguments: ["one", "two", "three", "four", "five", "six"])
    func `the later document's wins, whichever is read last`(word: String) async throws {
        let (first, second) = (document("as it was", built: "09:00"), document("corrected \(word)", built: "10:00"))
        for order in [[first, second], [second, first], [second, first, second]] {
            let bench = try await bench()
            for bytes in order { try await handIn(bytes, to: bench) }
            #expect(try await current(bench) == "corrected \(word)")
        }
    }

    @Test(arguments: ["one", "two", "three", "four", "five", "six"])
    func `what a source says at a later poll counts where no document states its time`(word: String) async throws {
        let bench = try await bench()
        let now = bench.engine.now()
        try await poll(document("as it was"), at: now, into: bench)
        try await poll(document("corrected \(word)"), at: now.adding(seconds: 3600), into: bench)
        #expect(try await current(bench) == "corrected \(word)")
        // It goes back to its first words, in a document that is not the first one.
        try await poll(document("as it was") + [0x0A], at: now.adding(seconds: 7200), into: bench)
        #expect(try await current(bench) == "as it was")
        // Read late, an older document changes nothing.
        try await poll(document("older"), at: now.adding(seconds: 60), into: bench)
        #expect(try await current(bench) == "as it was")
    }

    @Test func `of documents that were handed in and state no time, order decides nothing`() async throws {
        var found = Set<String?>()
        for order in [["p", "q", "r"], ["r", "q", "p"], ["q", "r", "p"]] {
            let bench = try await bench()
            for title in order { try await handIn(document(title), to: bench) }
            found.insert(try await current(bench))
        }
        #expect(found.count == 1)
    }

    @Test func `when somebody handed in an item without a date decides nothing, and a date it gets then counts`()
        async throws
    {
        var found = Set<String?>()
        for order in [["p", "q", "r"], ["r", "q", "p"], ["q", "r", "p"]] {
            let bench = try await bench()
            for title in order {
                bench.pass(hours: 1)
                try await handIn(document(title, date: nil), to: bench)
            }
            found.insert(try await current(bench))
            // Earlier than all of these were received.
            try await handIn(document("dated"), to: bench)
            #expect(try await current(bench) == "dated")
        }
        #expect(found.count == 1)
    }

    @Test func `a date of the far future holds back no correction`() async throws {
        let bench = try await bench()
        try await handIn(document("false date", built: "09:00", date: "2099-01-01T00:00:00Z"), to: bench)
        try await handIn(document("corrected", built: "10:00"), to: bench)
        let revisions = try await bench.engine.store.revisions(feed: feed, sourceID: "a")
        let doubtful = try #require(revisions.first { $0.report.title == "false date" }?.report)
        #expect(doubtful.published == nil)
        let stated = try #require(Instant("2099-01-01T00:00:00Z"))
        #expect(doubtful.dateDoubts == [
            DateDoubt(.published, .future, stated: stated), DateDoubt(.revised, .future, stated: stated),
        ])
        #expect(try await current(bench) == "corrected")
    }
}
