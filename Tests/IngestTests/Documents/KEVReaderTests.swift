import Testing
import Vocabulary

@testable import Ingest

@Suite struct `The KEV reader` {
    /// Hand-made in the shape of the catalogue.
    private static let entry = #"""
        {"cveID":"cve-2031-00017","vendorProject":"Example","product":"Gate","vulnerabilityName":"Example Gate Bypass",
         "dateAdded":"2031-02-03","shortDescription":"Anyone may enter.","requiredAction":"Close it.",
         "dueDate":"2031-02-24","knownRansomwareCampaignUse":"Known",
         "notes":"see https://gate.example/a ; https://gate.example/b","cwes":["CWE-287","CWE-22"]}
        """#

    private func read(_ text: String, chunk: Int = 65_536) -> ReadBatch {
        var context = Reading.context(.kev)
        // Behind the dates of the catalogue that is made up here.
        context.received = Instant(seconds: 1_930_000_000)
        return Reading.batch(Array(text.utf8), with: KEVReader(context: context), chunk: chunk)
    }

    private func catalogue(_ items: String) -> String {
        #"{"title":"T","dateReleased":"2031-02-03T04:05:06Z","count":1,"vulnerabilities":["# + items + "]}"
    }

    @Test(arguments: [1, 13, 65_536]) func `makes one report of each entry`(chunk: Int) throws {
        let batch = read(catalogue(Self.entry), chunk: chunk)
        #expect(batch.rejects.isEmpty && batch.documents == 1)
        #expect(batch.statedTime == Instant("2031-02-03T04:05:06Z"))
        let report = try #require(batch.reports.first)
        #expect(report.sourceID == "CVE-2031-00017" && report.kind == .exploitation)
        #expect(report.revised == Instant("2031-02-03T04:05:06Z"))
        #expect(report.published == Instant("2031-02-03"))
        #expect(report.title == "Example Gate Bypass" && report.summary == "Anyone may enter.")
        #expect(report.links == ["https://gate.example/a", "https://gate.example/b"])
        let statement = try #require(report.vulnerabilities.first)
        #expect(statement.weaknesses == ["CWE-22", "CWE-287"])
        #expect(statement.products == [ProductStatement(vendor: "Example", product: "Gate", status: .affected)])
        #expect(statement.exploitation == ExploitationStatement(
            listed: UTCDay("2031-02-03"), due: UTCDay("2031-02-24"), ransomware: true, requiredAction: "Close it."))
    }

    @Test func `waits for a release time that stands after the list`() {
        let late = #"{"vulnerabilities":["# + Self.entry + #"],"dateReleased":"2031-02-03T04:05:06Z"}"#
        #expect(read(late).reports == read(catalogue(Self.entry)).reports)
    }

    @Test func `sees an unknown member's change and not the envelope's`() {
        let digest = read(catalogue(Self.entry)).reports.first?.digest
        let more = Self.entry.replacing(#""cwes""#, with: #""newMember":1,"cwes""#)
        #expect(read(catalogue(more)).reports.first?.digest != digest)
        let later = catalogue(Self.entry).replacing("04:05:06", with: "09:09:09")
        #expect(read(later).reports.first?.digest == digest)
    }

    @Test func `loses only the entry that is wrong`() {
        let wrong = Self.entry.replacing(#""2031-02-03""#, with: "17")
        let batch = read(catalogue([Self.entry, wrong, #"{"a":tru}"#, #"{}"#, Self.entry].joined(separator: ",")))
        #expect(batch.reports.count == 2)
        #expect(batch.rejects.map(\.reason) == [.wrongType, .malformed, .missingField])
        #expect(batch.rejects.map(\.place) == [
            "vulnerabilities[1].dateAdded", "vulnerabilities[2].a", "vulnerabilities[3]",
        ])
    }

    @Test func `keeps what came before the end of a truncated catalogue`() {
        let text = catalogue(Self.entry + "," + Self.entry)
        let batch = read(String(text.prefix(text.count - 40)))
        #expect(batch.reports.count == 1)
        #expect(batch.rejects.map(\.reason) == [.truncated])
    }

    @Test(arguments: ["{}", "[]", "17", "<html></html>", ""]) func `refuses what is no catalogue, once`(text: String) {
        let batch = read(text)
        #expect(batch.rejects.count == 1 && batch.reports.isEmpty && batch.documents == 0)
    }

    /// 36 is the number of entries whose parsed JSON differs; nothing is trimmed for it.
    @Test(.enabled(if: Corpus.isPresent, "the corpus of real documents is not beside the package"))
    func `finds 36 changed and 249 new entries between two real catalogues`() throws {
        let older = Reading.batch(
            try Corpus.bytes("kev/2025-08-25/known_exploited_vulnerabilities.json"),
            with: KEVReader(context: Reading.context(.kev)))
        let newer = Reading.batch(
            try Corpus.bytes("kev/2026-07-23/kev.json"), with: KEVReader(context: Reading.context(.kev)))
        #expect(older.rejects.isEmpty && newer.rejects.isEmpty)
        #expect(older.reports.count == 1404 && newer.reports.count == 1653)
        let before = Dictionary(uniqueKeysWithValues: older.reports.map { ($0.sourceID, $0.digest) })
        let after = Dictionary(uniqueKeysWithValues: newer.reports.map { ($0.sourceID, $0.digest) })
        #expect(before.keys.filter { after[$0] == nil }.isEmpty)
        #expect(after.keys.filter { before[$0] == nil }.count == 249)
        #expect(before.filter { after[$0.key] != $0.value }.count == 36)
    }

    private func table(_ text: String) -> ReadBatch {
        Reading.batch(Array(text.utf8), with: KEVTableReader(context: Reading.context(.kevCSV)), chunk: 7)
    }

    private let header = "cveID,vendorProject,product,vulnerabilityName,dateAdded,shortDescription,requiredAction,"
        + "dueDate,knownRansomwareCampaignUse,notes,cwes"

    @Test func `reads the same of a row as of an entry`() throws {
        let row = "cve-2031-00017,Example,Gate,Example Gate Bypass,2031-02-03,\"Anyone may\nenter, \"\"all\"\".\","
            + "Close it.,2031-02-24,Known,see https://gate.example/a ; https://gate.example/b,\"CWE-287, CWE-22\""
        let report = try #require(table("\u{FEFF}\(header)\r\n\(row)\r\n").reports.first)
        var expected = try #require(read(catalogue(Self.entry)).reports.first)
        expected.digest = report.digest
        expected.revised = report.revised
        expected.summary = "Anyone may\nenter, \"all\"."
        expected.vulnerabilities[0].description = expected.summary
        #expect(report == expected)
    }

    @Test func `loses only the row that is wrong`() {
        let good = "CVE-2031-0001,V,P,N,2031-02-03,,,,Unknown,,"
        let rows = [
            good, "CVE-1,V,P,N,2031-02-03,,,,,,", "CVE-2031-0002,V,P,N,,,,,,,", "CVE-2031-0003,V,P,N,soon,,,,,,", "a,b",
            good.replacing("0001", with: "0004"), "\"open",
        ]
        let batch = table(header + "\n" + rows.joined(separator: "\n"))
        #expect(batch.reports.map(\.sourceID) == ["CVE-2031-0001", "CVE-2031-0004"])
        #expect(batch.rejects.map(\.reason) == [.badValue, .missingField, .badValue, .malformed, .truncated])
        #expect(batch.rejects.map(\.place) == ["row 2", "row 3", "row 4", "row 5", "row 7"])
    }

    @Test(arguments: ["", "a,b\n1,2\n", "{}"]) func `refuses a table that is no catalogue`(text: String) {
        #expect(table(text).rejects.count == 1 && table(text).reports.isEmpty)
    }
}
