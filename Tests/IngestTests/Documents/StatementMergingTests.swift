import Testing
import Vocabulary

@testable import Ingest

/// One vulnerability in several entries of one document.
@Suite struct `Entries of one id` {
    /// Hand-made in the shape of CSAF 2.0: product A of `gate`, product B of `door`.
    private func csaf(_ entries: String) throws -> [VulnerabilityStatement] {
        let text = #"""
            {"document":{"csaf_version":"2.0","title":"T","publisher":{"name":"P","namespace":"https://p.example"},
              "tracking":{"id":"T-1","current_release_date":"2031-01-01T00:00:00Z"}},
             "product_tree":{"full_product_names":[
              {"product_id":"A","name":"gate","product_identification_helper":{
                "cpe":"cpe:2.3:a:acme:gate:1:*:*:*:*:*:*:*"}},
              {"product_id":"A2","name":"gate","product_identification_helper":{
                "cpe":"cpe:2.3:a:acme:gate:2:*:*:*:*:*:*:*"}},
              {"product_id":"B","name":"door","product_identification_helper":{
                "cpe":"cpe:2.3:a:acme:door:1:*:*:*:*:*:*:*"}}]},
             "vulnerabilities":[\#(entries)]}
            """#
        let batch = read(text.utf8, feed(.csaf))
        #expect(batch.rejects.isEmpty)
        return try #require(batch.reports.first).vulnerabilities
    }

    private func said(_ statement: VulnerabilityStatement) -> [String] {
        statement.products.map { "\($0.product) \($0.cpe?.split(separator: ":")[5] ?? "") \($0.status.rawValue)" }
    }

    @Test func `none replaces another in a CSAF document, whichever stands last`() throws {
        let affected = #"{"cve":"CVE-2031-0001","product_status":{"known_affected":["A"]}}"#
        let cleared = #"{"cve":"CVE-2031-0001","product_status":{"known_not_affected":["B"]}}"#
        let both = try [csaf(affected + "," + cleared), csaf(cleared + "," + affected)]
        #expect(both.map(\.count) == [1, 1])
        #expect(both.map { said($0[0]).sorted() } == [
            ["door 1 not-affected", "gate 1 affected"], ["door 1 not-affected", "gate 1 affected"],
        ])
    }

    @Test func `ids of a vendor's system are joined as CVEs are, and other ids stay apart`() throws {
        let one = #"{"ids":[{"system_name":"P","text":"PSA-7"}],"product_status":{"known_affected":["A"]}}"#
        let two = #"{"ids":[{"system_name":"P","text":"PSA-7"}],"product_status":{"known_affected":["A2"]}}"#
        let other = #"{"ids":[{"system_name":"P","text":"PSA-8"}],"product_status":{"known_affected":["B"]}}"#
        let found = try csaf([one, other, two].joined(separator: ","))
        #expect(found.map(\.id) == ["PSA-7", "PSA-8"])
        #expect(found.map(said) == [["gate 1 affected", "gate 2 affected"], ["door 1 affected"]])
    }

    @Test func `what one says both ways is kept both ways`() throws {
        let found = try csaf(
            #"{"cve":"CVE-2031-0001","product_status":{"known_affected":["A"]}},"#
                + #"{"cve":"CVE-2031-0001","product_status":{"fixed":["A"]}}"#)
        #expect(found.map(said) == [["gate 1 affected", "gate 1 fixed"]])
    }

    @Test func `a CycloneDX document with an entry for each product states all of them`() throws {
        let text = #"""
            {"bomFormat":"CycloneDX","specVersion":"1.5","serialNumber":"urn:uuid:0b6f5d12-0000-4000-8000-00000000ab00",
             "metadata":{"timestamp":"2031-01-01T00:00:00Z"},
             "components":[{"bom-ref":"a","name":"gate","version":"1"},{"bom-ref":"b","name":"door","version":"2"}],
             "vulnerabilities":[
              {"id":"CVE-2031-0001","analysis":{"state":"exploitable"},"affects":[{"ref":"a"}]},
              {"id":"cve-2031-0001","analysis":{"state":"not_affected"},"affects":[{"ref":"b"}]}]}
            """#
        let report = try #require(read(text.utf8, feed(.cyclonedx)).reports.first)
        #expect(report.title == "1 vulnerability of a product")
        #expect(report.vulnerabilities.map(\.id) == ["CVE-2031-0001"])
        let products = report.vulnerabilities[0].products.map { "\($0.product) \($0.status.rawValue)" }
        #expect(products == ["gate affected", "door not-affected"])
    }

    @Test func `each kind of member is joined`() throws {
        let one = ProductStatement(vendor: "acme", product: "gate", status: .affected)
        var (bounded, more) = (one, one)
        bounded.versions = [VersionRange(exact: "1")]
        more.versions = [VersionRange(exact: "1"), VersionRange(exact: "2")]
        var first = VulnerabilityStatement(id: "X-1")
        (first.aliases, first.weaknesses, first.description) = (["B"], ["CWE-2"], "one")
        (first.remediations, first.ssvc, first.products) = (["update"], ["Automatable": "no"], [bounded])
        first.exploitation = ExploitationStatement(
            listed: UTCDay(number: 9), due: nil, ransomware: false, requiredAction: nil)
        var second = VulnerabilityStatement(id: "X-1")
        (second.aliases, second.weaknesses, second.description) = (["A", "B"], ["CWE-1"], "two")
        (second.remediations, second.ssvc, second.products) = (["update", "leave"], ["Automatable": "yes"], [more])
        second.title = "T"
        second.exploitation = ExploitationStatement(
            listed: UTCDay(number: 7), due: UTCDay(number: 8), ransomware: true, requiredAction: "Act.")
        let digest = try #require(Digest(bytes: [UInt8](repeating: 0, count: 32)))
        var report = Report(sourceID: "R", kind: .advisory, digest: digest, revised: received, title: "R")
        report.vulnerabilities = [first, second]
        StatementMerging.merge(&report)
        var expected = VulnerabilityStatement(id: "X-1")
        (expected.aliases, expected.weaknesses, expected.description) = (["A", "B"], ["CWE-1", "CWE-2"], "one\n\ntwo")
        (expected.remediations, expected.ssvc, expected.title) = (["update", "leave"], ["Automatable": "no"], "T")
        expected.products = [more]
        expected.exploitation = ExploitationStatement(
            listed: UTCDay(number: 7), due: UTCDay(number: 8), ransomware: true, requiredAction: "Act.")
        #expect(report.vulnerabilities == [expected])
        // Without versions it means all of them.
        second.products = [one]
        report.vulnerabilities = [first, second, first]
        StatementMerging.merge(&report)
        #expect(report.vulnerabilities.map(\.products) == [[one]])
    }
}
