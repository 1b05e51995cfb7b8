import Ingest
import Testing
import Vocabulary

/// The form 1.1 of the NVD's data feeds, as archives have it; documents made by hand.
@Suite struct `The NVD reader of the form before` {
    private func page(_ items: String) -> String {
        """
        {"CVE_data_type":"CVE","CVE_data_format":"MITRE","CVE_data_version":"4.0","CVE_data_numberOfCVEs":"1",
        "CVE_data_timestamp":"2022-08-31T05:00Z","CVE_Items":[\(items)]}
        """
    }

    private func item(
        id: String = "CVE-2022-0001", text: String = "Gate lets anyone in.", nodes: String = "", impact: String = "{}"
    ) -> String {
        """
        {"cve":{"data_type":"CVE","CVE_data_meta":{"ID":"\(id)","ASSIGNER":"a@example.com"},
        "problemtype":{"problemtype_data":[{"description":[{"lang":"en","value":"CWE-287"}]}]},
        "references":{"reference_data":[{"url":"https://example.net/a","name":"a","refsource":"MISC","tags":[]}]},
        "description":{"description_data":[{"lang":"en","value":"\(text)"}]}},
        "configurations":{"CVE_data_version":"4.0","nodes":[\(nodes)]},"impact":\(impact),
        "publishedDate":"2022-01-18T17:15Z","lastModifiedDate":"2022-01-25T14:49Z"}
        """
    }

    private func match(_ name: String, vulnerable: Bool = true, _ bounds: String = "") -> String {
        #"{"vulnerable":\#(vulnerable),"cpe23Uri":"cpe:2.3:\#(name):*:*:*:*:*:*:*"\#(bounds),"cpe_name":[]}"#
    }

    private func node(_ matches: String, _ children: String = "", joined: String = "OR") -> String {
        #"{"operator":"\#(joined)","children":[\#(children)],"cpe_match":[\#(matches)]}"#
    }

    @Test func `an item gives what it says`() throws {
        let impact = """
            {"baseMetricV3":{"cvssV3":{"version":"3.1","vectorString":"CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:N/I:H/A:N",
            "baseScore":6.5},"impactScore":3.6},
            "baseMetricV2":{"cvssV2":{"version":"2.0","vectorString":"AV:N/AC:L/Au:N/C:N/I:P/A:N","baseScore":5.0}}}
            """
        let batch = read(page(item(impact: impact)).utf8, feed(.nvd))
        #expect(batch.rejects.isEmpty)
        #expect(batch.statedTime == Instant("2022-08-31T05:00:00Z"))
        let report = try #require(batch.reports.first)
        #expect(report.sourceID == "CVE-2022-0001" && report.status == .published)
        #expect(report.published == Instant("2022-01-18T17:15:00Z"))
        #expect(report.revised == Instant("2022-01-25T14:49:00Z"))
        #expect(report.summary == "Gate lets anyone in." && report.links == ["https://example.net/a"])
        let statement = try #require(report.vulnerabilities.first)
        #expect(statement.id == "CVE-2022-0001" && statement.weaknesses == ["CWE-287"])
        #expect(statement.scores.map(\.version) == ["3.1", "2.0"] && statement.scores.map(\.baseTenths) == [65, 50])
    }

    @Test func `criteria are affected, on a condition of hardware too; on another one they are a question`() throws {
        let plain = node(match("a:v:p:*", #","versionStartIncluding":"1.0","versionEndExcluding":"1.4""#))
        let firmware = node(
            "", node(match("o:v:f_firmware:1.0")) + "," + node(match("h:v:f:-", vulnerable: false)), joined: "AND")
        let mixed = node(
            "", node(match("a:v:tool:2.0")) + "," + node(match("o:m:os:-", vulnerable: false)), joined: "AND")
        let batch = read(page(item(nodes: [plain, firmware, mixed].joined(separator: ","))).utf8, feed(.nvd))
        let found = try #require(batch.reports.first?.vulnerabilities.first).products
        #expect(found.map(\.product) == ["p", "f_firmware", "tool"])
        #expect(found.map(\.status) == [.affected, .affected, .unknown])
        #expect(found[0].versions == [VersionRange(from: "1.0", before: "1.4", through: nil)])
    }

    @Test func `a rejected one is known by its text, and a broken one costs itself alone`() {
        let rejected = item(id: "CVE-2022-0002", text: "** REJECT ** Not used.")
        let broken = #"{"cve":{"CVE_data_meta":{"ID":"no id"}}}"#
        let bare = #"{"cve":{"CVE_data_meta":{"ID":"CVE-2022-0004"}},"publishedDate":"2022-01-18T17:15Z"}"#
        let batch = read(page([rejected, broken, bare, item()].joined(separator: ",")).utf8, feed(.nvd))
        #expect(batch.reports.map(\.sourceID) == ["CVE-2022-0002", "CVE-2022-0001"])
        #expect(batch.reports.map(\.status) == [.rejected, .published])
        #expect(batch.rejects.map(\.place) == ["CVE_Items[1].cve.CVE_data_meta.ID", "CVE_Items[2].cve"])
        #expect(batch.rejects.map(\.reason) == [.badValue, .missingField])
    }
}
