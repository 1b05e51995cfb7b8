import GRDB
import Testing
import Vocabulary

@testable import Pipeline
@testable import Storage

/// `ess feed confirm` says what it ends before and after, and lists that change nothing settle nothing.
@Suite struct ListConfirmTests {
    private static let feeds = ["scans": ScanBench.feed("snapshot: true"), "events": ScanBench.feed()]
    private static let ten = (1...10).map(String.init)
    private let scans = FeedID(unchecked: "scans")
    private let analyst = Actor(uid: 1001, name: "leyla", loginUID: 1001, roles: [.analyst])

    /// How many it ends, and how many are not seen any more.
    private func confirm(_ document: Int64, in bench: ScanBench, dryRun: Bool = false) async throws -> [Int] {
        let act = ListConfirm(feed: scans, document: document)
        let answer = try await bench.bench.engine.perform(act, as: analyst, reason: "asked them", dryRun: dryRun)
        return [answer.closed, answer.notSeen]
    }

    private func put(_ state: String, host: String, in bench: ScanBench) async throws {
        let locus = Locus.service(try #require(IPAddress(host)), port: 23, transport: .tcp)
        try await bench.bench.engine.store.write("test") { db in
            let place = try HotStatement(db, "UPDATE finding SET state = ? WHERE locus = ?")
            place.bind(state, 1)
            place.bind(LocusCode.encode(locus), 2)
            try place.run()
        }
    }

    @Test func `a dry run says what confirming ends, and the act says the same`() async throws {
        let bench = try await ScanBench.make(Self.feeds)
        let store = bench.bench.engine.store
        try await bench.scan("scans", 1, Self.ten)
        // Another feed keeps the second alive, whatever the lists say.
        try await bench.scan("events", 25, ["2"])
        for day in [2, 3, 4] { try await bench.scan("scans", day, ["1"]) }
        let doubted = try await store.doubtedLists(of: scans).map(\.document)
        #expect(doubted.count == 3)
        let open = Self.ten.map { "192.0.2.\($0) open" }
        #expect(try await confirm(doubted[0], in: bench, dryRun: true) == [0, 8])
        #expect(try await bench.states() == open)
        #expect(try await store.doubtedLists(of: scans).map(\.document) == doubted)
        #expect(try await confirm(doubted[0], in: bench) == [0, 8])
        #expect(try await bench.states() == open.prefix(2) + Self.ten.dropFirst(2).map { "192.0.2.\($0) not-seen" })
        // Of ten, one and one the median is one, so the list of the fourth counts with that of the third.
        #expect(try await confirm(doubted[1], in: bench, dryRun: true) == [8, 0])
        #expect(try await confirm(doubted[1], in: bench) == [8, 0])
        let ended = Self.ten.dropFirst(2).map { "192.0.2.\($0) closed not-listed" }
        #expect(try await bench.states() == open.prefix(2) + ended)
        _ = try await bench.bench.engine.sequence()
        let report = try await LedgerCheck.run(
            dataDirectory: bench.bench.engine.settings.dataDirectory, verifierKey: nil, withStore: true, held: [])
        // The bench gives entities their networks without entries.
        #expect(report.discrepancies.filter { !$0.hasPrefix("entity ") } == [])
    }

    @Test func `a list that counts for nothing, and a difference, settle nothing`() async throws {
        let bench = try await ScanBench.make(Self.feeds)
        try await bench.scan("scans", 1, Self.ten)
        try await bench.scan("scans", 2, Self.ten.dropLast())
        #expect(try await bench.states().last == "192.0.2.10 not-seen")
        // A row that stands otherwise than its lists say shows whether somebody settles it.
        try await put("open", host: "192.0.2.10", in: bench)
        try await bench.scan("scans", 3, ["1"])
        #expect(try await bench.states().last == "192.0.2.10 open")
        try await bench.scan("scans", 4, ["1", "2"], name: "delta.csv")
        #expect(try await bench.states().last == "192.0.2.10 open")
        try await bench.scan("scans", 5, Self.ten.dropLast())
        #expect(try await bench.states().last == "192.0.2.10 not-seen")
    }

    @Test func `a difference that comes late opens nothing that later lists left out`() async throws {
        let bench = try await ScanBench.make(Self.feeds)
        for day in [11, 12, 13] { try await bench.scan("scans", day, ["10"]) }
        try await bench.scan("scans", 10, ["20"], name: "delta.csv")
        try await bench.scan("scans", 12, ["30"], name: "delta.csv")
        #expect(try await bench.states() == [
            "192.0.2.10 open", "192.0.2.20 closed not-listed", "192.0.2.30 not-seen",
        ])
    }
}
