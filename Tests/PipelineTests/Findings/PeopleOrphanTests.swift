import Storage
import Testing
import Vocabulary

@testable import Pipeline

/// Hosts that people report and nobody registered.
@Suite struct PeopleOrphanTests {
    @Test(arguments: [("user", "reported-spam-source"), ("research", "spam-source")])
    func `hosts are read back under the name under which they are counted`(kind: String, name: String) async throws {
        let yaml = """
            publisher: Test
            kind: \(kind)
            country: AZ
            format: arf
            interval: 1h
            licence: none
            tlp: AMBER
            reliability: B
            """
        let bench = ScanBench(
            bench: try await NoticeBench.make(feeds: ["abuse": yaml], space: "prefixes:\n  - 203.0.113.0/24\n"))
        let text = """
            From: a@b.example
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=feedback-report; boundary="x"

            --x
            Content-Type: message/feedback-report

            Feedback-Type: abuse
            User-Agent: U/1
            Version: 1
            Arrival-Date: Sun, 29 Nov 2026 10:00:00 +0000
            Source-IP: 203.0.113.7

            --x--

            """
        let document = try await bench.ingest("abuse", text, name: "1.eml")
        let analyst = Actor(uid: 1, name: "a", loginUID: nil, roles: [.analyst])
        let counted = try #require(try await bench.bench.engine.perform(FindingOrphans(), as: analyst).first)
        #expect(counted.condition.split(separator: "/").last.map(String.init) == name)
        #expect(counted.rows == 1 && counted.hosts == 1)
        let hosts = try await bench.bench.engine.perform(
            OrphanHosts(asn: nil, condition: counted.condition, limit: 10), as: analyst
        ).hosts
        #expect(hosts.map(\.host) == ["203.0.113.7"] && hosts.map(\.documents) == [[document]])
    }
}
