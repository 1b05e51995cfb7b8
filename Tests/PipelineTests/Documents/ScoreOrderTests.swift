import Analyze
import Foundation
import Storage
import Testing
import Vocabulary

@testable import Pipeline

@Suite struct ScoreOrderTests {
    private static let feed = """
        publisher: P
        kind: research
        country: INT
        interval: 1d
        licence: x
        tlp: CLEAR
        reliability: B

        """
    private let admin = Actor(uid: 1, name: "admin", loginUID: nil, roles: Set(Role.allCases))
    private let cve = "CVE-2026-0001"

    private func bench() async throws -> NoticeBench {
        try await NoticeBench.make(feeds: [
            "epss": Self.feed + "format: epss\nsnapshot: true\n", "cve": Self.feed + "format: cve\n",
        ])
    }

    private func ingest(_ bench: NoticeBench, _ feed: String, _ text: String) async throws {
        let upload = try await bench.engine.beginUpload(
            feed: FeedID(unchecked: feed), name: "x", as: admin, reason: nil, dryRun: false)
        try Array(text.utf8).withUnsafeBytes { try upload.append($0) }
        #expect(try await bench.engine.finish(upload).summary.rejects == 0)
    }

    /// A list of one day with the probability of each CVE in hundred thousandths.
    private func list(_ bench: NoticeBench, day: Int, _ scores: [String: Int]) async throws {
        let rows = scores.sorted { $0.key < $1.key }.map { "\($0.key),\(decimal($0.value)),0.50000\n" }.joined()
        let head = "#model_version:v1,score_date:2026-11-\(day)T12:00:00Z\ncve,epss,percentile\n"
        try await ingest(bench, "epss", head + rows)
    }

    private func decimal(_ value: Int) -> String {
        "0." + String(repeating: "0", count: 5 - String(value).count) + String(value)
    }

    @Test(arguments: [[10, 11, 12], [12, 11, 10], [11, 12, 10]])
    func `of each CVE the latest day's score counts, whichever list is read last`(days: [Int]) async throws {
        let bench = try await bench()
        let lists = [
            10: ["CVE-2026-0001": 10_000, "CVE-2026-0002": 20_000, "CVE-2026-0003": 30_000],
            11: ["CVE-2026-0001": 90_000, "CVE-2026-0002": 21_000], 12: ["CVE-2026-0001": 5_000],
        ]
        for day in days { try await list(bench, day: day, lists[day] ?? [:]) }
        let expected = ["CVE-2026-0001": 5_000, "CVE-2026-0002": 21_000, "CVE-2026-0003": 30_000]
        for (cve, probability) in expected {
            #expect(try await bench.engine.store.scoreHistory(of: cve)?.score.probability == Int32(probability))
        }
    }

    @Test func `a score that creeps moves its threat's points as one that leaps does`() async throws {
        let bench = try await bench()
        let provider = #""providerMetadata":{"orgId":"00000000-0000-4000-8000-000000000001"}"#
        try await ingest(
            bench, "cve",
            #"{"dataType":"CVE_RECORD","dataVersion":"5.1","cveMetadata":{"cveId":"\#(cve)","state":"PUBLISHED","#
                + #""dateUpdated":"2026-11-10T00:00:00.000Z"},"containers":{"cna":{\#(provider),"#
                + #""descriptions":[{"lang":"en","value":"Bad."}]}}}"#)
        // Each step is less than a hundredth.
        for (place, probability) in stride(from: 10_000, through: 19_000, by: 900).enumerated() {
            try await list(bench, day: 10 + place, [cve: probability])
        }
        let parts = try await bench.engine.store.threat(cve).2
        // 0.19 of the points that a certain exploitation gives, rounded.
        let weight = bench.engine.policies.scoring.epss
        #expect(parts.first { $0.rule == "epss" }?.points == (19_000 * weight + 50_000) / 100_000)
    }
}
