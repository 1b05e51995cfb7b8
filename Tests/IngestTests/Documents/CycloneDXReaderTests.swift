import Testing
import Vocabulary

@testable import Ingest

@Suite struct `The CycloneDX reader` {
    private func read(_ text: String, chunk: Int = 65_536) -> ReadBatch {
        IngestTests.read(Array(text.utf8), feed(.cyclonedx), name: "vex.json", piece: chunk)
    }

    private static let serial = "urn:uuid:0b6f5d12-0000-4000-8000-00000000abcd"

    /// Hand-made in the shape of the standard; `entries` are those of `vulnerabilities[]`.
    private func document(_ entries: String, metadata: String = "", list: String = "vulnerabilities") -> String {
        #"""
        {"bomFormat":"CycloneDX","specVersion":"1.6","serialNumber":"\#(Self.serial)","version":3,
         "metadata":{"timestamp":"2031-02-03T04:05:06Z",\#(metadata)
           "component":{"bom-ref":"app","name":"Gate","version":"7.2","supplier":{"name":"Example"},
             "cpe":"cpe:2.3:a:example:gate:7.2:*:*:*:*:*:*:*"}},
         "\#(list)":[\#(entries)],
         "components":[{"bom-ref":"zip","name":"zipper","version":"1.4.0","purl":"pkg:npm/zipper@1.4.0",
            "components":[{"bom-ref":"in","group":"org.inner","name":"core","version":"2"}]}]}
        """#
    }

    private func entry(_ state: String?, _ affects: String, id: String = "CVE-2031-17001") -> String {
        let analysis = state.map { #""analysis":{"state":"\#($0)","detail":"x"},"# } ?? ""
        return #"{"id":"\#(id)",\#(analysis)"affects":[\#(affects)]}"#
    }

    @Test(arguments: [1, 17, 65_536]) func `makes one report of a document, revised when it was made`(
        chunk: Int
    ) throws {
        let batch = read(document(entry("in_triage", #"{"ref":"app"}"#)), chunk: chunk)
        #expect(batch.rejects.isEmpty && batch.documents == 1)
        let report = try #require(batch.reports.first)
        #expect(report.sourceID == Self.serial && report.kind == .advisory)
        #expect(report.revised == Instant("2031-02-03T04:05:06Z"))
        #expect(report.title == "1 vulnerability of Gate 7.2" && report.tlp == nil)
    }

    @Test func `an entry under an id of ours is refused alone, a document that is called so as a whole`() {
        let own = "condition:fraud/phishing/phishing"
        let some = read(document(entry(nil, "", id: own) + "," + entry(nil, "")))
        #expect(some.rejects.map(\.reason) == [.badValue])
        #expect(some.reports.first?.vulnerabilities.map(\.id) == ["CVE-2031-17001"])
        let all = read(document(#"{"description":"x"}"#).replacing(Self.serial, with: own))
        #expect(all.reports.isEmpty && all.rejects.map(\.reason) == [.badValue])
    }

    /// CycloneDX 1.6, `analysis.state`.
    @Test(arguments: [
        ("not_affected", ProductStatus.notAffected), ("false_positive", .notAffected), ("resolved", .fixed),
        ("resolved_with_pedigree", .fixed), ("exploitable", .affected), ("in_triage", .underInvestigation),
        ("fine_by_us", .unknown), (nil, .affected),
    ] as [(String?, ProductStatus)])
    func `takes each state for what it closes and what it does not`(state: String?, status: ProductStatus) throws {
        let batch = read(document(entry(state, #"{"ref":"zip"}"#)))
        let products = try #require(batch.reports.first?.vulnerabilities.first?.products)
        var expected = ProductStatement(vendor: "", product: "zipper", status: status)
        expected.purl = "pkg:npm/zipper@1.4.0"
        expected.versions = [VersionRange(exact: "1.4.0", scheme: "npm")]
        #expect(products == [expected])
    }

    @Test(arguments: [
        ("app", "Example", "Gate", "7.2"), ("in", "org.inner", "core", "2"),
        ("urn:cdx:0b6f5d12-0000-4000-8000-00000000abcd/3#zip", "", "zipper", "1.4.0"),
        ("pkg:npm/other@9.1", "", "other", "9.1"),
        ("urn:cdx:99999999-0000-4000-8000-000000000000/1#pkg:npm/other@9.1", "", "other", "9.1"),
        ("urn:cdx:99999999-0000-4000-8000-000000000000/1#pkg%3Anpm%2Fother%409.1", "", "other", "9.1"),
        ("cpe:2.3:a:maker:thing:4:*:*:*:*:*:*:*", "maker", "thing", "4"),
    ])
    func `finds the component that a reference names`(
        reference: String, vendor: String, product: String, version: String
    ) throws {
        let batch = read(document(entry("resolved", #"{"ref":"\#(reference)"}"#)))
        let found = try #require(batch.reports.first?.vulnerabilities.first?.products.first)
        #expect([found.vendor, found.product, found.versions.first?.exact] == [vendor, product, version])
        #expect(found.status == .fixed)
    }

    @Test func `never takes another document's mark for a component of this one`() throws {
        let foreign = #"{"ref":"urn:cdx:99999999-0000-4000-8000-000000000000/1#zip"}"#
        let batch = read(document(entry("not_affected", foreign + #",{"ref":"nowhere"}"#)))
        let report = try #require(batch.reports.first)
        #expect(report.vulnerabilities.first?.products.isEmpty == true)
        #expect(report.summary == "2 references name components of other bills of materials; they are not matched.")
    }

    @Test func `hears what versions state of themselves before the state of the whole`() throws {
        let versions = #"""
            {"ref":"zip","versions":[{"version":"1.4.0"},{"version":"1.5.0","status":"unaffected"},
              {"range":"vers:npm/>=1.0|<1.4","status":"affected"},{"version":"0.9","status":"unknown"}]}
            """#
        let batch = read(document(entry("not_affected", versions)))
        let products = try #require(batch.reports.first?.vulnerabilities.first?.products)
        let stated = Dictionary(uniqueKeysWithValues: products.map { ($0.status, $0.versions) })
        #expect(stated == [
            .notAffected: [VersionRange(exact: "1.4.0", scheme: "npm"), VersionRange(exact: "1.5.0", scheme: "npm")],
            .affected: [VersionRange(from: "1.0", before: "1.4", through: nil, scheme: "npm")],
            .unknown: [VersionRange(exact: "0.9", scheme: "npm")],
        ])
    }

    @Test func `reads ids, ratings, weaknesses and advice`() throws {
        let batch = read(document(#"""
            {"id":"ghsa-xxxx-99aa-22bb","references":[{"id":"cve-2031-17002"},{"id":"4711"}],"cwes":[79,22],
             "ratings":[{"method":"CVSSv31","score":9.8,"vector":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
               "source":{"name":"NVD"}},{"method":"OWASP","score":27.35}],
             "description":"d","recommendation":"Update.","affects":[]}
            """#))
        let statement = try #require(batch.reports.first?.vulnerabilities.first)
        #expect(batch.rejects.isEmpty)
        #expect(statement.id == "ghsa-xxxx-99aa-22bb" && statement.aliases == ["CVE-2031-17002"])
        #expect(statement.weaknesses == ["CWE-22", "CWE-79"] && statement.remediations == ["Update."])
        #expect(statement.scores == [ScoreStatement(
            version: "3.1", vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", baseTenths: 98, source: "NVD")])
    }

    @Test func `leaves out what its author withdrew`() throws {
        let batch = read(document(#"{"id":"CVE-2031-17003","rejected":"2031-01-01T00:00:00Z"}"#))
        #expect(batch.reports.first?.vulnerabilities.isEmpty == true)
    }

    @Test func `rejects a bad entry alone, with its place`() throws {
        let good = entry("resolved", #"{"ref":"app"}"#)
        let other = entry("resolved", #"{"ref":"app"}"#, id: "CVE-2031-17002")
        let batch = read(document(good + #",{"id":"CVE-2031-17009","affects":[{"versions":[]}]},"# + other))
        #expect(batch.reports.first?.vulnerabilities.count == 2)
        #expect(batch.rejects.map(\.place) == ["vulnerabilities[1].affects[0]"])
        #expect(batch.rejects.first?.reason == .missingField)
    }

    @Test(arguments: [
        ("CLEAR", TLP.clear), ("AMBER_AND_STRICT", .amberStrict), ("RED", .red), ("PURPLE", .red),
    ])
    func `keeps the label of its distribution`(label: String, tlp: TLP) throws {
        let constraint = #""distributionConstraints":{"tlp":"\#(label)"},"#
        let batch = read(document(entry("resolved", ""), metadata: constraint))
        #expect(batch.reports.first?.tlp == tlp)
    }

    @Test func `names a bill of materials without vulnerabilities, and rejects what is none`() {
        let bill = read(document("", list: "dependencies"))
        #expect(bill.rejects.isEmpty && bill.reports.isEmpty)
        #expect(bill.skipped == ["vex.json: a bill of materials without vulnerabilities"])
        let other = read(#"{"bomFormat":"SPDX","vulnerabilities":[]}"#)
        #expect(other.reports.isEmpty && other.rejects.map(\.reason) == [.notThisFormat])
    }
}
