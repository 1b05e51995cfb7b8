import Foundation
import Ingest
import Synchronization
import Testing
import Vocabulary

@testable import Pipeline
@testable import Storage

/// Answers by its script and keeps what it was asked; each text of the script is a document of that content.
private final class ScriptedFetcher: Fetcher {
    enum Line: Sendable {
        case document(String, etag: String?, serverTime: Instant? = nil)
        case outcome(FetchOutcome)
    }

    private struct State {
        var script: [Line]
        var asked: [FetchRequest] = []
    }

    private let state: Mutex<State>
    init(_ script: [Line]) { state = Mutex(State(script: script)) }

    var asked: [FetchRequest] { state.withLock { $0.asked } }
    func add(_ line: Line) { state.withLock { $0.script.append(line) } }

    func fetch(_ request: FetchRequest) async -> FetchOutcome {
        let line = state.withLock { state in
            state.asked.append(request)
            return state.script.isEmpty ? Line.outcome(.notModified()) : state.script.removeFirst()
        }
        switch line {
        case .outcome(let outcome): return outcome
        case .document(let text, let etag, let serverTime):
            guard FileManager.default.createFile(atPath: request.destination, contents: Data(text.utf8)) else {
                return .failed(.local("no file"), retryAfter: nil)
            }
            return .document(bytes: text.utf8.count, etag: etag, lastModified: nil, serverTime: serverTime)
        }
    }
}

struct PollTests {
    private static let feed = """
        publisher: Test
        kind: research
        country: INT
        url: https://feeds.example/list.txt
        format: ipsum
        interval: 1h
        silent_after: 3h
        licence: none
        tlp: CLEAR
        reliability: C
        """

    /// An engine with one feed, and the way to poll it once.
    private struct Bench {
        let notices: NoticeBench
        let fetcher: ScriptedFetcher
        let feed: FeedDescription

        var engine: Engine { notices.engine }

        init(_ script: [ScriptedFetcher.Line]) async throws {
            notices = try await NoticeBench.make(feeds: ["test": PollTests.feed])
            fetcher = ScriptedFetcher(script)
            feed = try #require(notices.engine.feeds[FeedID(unchecked: "test")])
            engine.use(fetcher)
        }

        func poll() async throws -> PollEnd {
            let end = try await engine.poll(feed, at: try #require(feed.url), by: fetcher)
            if case .document(.new(let document)) = end { try await engine.readDocument(document) }
            return end
        }

        func health() async throws -> FeedHealthView {
            try #require(try await engine.feedHealth(at: engine.now()).first { $0.id == "test" })
        }
    }

    private static func list(_ count: Int, from first: Int = 1) -> String {
        (0..<count).map { "198.51.100.\(first + $0)\t3\n" }.joined()
    }

    @Test func `after 24 answers "not modified", and after a day, the whole document is asked for`() async throws {
        let bench = try await Bench([.document(Self.list(5), etag: "\"a\"")])
        _ = try await bench.poll()
        for _ in 1...24 {
            bench.notices.pass(seconds: 60)
            _ = try await bench.poll()
        }
        #expect(bench.fetcher.asked.map(\.etag) == [nil] + [String?](repeating: "\"a\"", count: 24))
        bench.fetcher.add(.document(Self.list(5), etag: "\"a\""))
        _ = try await bench.poll()
        #expect(bench.fetcher.asked.last?.etag == nil)
        _ = try await bench.poll()
        #expect(bench.fetcher.asked.last?.etag == "\"a\"")
        bench.notices.pass(hours: 24)
        _ = try await bench.poll()
        #expect(bench.fetcher.asked.last?.etag == nil)
        #expect(try await bench.health().validatorsLie == false)
    }

    @Test func `validators that stay while the bytes change are not used again until they change too`() async throws {
        let bench = try await Bench([
            .document(Self.list(5), etag: "\"a\""), .document(Self.list(6), etag: "\"a\""),
            .document(Self.list(7), etag: "\"a\""), .document(Self.list(8), etag: "\"b\""),
        ])
        for _ in 1...2 { _ = try await bench.poll() }
        #expect(try await bench.health().validatorsLie)
        for _ in 1...2 { _ = try await bench.poll() }
        #expect(bench.fetcher.asked.map(\.etag) == [nil, "\"a\"", nil, nil])
        #expect(try await bench.health().validatorsLie == false)
        _ = try await bench.poll()
        #expect(bench.fetcher.asked.last?.etag == "\"b\"")
    }

