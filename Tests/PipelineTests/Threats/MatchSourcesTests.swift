import GRDB
import Testing
import Vocabulary

@testable import Pipeline
@testable import Storage

/// What a finding by registered software takes from the reports by whose statements it matches, and from no others.
@Suite struct MatchSourcesTests {
    private static let cve = "CVE-2031-0001"

    private func found(_ bench: ThreatBench) async throws -> FindingRow {
        try #require(try await bench.findings().first { $0.threat.text == Self.cve })
    }

    private func release(_ feed: String, _ bench: ThreatBench) async throws {
        try await bench.store.write("test") { db in
            try db.execute(
                sql: """
                    INSERT INTO feed_state(feed, next_poll, released, added) VALUES (?, 0, 1, 0)
                    ON CONFLICT DO UPDATE SET released = 1
                    """, arguments: [feed])
        }
    }

    private func telling(_ bench: ThreatBench) async throws -> FindingTelling {
        try #require(try await bench.store.tellings(of: [try await found(bench)]).first)
    }

    @Test(arguments: [[0, 1, 2], [2, 1, 0], [1, 2, 0], [0, 2, 1]])
    func `it was first seen when the first of them spoke, whatever came first`(order: [Int]) async throws {
        let bench = try await ThreatBench()
        try await bench.register(["7.3"])
        for place in order {
            switch place {
            case 0: try await bench.report("R-1", on: 5, [Said(cve: Self.cve, below: "7.4")], published: 3)
            case 1: try await bench.report("R-1", on: 9, [Said(cve: Self.cve, below: "7.4.1")], published: 3)
            default: try await bench.report("V-1", of: "vendor", on: 20, [Said(cve: Self.cve, below: "7.5")])
            }
        }
        let row = try await found(bench)
        let (first, last) = (try ThreatBench.day(3), try ThreatBench.day(20))
        #expect(row.firstSeen == first && row.lastSeen == last)
        // Published on the 3rd, corrected on the 9th, and the vendor's on the 20th.
        #expect(row.daysSeen == 3)
    }

    @Test func `a person's report that names the vulnerability moves nothing`() async throws {
        let bench = try await ThreatBench()
        try await bench.register(["7.3"])
        try await bench.report("R-1", on: 5, [Said(cve: Self.cve, below: "7.4")])
        try await bench.report("P-1", of: "user-reports", on: 21, [Said(cve: Self.cve)], from: .user, kind: .incident)
        let row = try await found(bench)
        let day = try ThreatBench.day(5)
        #expect(row.firstSeen == day && row.lastSeen == day)
        #expect(row.daysSeen == 1)
    }

    @Test func `the release of a feed that says nothing of its software tells nobody of it`() async throws {
        let bench = try await ThreatBench()
        try await bench.register(["7.3"])
        try await bench.report("R-1", on: 5, [Said(cve: Self.cve, below: "7.4")])
        try await bench.report("P-1", of: "user-reports", on: 6, [Said(cve: Self.cve)], from: .user, kind: .incident)
        try await bench.report(
            "X-1", of: "vex", on: 7, [Said(cve: Self.cve, below: "9", status: .notAffected, product: "door")])
        try await release("user-reports", bench)
        try await release("vex", bench)
        #expect(try await telling(bench).isReleased == false)
        #expect(try await telling(bench).baselines == ["records"])
        #expect(try await bench.store.findingsOwed(entities: 10, labels: FeedLabels([:])).isEmpty)
    }

    @Test func `of several feeds that match it the release of one is enough`() async throws {
        let bench = try await ThreatBench()
        try await bench.register(["7.3"])
        try await bench.report("A-1", of: "advisories", on: 5, [Said(cve: Self.cve, below: "7.4")])
        try await bench.report("R-1", of: "records", on: 6, [Said(cve: Self.cve, below: "7.4")])
        try await bench.report("S-1", of: "second", on: 7, [Said(cve: Self.cve, below: "8.0")])
        #expect(try await telling(bench).baselines == ["advisories", "records", "second"])
        try await release("records", bench)
        #expect(try await telling(bench).isReleased)
        let owed = try await bench.store.findingsOwed(entities: 10, labels: FeedLabels([:]))
        #expect(owed.map(\.threat.text) == [Self.cve])
    }
}
