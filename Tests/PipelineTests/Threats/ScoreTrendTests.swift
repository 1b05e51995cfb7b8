import GRDB
import Pipeline
@testable import Storage
import Testing
import Vocabulary

@Suite struct ScoreTrendTests {
    private static let cve = "CVE-2031-0001"
    /// The bench's day.
    private let today = Instant(seconds: 1_796_040_000).day

    /// Lists as FIRST publishes them: days before today, and the probability × 100,000.
    private func read(_ lists: [(ago: Int32, probability: Int32)], _ bench: NoticeBench) async throws {
        for list in lists {
            let score = EPSSScore(cve: Self.cve, probability: list.probability, percentile: 50_000)
            let day = UTCDay(number: today.number - list.ago)
            try await bench.engine.store.write("test") { db in
                try Store.saveScores([score], day: day, points: 15, in: db)
            }
        }
    }

    private func history(_ bench: NoticeBench) async throws -> ScoreHistory {
        try #require(try await bench.engine.store.scoreHistory(of: Self.cve))
    }

    @Test func `history keeps only moves of 0.01 and more, each with the day of its list`() async throws {
        let bench = try await NoticeBench.make()
        try await read([(40, 10_000), (39, 10_900), (20, 11_000), (10, 10_500), (3, 31_000)], bench)
        let kept = try await history(bench)
        #expect(kept.kept.map { today.number - $0.day.number } == [40, 20, 3])
        #expect(kept.kept.map(\.probability) == [10_000, 11_000, 31_000])
        #expect(kept.change(over: 7, to: today) == 20_000)
        #expect(kept.change(over: 30, to: today) == 21_000)
        #expect(kept.change(over: 41, to: today) == nil)
        #expect(kept.change(over: 2, to: today) == 0)
    }

    @Test(arguments: [[3, 20, 40], [20, 3, 40], [20, 40, 3], [40, 3, 20], [3, 40, 20]])
    func `lists in any order leave the same history`(order: [Int32]) async throws {
        let bench = try await NoticeBench.make()
        let scores: [Int32: Int32] = [40: 10_000, 20: 31_000, 3: 10_400]
        try await read(order.map { (ago: $0, probability: scores[$0] ?? 0) }, bench)
        let kept = try await history(bench)
        #expect(kept.kept.map { today.number - $0.day.number } == [40, 20, 3])
        #expect(kept.kept.map(\.probability) == [10_000, 31_000, 10_400])
        #expect(kept.score.probability == 10_400)
    }

    @Test(arguments: [[0, 1], [1, 0]])
    func `of two lists of one day the greater score counts`(order: [Int]) async throws {
        let bench = try await NoticeBench.make()
        try await read([(ago: 9, probability: 10_000)], bench)
        try await read(order.map { (ago: 2, probability: [30_000, 50_000][$0]) }, bench)
        let kept = try await history(bench)
        #expect(kept.kept.map(\.probability) == [10_000, 50_000])
        #expect(kept.score.probability == 50_000)
    }

    @Test func `small steps add up to a move`() async throws {
        let bench = try await NoticeBench.make()
        try await read([(30, 10_000), (20, 10_600), (10, 11_200), (5, 11_800)], bench)
        let kept = try await history(bench)
        #expect(kept.kept.map(\.probability) == [10_000, 11_200])
        #expect(kept.score.probability == 11_800)
    }

    @Test func `a rise makes the threat due, counts in its score, and counts no more when 30 days have passed`()
        async throws
    {
        let bench = try await NoticeBench.make()
        let store = bench.engine.store
        try await store.write("test") { db in
            try db.execute(
                sql: """
                    INSERT INTO threat(id, kind, presence, title, standing, first_seen, changed)
                    VALUES (?, 'vulnerability', 'potential', 'T', 'current', 0, 0)
                    """, arguments: [Self.cve])
            try InventoryFindingTests.mention(db.lastInsertedRowID, in: db)
        }
        try await read([(40, 10_000), (0, 40_000)], bench)
        var due = try await store.threatsDue(limit: 10, on: today)
        #expect(due.map(\.epssMove) == [30_000])
        try await store.judgeTrendsAgain(to: today)
        try await store.write("test") { db in try db.execute(sql: "UPDATE threat SET match_due = 0") }
        let later = UTCDay(number: today.number + 29)
        try await store.judgeTrendsAgain(to: later)
        due = try await store.threatsDue(limit: 10, on: later)
        #expect(due.isEmpty)
        let end = UTCDay(number: today.number + 30)
        try await store.judgeTrendsAgain(to: end)
        due = try await store.threatsDue(limit: 10, on: end)
        #expect(due.map(\.epssMove) == [nil])
    }
}
