import Analyze
import Ingest
import Storage
import Testing
import Vocabulary

@testable import Pipeline

/// Full lists: what they no longer name is not seen, then closed; lists that seem wrong close nothing.
@Suite struct FullListTests {
    private static let ten = (1...10).map(String.init)

    private func bench() async throws -> ScanBench { try await .make(["scans": ScanBench.feed("snapshot: true")]) }

    @Test func `three lists without it close a finding, and a later one that names it opens it`() async throws {
        let bench = try await bench()
        try await bench.scan("scans", 1, ["10", "11"])
        try await bench.scan("scans", 2, ["10"])
        #expect(try await bench.states() == ["192.0.2.10 open", "192.0.2.11 not-seen"])
        try await bench.scan("scans", 3, ["10"])
        #expect(try await bench.states() == ["192.0.2.10 open", "192.0.2.11 not-seen"])
        try await bench.scan("scans", 4, ["10"])
        #expect(try await bench.states() == ["192.0.2.10 open", "192.0.2.11 closed not-listed"])
        try await bench.scan("scans", 5, ["10", "11"])
        #expect(try await bench.states() == ["192.0.2.10 open", "192.0.2.11 open"])
    }

    @Test func `lists decide by their own times, in whatever order they come`() async throws {
        let days: [(day: Int, hosts: [String])] = [
            (1, Self.ten), (2, ["1"]), (3, Self.ten), (4, Array(Self.ten.prefix(6))), (5, Array(Self.ten.prefix(7))),
            (6, Array(Self.ten.prefix(8))),
        ]
        var seen = Set<[String]>()
        var random = SystemRandomNumberGenerator()
        for round in 0..<6 {
            let bench = try await bench()
            let order = round == 0 ? days : round == 1 ? days.reversed() : days.shuffled(using: &random)
            for list in order { try await bench.scan("scans", list.day, list.hosts) }
            seen.insert(try await bench.states())
        }
        // 9 and 10 are missing since the 4th; the list of the 2nd is too short to count.
        let open = ["1", "2", "3", "4", "5", "6", "7", "8"].map { "192.0.2.\($0) open" }
        #expect(seen == [open + ["192.0.2.9 closed not-listed", "192.0.2.10 closed not-listed"]])
    }

