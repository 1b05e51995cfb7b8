import Ingest
import Storage
import Testing
import Vocabulary

@testable import Pipeline

/// Ids that we give ourselves, stated by a source as if they were its vulnerabilities.
@Suite struct OwnThreatIDTests {
    private static let condition = "condition:vulnerable/potentially-unwanted-accessible/open-telnet"
    private static let records = """
        publisher: Somebody
        kind: research
        country: INT
        format: osv
        interval: 1d
        licence: ours
        tlp: CLEAR
        reliability: B
        """

    /// One open telnet with the hospital, seen twice.
    private func bench() async throws -> ScanBench {
        let bench = try await ScanBench.make(["scans": ScanBench.feed(), "records": Self.records])
        try await bench.scan("scans", 1, ["10"])
        return bench
    }

    private func report(_ revised: Int, naming ids: [String]) throws -> Report {
        let digest = try #require(Digest(bytes: [UInt8](repeating: UInt8(revised), count: 32)))
        var report = Report(
            sourceID: "R-1", kind: .vulnerability, digest: digest, revised: try ThreatBench.day(revised), title: "R")
        report.vulnerabilities = ids.map(VulnerabilityStatement.init(id:))
        return report
    }

    private func apply(_ report: Report, to bench: ScanBench) async throws {
        let engine = bench.bench.engine
        let document = try await bench.intake("records", "\(report.digest)")
        let feed = try #require(engine.feeds[FeedID(unchecked: "records")])
        var batch = DocumentBatch(document: document, feed: feed, at: engine.now(), nextItem: 1)
        batch.reports = [report]
        _ = try await engine.store.apply(batch)
        try await engine.judgeDueThreats()
    }

    @Test func `a record under a condition's id is refused, and the findings stay`() async throws {
        let bench = try await bench()
        for id in [Self.condition, "Campaign:4f2a"] {
            let text = #"{"id":"\#(id)","modified":"2026-11-22T00:00:00Z","withdrawn":"2026-11-22T00:00:00Z"}"#
            let document = try await bench.ingest("records", text)
            let summary = try #require(try await bench.bench.engine.store.document(document)?.summary)
            #expect(summary.reports == 0 && summary.rejectReasons == ["bad-value": 1])
        }
        #expect(try await bench.states() == ["192.0.2.10 open"])
    }

    @Test func `whatever a reader lets pass, a report neither becomes a condition nor takes its findings with it`()
        async throws
    {
        let bench = try await bench()
        try await apply(report(20, naming: [Self.condition, "condition:fraud/phishing/x"]), to: bench)
        try await apply(report(21, naming: ["X-1"]), to: bench)
        #expect(try await bench.states() == ["192.0.2.10 open"])
        let threats = try await bench.bench.engine.store.threats(ThreatQuery())
        #expect(threats.map { "\($0.kind) \($0.id)" }.sorted() == ["condition \(Self.condition)", "vulnerability X-1"])
    }
}
