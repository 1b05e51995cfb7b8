import Foundation
import Ingest
import Testing
import Vocabulary

@Suite struct `The NVD reader` {
    private func page(_ items: String) -> String {
        #"{"format":"NVD_CVE","version":"2.0","timestamp":"2026-01-02T03:04:05.000","vulnerabilities":["# + items + "]}"
    }

    private func item(_ members: String, id: String = "CVE-2026-0001") -> String {
        #"{"cve":{"id":"\#(id)","lastModified":"2026-01-01T00:00:00.000","descriptions":[]\#(members)}}"#
    }

    private func products(_ configurations: String) throws -> [ProductStatement] {
        let batch = read(page(item(#","configurations":[\#(configurations)]"#)).utf8, feed(.nvd))
        #expect(batch.rejects.isEmpty)
        return try #require(batch.reports.first?.vulnerabilities.first).products
    }

    private func node(_ matches: String, more: String = "") -> String {
        #"{"operator":"OR","negate":false,"cpeMatch":[\#(matches)]\#(more)}"#
    }

    private func match(_ name: String, _ bounds: String = "", vulnerable: Bool = true) -> String {
        #"{"vulnerable":\#(vulnerable),"criteria":"cpe:2.3:\#(name):*:*:*:*:*:*:*"\#(bounds)}"#
    }

    @Test func `the sample gives what the page says of each CVE`() throws {
        let path = Samples.folder.appendingPathComponent("nvd.json")
        let batch = read(Array(try Data(contentsOf: path)), feed(.nvd))
        #expect(batch.statedTime == Instant("2026-11-21T06:00:00Z"))
        #expect(batch.reports.map(\.status) == [.published, .rejected])
        let report = try #require(batch.reports.first)
        #expect(report.sourceID == "CVE-2026-99001" && report.kind == .vulnerability && report.language == "en")
        #expect(report.title == "Example Networks EdgeGate Authentication Bypass Vulnerability")
        #expect(report.summary == "EdgeGate before 7.4 lets an unauthenticated attacker open a session.")
        #expect(report.revised == Instant("2026-11-20T18:15:11.360Z"))
        let statement = try #require(report.vulnerabilities.first)
        #expect(statement.scores.map(\.version) == ["3.1", "2.0"])
        #expect(statement.scores.map(\.baseTenths) == [98, 100])
        #expect(statement.scores.map(\.source) == ["nvd@nist.gov", "nvd@nist.gov"])
        #expect(statement.ssvc == ["Exploitation": "active", "Automatable": "yes", "Technical Impact": "total"])
        #expect(statement.weaknesses == ["CWE-287"])
        #expect(statement.exploitation == ExploitationStatement(
            listed: UTCDay("2026-11-20"), due: UTCDay("2026-11-27"), ransomware: false,
            requiredAction: "Update to EdgeGate 7.4."))
        #expect(statement.products.map(\.product) == ["edgegate", "gate_firmware"])
        #expect(statement.products.map(\.status) == [.affected, .affected])
        #expect(statement.products[0].versions == [
            VersionRange(from: "7.0", before: "7.4", through: nil),
            VersionRange(from: nil, before: nil, through: "6.9.9"),
        ])
    }

    @Test func `a lower bound left out is left out, and nothing is said of it`() throws {
        let bounds = #","versionStartExcluding":"1.0","versionEndExcluding":"2.0""#
        let found = try products(#"{"nodes":[\#(node(match("a:v:p:*", bounds)))]}"#)
        #expect(found.map(\.status) == [.affected])
        #expect(found[0].versions == [VersionRange(after: "1.0", before: "2.0", through: nil)])
        let both = match("a:v:p:*", bounds) + "," + match("a:v:p:*", #","versionEndIncluding":"1.0""#)
        #expect(try products(#"{"nodes":[\#(node(both))]}"#).map(\.versions) == [[
            VersionRange(after: "1.0", before: "2.0", through: nil), VersionRange(before: nil, through: "1.0"),
        ]])
    }

    @Test func `a condition that an asset alone does not decide leaves a question`() throws {
        let windows = node(match("o:m:windows:-", vulnerable: false))
        let hardware = node(match("h:v:box:-", vulnerable: false))
        func status(_ name: String, _ other: String) throws -> [ProductStatus] {
            try products(#"{"operator":"AND","nodes":[\#(node(match(name))),\#(other)]}"#).map(\.status)
        }
        #expect(try status("a:v:app:*", windows) == [.unknown])
        #expect(try status("o:v:box_firmware:*", hardware) == [.affected])
        #expect(try status("a:v:app:*", hardware) == [.unknown])
        #expect(try status("o:v:box_firmware:*", node(match("h:v:box:-"))) == [.unknown, .unknown])
        let negated = node(match("a:v:app:*")).replacing(#""negate":false"#, with: #""negate":true"#)
        #expect(try products(#"{"nodes":[\#(negated)]}"#).isEmpty)
        let pair = node(match("a:v:one:*") + "," + match("a:v:two:*")).replacing("\"OR\"", with: "\"AND\"")
        #expect(try products(#"{"nodes":[\#(pair)]}"#).map(\.status) == [.unknown, .unknown])
    }

    @Test func `names of a CPE keep what is quoted in them`() throws {
        let found = try products(#"{"nodes":[\#(node(match(#"a:v\\:w:a\\.b:1.0"#)))]}"#)
        #expect(found.map(\.vendor) == ["v:w"] && found.map(\.product) == ["a.b"])
        #expect(found.first?.cpe == #"cpe:2.3:a:v\:w:a\.b:1.0:*:*:*:*:*:*:*"#)
    }

    @Test func `one bad CVE costs no other`() {
        let items = [
            item(""), "{}", item("", id: "CVE-1"), #"{"cve":{"id":"CVE-2026-0001"}}"#, "7",
            item(#","metrics":{"cvssMetricV31":[{"cvssData":{"baseScore":11}}]}"#), item("", id: "CVE-2026-0002"),
        ]
        let batch = read(page(items.joined(separator: ",")).utf8, feed(.nvd))
        #expect(batch.reports.map(\.sourceID) == ["CVE-2026-0001", "CVE-2026-0002"])
        #expect(batch.rejects.map(\.reason) == [.missingField, .badValue, .missingField, .wrongType, .badValue])
        #expect(batch.rejects.map(\.place) == [
            "vulnerabilities[1]", "vulnerabilities[2].cve.id", "vulnerabilities[3].cve", "vulnerabilities[4]",
            "vulnerabilities[5].cve.metrics.cvssMetricV31[0].cvssData.baseScore",
        ])
    }

    @Test(arguments: ["", "{}", "[]", #"{"CVE_Items":{}}"#]) func `what is no page is one reject`(text: String) {
        let batch = read(text.utf8, feed(.nvd))
        #expect(batch.reports.isEmpty && batch.rejects.count == 1 && batch.documents == 0)
    }
}
