import Ingest
import Synchronization
import Testing
import Vocabulary

@testable import Pipeline
@testable import Storage

/// Sources whose lists are well and whose documents are not.
@Suite struct BrokenSourceTests {
    private static let root = "https://vendor.example"
    private static let start = root + "/pmd.json"
    private static let text = """
        publisher: Test
        kind: manufacturer
        country: INT
        url: \(start)
        protocol: csaf-provider
        format: csaf
        interval: 1h
        licence: none
        tlp: CLEAR
        reliability: C
        """

    private let officer = Actor(uid: 1001, name: "leyla", loginUID: nil, roles: [.analyst])

    private struct Bench {
        let notices: NoticeBench
        let feed: FeedDescription
        var engine: Engine { notices.engine }

        init() async throws {
            notices = try await NoticeBench.make(feeds: ["vendor": BrokenSourceTests.text])
            feed = try #require(notices.engine.feeds[FeedID(unchecked: "vendor")])
        }

        func poll(_ fetcher: any Fetcher) async throws -> FetchFailure? {
            let end = try await engine.poll(feed, at: try #require(feed.url), by: fetcher)
            guard case .followed(_, _, let failure) = end else { return nil }
            return failure
        }

        func health() async throws -> FeedHealthView {
            try #require(try await engine.feedHealth(at: engine.now()).first { $0.id == "vendor" })
        }
    }

    /// Lists `count` documents by `index.txt` and serves the first `served` of them.
    private static func provider(_ count: Int, served: Int) -> [String: String] {
        var bodies = [
            start: "{\"metadata_version\": \"2.0\", \"distributions\": [{\"directory_url\": \"\(root)/d/\"}]}",
            root + "/d/index.txt": (1...count).map { "\($0).json\n" }.joined(),
        ]
        for number in 1...count where number <= served { bodies[root + "/d/\(number).json"] = "{\"n\": \(number)}" }
        return bodies
    }

    @Test func `a provider whose documents are all absent fails, also when they are given up`() async throws {
        let bench = try await Bench()
        let broken = TableFetcher(Self.provider(3, served: 0))
        for _ in 1...SourceMemory.triesMax { #expect(try await bench.poll(broken) == .status(404)) }
        broken.asked.withLock { $0 = [] }
        #expect(try await bench.poll(broken)?.kind == "content")
        #expect(broken.asked.withLock { $0 }.allSatisfy { !$0.hasSuffix("1.json") })
        let state = try #require(try await bench.engine.store.feedStates().first { $0.feed == bench.feed.id })
        #expect(state.failures == 9 && state.lastSuccess == nil)
        let health = try await bench.health()
        #expect(health.failingParts == 3 && health.givenUpParts == 3)
        #expect(Set(health.troubles.map(\.kind)) == [.failing, .incomplete])
    }

    @Test func `documents that are given up stand in health until they come or somebody dismisses them`() async throws {
        let bench = try await Bench()
        let lacking = TableFetcher(Self.provider(30, served: 29))
        #expect(try await bench.poll(lacking) == nil)
        // One of thirty that is not there is no trouble yet.
        #expect(try await bench.health().troubles.isEmpty)
        for _ in 2...SourceMemory.triesMax { #expect(try await bench.poll(lacking) == .status(404)) }
        // Given up, it does not keep the rest from being well.
        #expect(try await bench.poll(lacking) == nil)
        var health = try await bench.health()
        #expect(health.givenUpParts == 1 && health.troubles.map(\.kind) == [.incomplete])
        #expect(health.troubles.first?.text.contains(Self.root + "/d/30.json") == true)
        let dismissed = try await bench.engine.perform(
            PartsDismiss(feed: bench.feed.id), as: officer, reason: "the vendor took it back")
        #expect(dismissed.dismissed == 1)
        health = try await bench.health()
        #expect(health.givenUpParts == 0 && health.troubles.isEmpty)
        // It is asked for once a day all the same, and is no news when it is still absent.
        bench.notices.pass(hours: 25)
        #expect(try await bench.poll(lacking) == nil)
        #expect(try await bench.health().troubles.isEmpty)
        bench.notices.pass(hours: 25)
        #expect(try await bench.poll(TableFetcher(Self.provider(30, served: 30))) == nil)
        let memory = try await bench.engine.store.sourceMemory(of: bench.feed.id)
        #expect(memory[Self.root + "/d/30.json"]?.failures == 0)
    }

    @Test func `many absent documents at once are a trouble before they are given up`() async throws {
        let bench = try await Bench()
        #expect(try await bench.poll(TableFetcher(Self.provider(10, served: 5))) == nil)
        let health = try await bench.health()
        #expect(health.troubles.map(\.kind) == [.incomplete] && health.failingParts == 5)
        #expect(health.troubles.first?.text.hasPrefix("5 of 10 documents could not be had") == true)
    }

    @Test func `a part that the lists name no more is no trouble, and comes back as known`() async throws {
        let bench = try await Bench()
        #expect(try await bench.poll(TableFetcher(Self.provider(10, served: 10))) == nil)
        let fewer = TableFetcher(Self.provider(9, served: 9))
        #expect(try await bench.poll(fewer) == nil)
        let part = Self.root + "/d/10.json"
        #expect(try await bench.engine.store.sourceMemory(of: bench.feed.id)[part]?.unlisted != nil)
        let again = TableFetcher(Self.provider(10, served: 10))
        #expect(try await bench.poll(again) == nil)
        #expect(!again.asked.withLock { $0 }.contains(part))
        #expect(try await bench.engine.store.sourceMemory(of: bench.feed.id)[part]?.unlisted == nil)
        #expect(try await bench.poll(fewer) == nil)
        bench.notices.pass(hours: 24 * 31)
        #expect(try await bench.poll(fewer) == nil)
        #expect(try await bench.engine.store.sourceMemory(of: bench.feed.id).count == 9)
    }

    @Test func `the memory of a list is taken from the fetches' own while it is read, and given back`() async throws {
        let bench = try await Bench()
        let bodies = Self.provider(3, served: 3)
        let fetcher = TableFetcher(bodies)
        #expect(try await bench.poll(fetcher) == nil)
        let memory = fetcher.memory.withLock { $0 }
        #expect(memory.held == 0)
        #expect(memory.most == 2 * bodies[Self.start]!.utf8.count)
    }

    @Test func `the server's clock is noted by a poll of many requests`() async throws {
        let bench = try await Bench()
        let ahead = bench.engine.now().adding(seconds: 7200)
        #expect(try await bench.poll(TableFetcher(Self.provider(1, served: 1), serverTime: ahead)) == nil)
        #expect(try await bench.health().clockOffsetSeconds == 7200)
    }
}
