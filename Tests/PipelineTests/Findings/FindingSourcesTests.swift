import GRDB
import Ingest
import Testing
import Vocabulary

@testable import Pipeline
@testable import Storage

/// A finding that several feeds name: each speaks for itself, and the order of arrival decides nothing.
@Suite struct FindingSourcesTests {
    private static let feeds = [
        "lists": ScanBench.feed("snapshot: true"), "more": ScanBench.feed("snapshot: true"),
        "events": ScanBench.feed("expires_after: 10d"),
    ]

    @Test func `one feed's lists do not close what another still sees, and both close it`() async throws {
        let bench = try await ScanBench.make(Self.feeds)
        try await bench.scan("lists", 10, ["10", "11"])
        try await bench.scan("events", 25, ["10"])
        for day in [11, 12, 13] { try await bench.scan("lists", day, ["11"]) }
        #expect(try await bench.states() == ["192.0.2.10 open", "192.0.2.11 open"])
        // 2026-12-06: the event is older than ten days.
        bench.bench.pass(hours: 6 * 24)
        #expect(try await bench.bench.engine.expireFindings() == 1)
        #expect(try await bench.states() == ["192.0.2.10 closed age", "192.0.2.11 open"])
    }

    @Test func `an event does not keep alive what it never saw, nor end what lists still name`() async throws {
        let bench = try await ScanBench.make(Self.feeds)
        try await bench.scan("events", 12, ["10"])
        try await bench.scan("lists", 11, ["10", "11"])
        bench.bench.pass(hours: 24)
        _ = try await bench.bench.engine.expireFindings()
        #expect(try await bench.states() == ["192.0.2.10 open", "192.0.2.11 open"])
        for day in [13, 14, 15] { try await bench.scan("lists", day, ["11"]) }
        #expect(try await bench.states() == ["192.0.2.10 closed age", "192.0.2.11 open"])
    }

    @Test(arguments: 0..<8)
    func `documents of three feeds give the same findings in any order`(_ seed: Int) async throws {
        var random = SeededScans(state: UInt64(seed) &* 977 &+ 5)
        var documents: [(feed: String, day: Int, hosts: [String])] = []
        for day in 14...27 {
            for feed in ["lists", "more", "events"] where random.next() % 3 > 0 {
                let hosts = (1...8).filter { _ in random.next() % 4 > 0 }.map(String.init)
                if !hosts.isEmpty { documents.append((feed, day, hosts)) }
            }
        }
        var seen: [[String]] = []
        for round in 0..<2 {
            let bench = try await ScanBench.make(Self.feeds)
            for document in round == 0 ? documents : documents.shuffled(using: &random) {
                try await bench.scan(document.feed, document.day, document.hosts)
            }
            _ = try await bench.bench.engine.expireFindings()
            var rows: [String] = []
            for row in try await bench.rows() {
                let document = try #require(try await bench.bench.engine.store.document(row.document ?? 0))
                rows.append(
                    "\(row.locus.text) \(row.state.rawValue) \(row.reason ?? "-") \(row.feed) \(row.firstSeen) "
                        + "\(row.lastSeen) \(row.daysSeen) \(document.digest) \(row.item)")
            }
            seen.append(rows)
        }
        #expect(seen[0] == seen[1])
        #expect(!seen[0].isEmpty)
    }

    @Test func `a baseline that says the same a day later withholds nothing`() async throws {
        let bench = try await ScanBench.make(Self.feeds)
        let (engine, released) = (bench.bench.engine, FeedID(unchecked: "lists"))
        try await bench.scan("lists", 28, ["10"])
        try await engine.store.setFeed(released, paused: nil, released: true, at: engine.now(), entries: [])
        try await bench.scan("events", 29, ["10"])
        let owed = try await engine.store.findingsOwed(entities: 10, labels: engine.feedLabels)
        #expect(owed.map(\.feed) == [released])
        #expect(owed.map(\.lastSeen.day.description) == ["2026-11-28"])
    }

    @Test func `a baseline's word is not told because lists that were released have closed theirs`() async throws {
        var feeds = Self.feeds
        feeds["found"] = ScanBench.feed()
        let bench = try await ScanBench.make(feeds)
        let (engine, released) = (bench.bench.engine, FeedID(unchecked: "lists"))
        try await engine.store.setFeed(released, paused: nil, released: true, at: engine.now(), entries: [])
        try await bench.scan("found", 9, ["10"])
        try await bench.scan("lists", 10, ["10", "11"])
        let both = try await engine.store.findingsOwed(entities: 10, labels: engine.feedLabels)
        #expect(both.count == 2)
        for day in [11, 12, 13] { try await bench.scan("lists", day, ["11"]) }
        #expect(try await bench.states() == ["192.0.2.10 open", "192.0.2.11 open"])
        let owed = try await engine.store.findingsOwed(entities: 10, labels: engine.feedLabels)
        #expect(owed.map(\.locus.text) == ["192.0.2.11:23/tcp"])
    }