    @Test func `a short, empty, broken or cut list closes nothing until somebody confirms it`() async throws {
        let bench = try await bench()
        try await bench.scan("scans", 1, Self.ten)
        for (day, hosts, broken) in [(2, ["1"], 0), (3, Self.ten.dropLast(2), 1)] as [(Int, [String], Int)] {
            try await bench.scan("scans", day, hosts, broken: broken)
        }
        try await bench.ingest("scans", ScanBench.header)
        #expect(try await bench.states() == Self.ten.map { "192.0.2.\($0) open" })
        let doubted = try await bench.bench.engine.store.doubtedLists(of: FeedID(unchecked: "scans"))
        #expect(doubted.map(\.reason) == [
            "has 1 row, under half the median of 10", "has 8 rows that could be read and 1 that could not", "is empty",
        ])
        try await bench.bench.engine.store.confirmList(
            doubted[0].document, of: FeedID(unchecked: "scans"), entries: [])
        // The broken list of the third closes nothing, but names what it names.
        let missing = try await bench.states().filter { $0.hasSuffix("not-seen") }
        #expect(missing == ["192.0.2.9 not-seen", "192.0.2.10 not-seen"])
    }

    @Test func `an old list that is half read opens nothing that later lists have left out`() async throws {
        let bench = try await bench()
        for day in [11, 12, 13] { try await bench.scan("scans", day, ["10"]) }
        let (engine, old) = (bench.bench.engine, try #require(Instant("2026-11-10T08:00:00Z")))
        let document = try await bench.intake("scans", "old")
        let known = try #require(try await bench.rows().first)
        var part = DocumentBatch(
            document: document, feed: try #require(engine.feeds[FeedID(unchecked: "scans")]), at: engine.now(),
            nextItem: 0)
        (part.nextPart, part.listTime) = (1, old)
        for (host, listed) in [("192.0.2.12", old), ("192.0.2.13", try #require(Instant("2026-11-11T09:00:00Z")))] {
            part.listTime = listed
            let locus = Locus.service(try #require(IPAddress(host)), port: 23, transport: .tcp)
            part.sightings = [
                Sighting(
                    entity: known.entityNumber, locus: LocusCode.encode(locus), threat: known.threatNumber,
                    rule: .network, confidence: .certain, firstSeen: old, lastSeen: old, days: [old.day.number],
                    item: 1, evidence: "{}")
            ]
            _ = try await engine.store.apply(part)
        }
        #expect(try await bench.states() == [
            "192.0.2.10 open", "192.0.2.12 closed not-listed", "192.0.2.13 not-seen",
        ])
    }

    @Test func `a list without a time of its own speaks by its receipt`() async throws {
        let feed = ScanBench.feed("snapshot: true").replacing("format: scan-csv", with: "format: indicator-list")
        let bench = try await ScanBench.make(["scans": feed])
        for hosts in ["192.0.2.1\n192.0.2.2\n", "192.0.2.1\n192.0.2.3\n", "192.0.2.1\n192.0.2.4\n"] {
            try await bench.ingest("scans", hosts)
            bench.bench.pass(hours: 24)
        }
        #expect(try await bench.states() == [
            "192.0.2.1 open", "192.0.2.2 not-seen", "192.0.2.3 not-seen", "192.0.2.4 open",
        ])
        try await bench.ingest("scans", "192.0.2.1\n192.0.2.4\n192.0.2.5\n")
        #expect(try await bench.states()[1] == "192.0.2.2 closed not-listed")
    }

    @Test func `a list that goes back to what it said before says it again, by its new receipt`() async throws {
        let feed = ScanBench.feed("snapshot: true").replacing("format: scan-csv", with: "format: indicator-list")
        let bench = try await ScanBench.make(["scans": feed])
        func serve(_ other: Int) async throws -> Int64 {
            bench.bench.pass(hours: 24)
            return try await bench.ingest("scans", "192.0.2.1\n192.0.2.\(other)\n")
        }
        let first = try await serve(2)
        let second = try await serve(3)
        for other in [4, 5] { _ = try await serve(other) }
        #expect(try await bench.states() == [
            "192.0.2.1 open", "192.0.2.2 closed not-listed", "192.0.2.3 not-seen", "192.0.2.4 not-seen",
            "192.0.2.5 open",
        ])
        let back = [
            "192.0.2.1 open", "192.0.2.2 open", "192.0.2.3 closed not-listed", "192.0.2.4 not-seen",
            "192.0.2.5 not-seen",
        ]
        // The second time it is what was said last, and only seen again.
        for _ in 0..<2 {
            #expect(try await serve(2) == first)
            #expect(try await bench.states() == back)
            #expect(try await bench.bench.engine.store.document(first)?.round == 1)
        }
        #expect(try await bench.rows().map(\.daysSeen) == [5, 2, 1, 1, 1])
        #expect(try await serve(3) == second)
        #expect(try await bench.states()[2] == "192.0.2.3 open")
    }

    @Test func `a list that says of when it is is not read again when it comes again`() async throws {
        let bench = try await bench()
        for day in [1, 2, 1] {
            bench.bench.pass(hours: 1)
            try await bench.scan("scans", day, day == 1 ? ["10", "11"] : ["10"])
        }
        #expect(try await bench.states() == ["192.0.2.10 open", "192.0.2.11 not-seen"])
    }

    @Test(arguments: [#"] {"ip":"192.0.2.2"}]"#, #"] , "more": 1"#])
    func `a list that breaks off within its structure closes nothing`(end: String) async throws {
        let feed = ScanBench.feed("snapshot: true\nmapping: {fields: {address: ip}}")
            .replacing("format: scan-csv", with: "format: json")
        let bench = try await ScanBench.make(["scans": feed])
        // Nobody's addresses make the list so long that one reject in it would be borne.
        let others = (1...150).map { #"{"ip":"203.0.113.\#($0)"}"# }.joined(separator: ",")
        try await bench.ingest("scans", #"[{"ip":"192.0.2.1"},{"ip":"192.0.2.2"},"# + others + "]")
        bench.bench.pass(hours: 24)
        try await bench.ingest("scans", #"[{"ip":"192.0.2.1"},"# + others + end)
        #expect(try await bench.states() == ["192.0.2.1 open", "192.0.2.2 open"])
        let doubted = try await bench.bench.engine.store.doubtedLists(of: FeedID(unchecked: "scans"))
        #expect(doubted.map(\.reason) == ["was not read to its end"])
    }

    @Test func `a date that cannot be decides nothing`() async throws {
        let bench = try await bench()
        let row = "2062-01-01 00:00:00,192.0.2.99,tcp,23,,telnet,64512,AZ,BAKU,BAKU,0,0,login:\n"
        let day = "2026-11-28 08:00:00,192.0.2.10,tcp,23,,telnet,64512,AZ,BAKU,BAKU,0,0,login:\n"
        let document = try await bench.ingest("scans", ScanBench.header + day + row)
        #expect(try await bench.bench.engine.store.document(document)?.summary?.doubtedTimes == 1)
        #expect(try await bench.rows().map(\.lastSeen).max() == bench.bench.engine.now())
        try await bench.scan("scans", 29, ["10", "20", "99"])
        #expect(try await bench.states() == ["192.0.2.10 open", "192.0.2.20 open", "192.0.2.99 open"])
    }

    @Test func `what is usual is said by the accepted lists of a fortnight`() {
        func judge(_ rows: Int, _ earlier: [Int], rejects: Int = 0, isCut: Bool = false) -> SnapshotJudgement {
            .judge(FullListFacts(rows: rows, rejects: rejects, isCut: isCut), earlier: earlier)
        }
        #expect(judge(0, []) == .empty)
        #expect(judge(49, [90, 100, 110]) == .shrunken(rows: 49, median: 100))
        #expect(judge(50, [90, 100, 110]) == .accepted)
        #expect(judge(50, [100, 101]) == .shrunken(rows: 50, median: 100))
        #expect(judge(1, []) == .accepted)
        #expect(judge(99, [], rejects: 1) == .accepted)
        #expect(judge(98, [], rejects: 1) == .unreadable(rejects: 1, rows: 98))
        #expect(judge(100, [], isCut: true) == .cut)
        #expect(SnapshotJudgement.judge(FullListFacts(rows: 0, isConfirmed: true), earlier: [100]) == .accepted)
    }
}
