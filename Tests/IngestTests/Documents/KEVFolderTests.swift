import Ingest
import Testing
import Vocabulary

/// What stands beside a catalogue in a folder or archive. All documents are made by hand in the real shapes.
@Suite struct `A folder of KEV catalogues` {
    private static let catalogue = #"""
        {"title":"T","dateReleased":"2031-02-03T04:05:06Z","count":1,"vulnerabilities":[
         {"cveID":"CVE-2031-00017","vendorProject":"Example","product":"Gate","vulnerabilityName":"Bypass",
          "dateAdded":"2031-02-03","shortDescription":"Anyone may enter.","requiredAction":"Close it.",
          "dueDate":"2031-02-24","knownRansomwareCampaignUse":"Unknown","notes":"","cwes":[]}]}
        """#
    private static let csaf = #"{"document":{"title":"A"},"vulnerabilities":[{},{"cve":"CVE-2031-2"}]}"#
    private static let cve = #"{"dataType":"CVE_RECORD","cveMetadata":{"cveId":"CVE-2031-00001"}}"#

    private func read(_ members: [(String, String)]) -> ReadBatch { IngestTests.read(Packing.tar(members), feed(.kev)) }

    @Test func `other documents are skipped and named, and are no rejects`() {
        let batch = read([
            ("a.json", Self.catalogue), ("advisory.json", Self.csaf), ("record.json", Self.cve), ("list.json", "[1]"),
            ("other.json", #"{"count":3}"#), ("notes.md", "words"),
        ])
        #expect(batch.rejects.isEmpty)
        #expect(batch.reports.map(\.sourceID) == ["CVE-2031-00017"])
        #expect(batch.skipped == [
            "advisory.json: a CSAF document, no KEV catalogue", "record.json: a CVE record, no KEV catalogue",
            "list.json: a JSON list, no kev document", "other.json: no member `vulnerabilities`, no KEV catalogue",
            "notes.md: a .md file is no kev document",
        ])
    }

    @Test func `a broken catalogue among them is still a reject with its place`() {
        let batch = read([("a.json", Self.catalogue), ("cut.json", String(Self.catalogue.dropLast(30)))])
        #expect(batch.reports.count == 1)
        #expect(!batch.rejects.isEmpty)
        #expect(batch.skipped.isEmpty)
    }

    @Test(arguments: [csaf, cve, #"{"count":3}"#])
    func `handed in alone, a foreign document is a reject: the wrong file or the wrong feed`(document: String) {
        let batch = IngestTests.read(document.utf8, feed(.kev))
        #expect(!batch.rejects.isEmpty)
        #expect(batch.skipped.isEmpty)
        #expect(batch.reports.isEmpty)
    }
}