    @Test func `a document without validators leaves none of the one before`() async throws {
        let bench = try await Bench([.document(Self.list(5), etag: "\"a\""), .document(Self.list(6), etag: nil)])
        for _ in 1...3 { _ = try await bench.poll() }
        #expect(bench.fetcher.asked.map(\.etag) == [nil, "\"a\"", nil])
    }

    @Test func `an empty body is a failure, however well the server meant it`() async throws {
        let bench = try await Bench([.document("", etag: nil)])
        guard case .failed(.empty) = try await bench.poll() else {
            Issue.record("an empty body was taken")
            return
        }
        #expect(try await bench.health().lastOutcome == "failed: empty: 200 without a byte")
    }

    @Test func `each trouble is told once, and the recovery once`() async throws {
        let down = ScriptedFetcher.Line.outcome(.failed(.status(503), retryAfter: nil))
        let bench = try await Bench([.document(Self.list(5), etag: nil), down, down, down])
        let told = Mutex<[String]>([])
        let watch = AlarmWatch(engine: bench.engine) { name, _ in told.withLock { $0.append(name) } }
        _ = try await bench.poll()
        try await watch.look()
        #expect(told.withLock { $0 }.isEmpty)
        for _ in 1...3 { _ = try await bench.poll() }
        for _ in 1...2 { try await watch.look() }
        #expect(told.withLock { $0 } == ["feed-failing:test"])
        bench.notices.pass(hours: 4)
        // Another watch, as after a restart: what was told stands in the store.
        let second = AlarmWatch(engine: bench.engine) { name, _ in told.withLock { $0.append(name) } }
        for _ in 1...2 { try await second.look() }
        #expect(told.withLock { $0 } == ["feed-failing:test", "feed-silent:test"])
        bench.fetcher.add(.document(Self.list(6), etag: nil))
        _ = try await bench.poll()
        for _ in 1...2 { try await second.look() }
        #expect(told.withLock { $0 } == ["feed-failing:test", "feed-silent:test", "feed-well:test"])
    }

    @Test func `health tells items, latency and drift, and status says it`() async throws {
        let bench = try await Bench((1...5).map { .document(Self.list(40, from: $0), etag: nil) })
        for _ in 1...5 {
            bench.notices.pass(seconds: 60)
            _ = try await bench.poll()
        }
        var health = try await bench.health()
        #expect(health.items == 40 && health.rejects == 0 && health.troubles.isEmpty)
        #expect(health.polls == 5 && health.pollsWell == 5 && health.latencyMedianMs == 0)
        bench.fetcher.add(.document(Self.list(2), etag: nil))
        bench.notices.pass(seconds: 60)
        _ = try await bench.poll()
        health = try await bench.health()
        #expect(health.troubles.map(\.kind) == [.drifting] && health.troubles[0].text == "2 items; before 40")
        let actor = Actor(uid: 1, name: "a", loginUID: nil, roles: [.analyst])
        let status = try await bench.engine.perform(Status(), as: actor)
        #expect(status.needs.contains {
            $0.need == .feed && $0.text == "test: 2 items; before 40" && $0.command == "ess feed health test"
        })
    }

    @Test func `the server's clock is noted from documents and "not modified", and kept where none tells`()
        async throws
    {
        let bench = try await Bench([])
        let now = bench.engine.now()
        bench.fetcher.add(.document(Self.list(5), etag: "\"a\"", serverTime: now.adding(seconds: -90)))
        _ = try await bench.poll()
        #expect(try await bench.health().clockOffsetSeconds == -90)
        bench.fetcher.add(.outcome(.notModified(serverTime: now.adding(seconds: 30))))
        _ = try await bench.poll()
        #expect(try await bench.health().clockOffsetSeconds == 30)
        _ = try await bench.poll()
        #expect(try await bench.health().clockOffsetSeconds == 30)
    }
}