    @Test func `what waits for people is what a released feed's own word can tell`() async throws {
        let bench = try await ScanBench.make(Self.feeds)
        let (engine, released) = (bench.bench.engine, FeedID(unchecked: "events"))
        try await bench.scan("lists", 28, ["10"])
        try await bench.scan("events", 29, ["10"])
        try await engine.store.setFeed(released, paused: nil, released: true, at: engine.now(), entries: [])
        let threat = try #require(try await bench.rows().first?.threatNumber)
        for (word, owed, isCertain) in [("possible", [], false), ("probable", [.probable], false),
            ("certain", [.certain], true)] as [(String, [Confidence], Bool)] {
            try await engine.store.write("test") { db in
                try db.execute(
                    sql: "UPDATE finding_source SET confidence = ? WHERE feed = 'events'", arguments: [word])
            }
            let told = try await engine.store.findingsOwed(entities: 10, labels: engine.feedLabels)
            #expect(told.map(\.confidence) == owed)
            #expect(told.allSatisfy { $0.feed == released })
            #expect(try await engine.store.queueFacts(ofThreat: threat).hasCertainFinding == isCertain)
            let rows = try await engine.store.statusRows(threshold: 101, for: "leyla", at: engine.now())
            #expect(rows.threats.isEmpty != isCertain)
            // The row bears the words of the baseline or of the released feed; who waits follows from who can tell.
            #expect(rows.untold.released == owed.count)
            #expect(rows.untold.baseline.map(\.findings) == (owed.isEmpty ? [1] : []))
        }
    }

    /// How often the bench's threats were to be judged again, and how often something ended by age.
    private func turns(_ bench: ScanBench) async throws -> [Int] {
        try await bench.bench.engine.store.read("test") { db in
            let due = try Int.fetchOne(db, sql: "SELECT SUM(match_due) FROM threat")
            let ended = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM entry WHERE event = 'expired'")
            return [due ?? 0, ended ?? 0]
        }
    }

    @Test func `what another keeps open is not closed again and again`() async throws {
        let bench = try await ScanBench.make(Self.feeds)
        let engine = bench.bench.engine
        // The row bears the words of what ended, because that was seen last.
        try await bench.scan("lists", 11, ["10", "11"])
        try await bench.scan("events", 25, ["10"])
        bench.bench.pass(hours: 6 * 24)
        #expect(try await engine.expireFindings() == 1)
        #expect(try await bench.states() == ["192.0.2.10 open", "192.0.2.11 open"])
        let aged = try await turns(bench)
        #expect(aged[1] == 1)
        // The run of another day.
        let now = engine.now()
        let again = try await engine.store.expireFindings(
            of: FeedID(unchecked: "events"), before: now.adding(seconds: -10 * 86_400), after: 0, entities: 200,
            at: now)
        #expect(again.closed == 0)
        #expect(try await turns(bench) == aged)
    }

    @Test func `a list does not judge again what it ended and another keeps open`() async throws {
        var feeds = Self.feeds
        feeds["found"] = ScanBench.feed()
        let bench = try await ScanBench.make(feeds)
        try await bench.scan("found", 9, ["10"])
        try await bench.scan("lists", 10, ["10", "11"])
        for day in [11, 12, 13] { try await bench.scan("lists", day, ["11"]) }
        let before = try await turns(bench)
        _ = try await bench.bench.engine.store.write("test") { db in
            try Store.settleListed(FeedID(unchecked: "lists"), reopening: false, in: db)
        }
        #expect(try await turns(bench) == before)
    }

    @Test func `of two released feeds the freest label tells`() async throws {
        var feeds = Self.feeds
        feeds["public"] = ScanBench.feed().replacing("tlp: AMBER", with: "tlp: CLEAR")
        let bench = try await ScanBench.make(feeds)
        let engine = bench.bench.engine
        for (feed, day) in [("public", 26), ("events", 28)] {
            try await bench.scan(feed, day, ["10"])
            try await engine.store.setFeed(
                FeedID(unchecked: feed), paused: nil, released: true, at: engine.now(), entries: [])
        }
        let owed = try await engine.store.findingsOwed(entities: 10, labels: engine.feedLabels)
        #expect(owed.map { engine.label(of: $0) } == [.clear])
        // The row that is quoted is of the same document as the label.
        let told = try #require(owed.first?.document)
        #expect(try await engine.store.document(told)?.feed.text == "public")
    }
}

private struct SeededScans: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33 ^ state << 31
    }
}
