import Testing
import Vocabulary

@testable import Ingest

@Suite struct `The CSAF reader` {
    /// Hand-made in the shape of CSAF 2.0; members out of the usual order on purpose.
    private static let document = #"""
        {"vulnerabilities":[
          {"cve":"cve-2031-0007","title":"Overflow","cwe":{"id":"CWE-787","name":"Write"},
           "ids":[{"system_name":"Tracker","text":"12345"},{"system_name":"Vendor","text":"EX-77"}],
           "notes":[{"category":"description","text":"D"},{"category":"summary","text":"S"}],
           "scores":[{"products":["P1"],"cvss_v3":{"version":"3.0","vectorString":"CVSS:3.0/AV:N","baseScore":7}},
                     {"products":["P2"],"cvss_v3":{"version":"3.0","vectorString":"CVSS:3.0/AV:N","baseScore":7.0}}],
           "product_status":{"known_affected":["P1","P2","nowhere"],"fixed":["R1"],"recommended":["P2"]},
           "remediations":[{"category":"vendor_fix","details":"Update.","product_ids":["P1"]},
                           {"category":"mitigation","details":"Update."}]},
          {"title":"No id"}],
         "product_tree":{
          "relationships":[{"category":"default_component_of","product_reference":"C1",
            "relates_to_product_reference":"OS","full_product_name":{"product_id":"R1","name":"pack on OS"}}],
          "branches":[{"branches":[
             {"branches":[{"category":"product_version_range","name":"<V2","product":{"product_id":"P1","name":"a"}},
                          {"category":"product_version","name":"3.1","product":{"product_id":"P2","name":"b"}}],
              "category":"product_name","name":"Gate"},
             {"category":"product_name","name":"Sample OS 8","product":{"product_id":"OS","name":"os",
                "product_identification_helper":{"cpe":"cpe:/o:example:os:8"}}},
             {"category":"architecture","name":"x86_64","branches":[
               {"category":"product_version","name":"pack-1.2-3.x86_64","product":{"product_id":"C1","name":"x",
                  "product_identification_helper":{"purl":"pkg:rpm/example/pack@1.2-3%2B4?arch=x86_64"}}}]}],
            "category":"vendor","name":"Example"}]},
         "document":{"category":"csaf_security_advisory","csaf_version":"2.0","title":"Gate advisory","lang":"en",
          "publisher":{"category":"vendor","name":"Example PSIRT","namespace":"https://example.test"},
          "distribution":{"tlp":{"label":"AMBER"}},
          "notes":[{"category":"summary","text":"In short."}],
          "references":[{"category":"external","url":"https://example.test/x","summary":"x"},
                        {"category":"self","url":"https://example.test/self","summary":"s"}],
          "tracking":{"id":"EX-2031-01","status":"final","version":"2","initial_release_date":"2031-01-01T00:00:00Z",
            "current_release_date":"2031-02-01T10:00:00+02:00"}}}
        """#

    private func read(_ text: String, chunk: Int = 65_536) -> ReadBatch { read(Array(text.utf8), chunk: chunk) }

    private func read(_ bytes: [UInt8], chunk: Int = 65_536) -> ReadBatch {
        Reading.batch(bytes, with: CSAFReader(context: Reading.context(.csaf)), chunk: chunk)
    }

    @Test(arguments: [
        ("https://example.test", "EX-2031-01@https://example.test"),
        ("https://example.test/", "EX-2031-01@https://example.test"),
        ("https://other.test", "EX-2031-01@https://other.test"),
        ("https://x@other.test", "EX-2031-01@https://x%40other.test"),
        ("", "EX-2031-01"),
    ])
    func `a document is known by its id and its publisher's namespace`(namespace: String, id: String) {
        let (old, new) = (#""namespace":"https://example.test""#, #""namespace":"\#(namespace)""#)
        let text = Self.document.replacing(old, with: new)
        #expect(read(text).reports.map(\.sourceID) == [id])
    }

    @Test func `an id that names a namespace itself is no other publisher's document`() {
        let text = Self.document.replacing(#","namespace":"https://example.test""#, with: "")
            .replacing("EX-2031-01", with: "EX-2031-01@https://example.test")
        #expect(read(text).reports.map(\.sourceID) == ["EX-2031-01@https://example.test@"])
    }

    @Test(arguments: ["EX-77", "EX-2031-01"]) func `a document that gives an id of ours is refused`(id: String) {
        let batch = read(Self.document.replacing(id, with: "condition:fraud/phishing/p1"))
        #expect(batch.reports.isEmpty && batch.rejects.map(\.reason) == [.badValue])
    }

    @Test(arguments: [1, 65_536]) func `makes one report of a document`(chunk: Int) throws {
        let batch = read(Self.document, chunk: chunk)
        #expect(batch.rejects.isEmpty && batch.documents == 1 && batch.skipped.isEmpty)
        let report = try #require(batch.reports.first)
        #expect(report.sourceID == "EX-2031-01@https://example.test")
        #expect(report.kind == .advisory && report.status == .published)
        #expect(report.revised == Instant("2031-02-01T08:00:00Z") && report.published == Instant("2031-01-01"))
        #expect(report.title == "Gate advisory" && report.summary == "In short." && report.language == "en")
        #expect(report.tlp == .amber)
        #expect(report.links == ["https://example.test/self", "https://example.test/x"])
        #expect(report.vulnerabilities.map(\.id) == ["CVE-2031-0007", "EX-2031-01@https://example.test#2"])
        let statement = try #require(report.vulnerabilities.first)
        #expect(statement.aliases == ["EX-77"] && statement.weaknesses == ["CWE-787"])
        #expect(statement.title == "Overflow" && statement.description == "S")
        #expect(statement.scores == [
            ScoreStatement(version: "3.0", vector: "CVSS:3.0/AV:N", baseTenths: 70, source: "Example PSIRT")
        ])
        #expect(statement.remediations == ["Update."])
    }

    @Test func `resolves products through branches and relationships and merges them`() {
        let products = read(Self.document).reports.first?.vulnerabilities.first?.products ?? []
        var gate = ProductStatement(vendor: "Example", product: "Gate", status: .affected)
        gate.versions = [VersionRange(from: nil, before: "V2", through: nil), VersionRange(exact: "3.1")]
        var pack = ProductStatement(vendor: "Example", product: "pack", status: .fixed)
        pack.purl = "pkg:rpm/example/pack@1.2-3%2B4?arch=x86_64"
        pack.versions = [VersionRange(exact: "1.2-3+4", scheme: "rpm")]
        pack.platforms = ["os"]
        #expect(products == [gate, pack])
    }

    @Test func `takes a version without a product above it for the package's name`() {
        let bare = Self.document.replacing(#"{"purl":"pkg:rpm/example/pack@1.2-3%2B4?arch=x86_64"}"#, with: "{}")
        let without = bare.replacing(#""name":"pack-1.2-3.x86_64","product""#, with: #""name":"pack","product""#)
        let found = read(without).reports.first?.vulnerabilities.first?.products.last
        var pack = ProductStatement(vendor: "Example", product: "pack", status: .fixed)
        pack.platforms = ["os"]
        #expect(found == pack)
    }

    @Test func `names a JSON document that is no CSAF, and does not reject it`() {
        for text in [#"{"feed":{"entry":[]}}"#, "[]", "17", #"{"document":"x"}"#, #"{"document":{"title":"x"}}"#] {
            let batch = read(text)
            #expect(batch.skipped == ["sample.json: no CSAF document"] && batch.rejects.isEmpty && batch.documents == 0)
        }
    }

    @Test(arguments: [
        (#""Gate advisory""#, "17", Reject.Reason.wrongType, "document.title"),
        (#""cve-2031-0007""#, #""CVE-1""#, .badValue, "vulnerabilities[0].cve"),
        (#""2031-01-01T00:00:00Z""#, #""soon""#, .badValue, "document.tracking.initial_release_date"),
        (#""id":"EX-2031-01","#, "", .missingField, "sample.json"),
        (#""title":"No id""#, #""title":"a","title":"b""#, .duplicateKey, "vulnerabilities[1].title"),
    ] as [(String, String, Reject.Reason, String)])
    func `rejects a wrong document once, with its place`(
        old: String, new: String, reason: Reject.Reason, place: String
    ) {
        let batch = read(Self.document.replacing(old, with: new))
        #expect(batch.rejects.map(\.reason) == [reason] && batch.rejects.map(\.place) == [place])
        #expect(batch.reports.isEmpty && batch.documents == 0)
    }

    @Test func `takes a label that is none for the strictest`() {
        #expect(read(Self.document.replacing("AMBER", with: "PINK")).reports.first?.tlp == .red)
        #expect(read(Self.document.replacing("AMBER", with: "WHITE")).reports.first?.tlp == .clear)
    }

    @Test func `refuses a document over its limit, once`() {
        var context = Reading.context(.csaf)
        context.feed.limits.itemBytesMax = 100
        let batch = Reading.batch(Array(Self.document.utf8), with: CSAFReader(context: context), chunk: 7)
        #expect(batch.rejects.map(\.reason) == [.overLimit])
    }

    @Test func `ends on relationships that rest on themselves`() {
        let ring = Self.document.replacing(#""product_reference":"C1""#, with: #""product_reference":"R1""#)
        #expect(read(ring).reports.first?.vulnerabilities.first?.products.last?.product == "pack on OS")
    }

    @Test func `never traps on a document cut or damaged anywhere`() {
        let bytes = Array(Self.document.utf8)
        for end in stride(from: 0, to: bytes.count, by: 11) { #expect(read(Array(bytes[..<end])).reports.isEmpty) }
        for index in stride(from: 0, to: bytes.count, by: 7) {
            for byte in [0x22, 0x7B, 0x5B, 0x31] as [UInt8] {
                var damaged = bytes
                damaged[index] = byte
                _ = read(damaged)
            }
        }
    }

    @Test(arguments: [
        ("bash-0:5.1-2.el9.x86_64", "bash", "5.1-2.el9"), ("a-b-1:2-3.src", "a-b", "1:2-3"), ("a-1:2", "a", "1:2"),
    ])
    func `knows an rpm's name from its version`(text: String, name: String, version: String) {
        #expect(RPMName(text)?.name == name && RPMName(text)?.version == version)
    }

    @Test func `knows a package URL's parts`() {
        let parts = PackageURL(reading: "pkg:rpm/example/pack@1.2-3%2B4?arch=src&epoch=2")
        #expect(parts?.type == "rpm" && parts?.name == "pack" && parts?.orderedVersion == "2:1.2-3+4")
        for text in ["", "pkg:", "pkg:rpm", "pkg:rpm/@1", "-0:", "V1:2", ":", "-:"] {
            #expect(PackageURL(reading: text) == nil && RPMName(text) == nil)
        }
    }

    @Test(arguments: [
        ("vers:all/*", nil), ("All versions", nil), ("1.2", [VersionRange(exact: "1.2")]),
        ("<V2.1", [VersionRange(from: nil, before: "V2.1", through: nil)]),
        ("<= 4.0", [VersionRange(from: nil, before: nil, through: "4.0")]),
        (">=1.0|<=2.0", [VersionRange(from: "1.0", before: nil, through: "2.0")]),
        ("vers:all/>=V2.0<V2.1", [VersionRange(from: "V2.0", before: "V2.1", through: nil)]),
        ("vers:rpm/>=1%2B2|<3|5", [
            VersionRange(from: "1+2", before: "3", through: nil, scheme: "rpm"),
            VersionRange(exact: "5", scheme: "rpm"),
        ]),
        ("All BIOS versions < V1", [VersionRange(from: nil, before: "V1", through: nil)]),
        (">=3", [VersionRange(from: "3", before: nil, through: nil)]),
        ("vers:generic/>2.0", [VersionRange(after: "2.0", before: nil, through: nil, scheme: "generic")]),
        (">1.0|<=2.0|>=3", [
            VersionRange(after: "1.0", before: nil, through: "2.0"), VersionRange(from: "3", before: nil, through: nil),
        ]),
    ] as [(String, [VersionRange]?)])
    func `reads the ranges that sources write`(text: String, expected: [VersionRange]?) {
        #expect(CSAFVersions.ranges(text) == expected)
    }

    @Test(.enabled(if: Corpus.isPresent, "the corpus of real documents is not beside the package"))
    func `reads every real document without a reject`() throws {
        for (folder, documents, skipped) in [
            ("csaf/cisa", 433, 1), ("csaf/redhat", nil, 0), ("csaf/rocky-ciq", nil, 0), ("csaf/stackable", nil, 1),
        ] as [(String, Int?, Int)] {
            let batches = try Corpus.json(below: folder).map { read(try Corpus.bytes($0)) }
            #expect(batches.flatMap(\.rejects) == [], "\(folder)")
            if let documents { #expect(batches.flatMap(\.reports).count == documents) }
            #expect(batches.flatMap(\.skipped).count == skipped, "\(folder)")
            let statements = batches.flatMap(\.reports).flatMap(\.vulnerabilities)
            #expect(statements.contains { !$0.products.isEmpty }, "\(folder)")
        }
        for path in Corpus.json(below: "csaf/oasis") { _ = read(try Corpus.bytes(path)) }
        for path in Corpus.json(below: "dirty/csaf") {
            #expect(read(try Corpus.bytes(path)).rejects.map(\.reason) == [.malformed])
        }
    }
}
