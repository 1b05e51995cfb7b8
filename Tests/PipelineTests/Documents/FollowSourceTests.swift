import Ingest
import Synchronization
import Testing
import Vocabulary

@testable import Pipeline
@testable import Storage

@Suite struct FollowSourceTests {
    private static let root = "https://misp.example/feed/"
    private static let feed = """
        publisher: Test
        kind: research
        country: INT
        url: https://misp.example/feed/
        protocol: misp-feed
        format: misp
        interval: 1h
        limits: {requests: 20}
        licence: none
        tlp: CLEAR
        reliability: C
        """

    private static func uuid(_ number: Int) -> String {
        let tail = String(number)
        return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - tail.count) + tail
    }

    /// Thirty events: more than one poll of twenty requests takes.
    private var bodies: [String: String] {
        var bodies: [String: String] = [:]
        let entries = (1...30).map { "\"\(Self.uuid($0))\": {\"timestamp\": \"\(1_700_000_000 + $0)\"}" }
        bodies[Self.root + "manifest.json"] = "{\(entries.joined(separator: ","))}"
        for number in 1...30 {
            bodies[Self.root + Self.uuid(number) + ".json"] = """
                {"Event": {"uuid": "\(Self.uuid(number))", "info": "Event \(number)", "date": "2026-11-01",
                           "timestamp": "\(1_700_000_000 + number)", "Attribute": []}}
                """
        }
        return bodies
    }

    private func poll(_ bench: NoticeBench, _ feed: FeedDescription, _ fetcher: any Fetcher) async throws -> String {
        try await bench.engine.poll(feed, at: try #require(feed.url), by: fetcher).text
    }

    @Test func `a poll ends at its limit, says so, and the next one goes on soon where it stopped`() async throws {
        let bench = try await NoticeBench.make(feeds: ["events": Self.feed])
        let feed = try #require(bench.engine.feeds[FeedID(unchecked: "events")])
        let fetcher = TableFetcher(bodies)
        #expect(try await poll(bench, feed, fetcher) == "19 documents, more to come")
        let state = try #require(try await bench.engine.store.feedStates().first { $0.feed == feed.id })
        #expect(state.nextPoll.seconds(since: bench.engine.now()) == 60)
        #expect(state.failures == 0)
        fetcher.asked.withLock { $0 = [] }
        #expect(try await poll(bench, feed, fetcher) == "11 documents")
        let asked = fetcher.asked.withLock { $0 }
        #expect(asked == [Self.root + "manifest.json"] + (20...30).map { Self.root + Self.uuid($0) + ".json" })
        #expect(try await poll(bench, feed, fetcher) == "nothing new")
        #expect(try await bench.engine.store.sourceMemory(of: feed.id).count == 30)
    }

    @Test func `an event that is gone costs no other; a manifest that is none is a failed poll`() async throws {
        let bench = try await NoticeBench.make(feeds: ["events": Self.feed])
        let feed = try #require(bench.engine.feeds[FeedID(unchecked: "events")])
        var bodies = bodies
        bodies[Self.root + Self.uuid(1) + ".json"] = nil
        let first = try await poll(bench, feed, TableFetcher(bodies))
        #expect(first == "18 documents, more to come")
        let second = try await poll(bench, feed, TableFetcher(bodies))
        #expect(second.hasPrefix("11 documents; event \(Self.uuid(1)): status: 404"))
        bodies[Self.root + "manifest.json"] = "<html>"
        let third = try await poll(bench, feed, TableFetcher(bodies))
        #expect(third.hasPrefix("failed: content"))
        let state = try #require(try await bench.engine.store.feedStates().first { $0.feed == feed.id })
        #expect(state.failures == 1)
        let checks = try await bench.engine.store.checks(of: feed.id)
        #expect(checks.parts == 30 && checks.failingParts == 1 && checks.signatures.isEmpty)
    }
}

@Suite struct DocumentCheckTests {
    private let feed = FeedID(unchecked: "provider")

    private func intake(_ bench: NoticeBench, hashes: DocumentCheck.Hashes) async throws -> IntakeOutcome {
        let draft = try bench.engine.store.beginRaw(bytesMax: 100)
        try Array("{}".utf8).withUnsafeBytes { try draft.append($0) }
        var intake = DocumentIntake(
            feed: feed, digest: try draft.commit(), name: "a.json", received: bench.engine.now(), bytes: 2)
        intake.marks = SourceMarks(reached: ["a": "1"])
        intake.check = DocumentCheck(hashes: hashes, compared: ["sha256"], signature: SignatureVerdict(.unsigned))
        return try await bench.engine.store.intake(intake)
    }

    @Test func `bytes that were refused are due again when a hash agrees, and what was read stays read`() async throws {
        let text = """
            publisher: Test
            kind: research
            country: INT
            format: csaf
            interval: 1h
            licence: none
            reliability: C
            """
        let bench = try await NoticeBench.make(feeds: ["provider": text])
        let store = bench.engine.store
        guard case .new(let id) = try await intake(bench, hashes: .wrong) else {
            Issue.record("the document is known already")
            return
        }
        try await bench.engine.readDocument(id)
        #expect(try await store.rejects(of: id, limit: 9).map(\.reason) == [.integrity])
        #expect(try await store.document(id)?.isDone == true)
        #expect(try await intake(bench, hashes: .match) == .known(document: id))
        #expect(try await store.document(id)?.isDone == false)
        #expect(try await store.rejects(of: id, limit: 9).isEmpty)
        try await bench.engine.readDocument(id)
        #expect(try await store.document(id)?.check?.hashes == .match)
        #expect(try await intake(bench, hashes: .wrong) == .known(document: id))
        #expect(try await store.document(id)?.isDone == true)
        #expect(try await store.document(id)?.check?.hashes == .match)
    }
}
