import Foundation
import Testing
import Vocabulary

@testable import Ingest

@Suite struct `The CVE reader` {
    /// Hand-made in the shape of CVE Record Format 5.1.
    private static let record = #"""
        {"dataType":"CVE_RECORD","dataVersion":"5.1",
         "cveMetadata":{"cveId":"CVE-2031-4711","state":"PUBLISHED","dateReserved":"2031-01-01T00:00:00",
           "datePublished":"2031-01-02T00:00:00.000Z","dateUpdated":"2031-01-03T00:00:00.000Z"},
         "containers":{"cna":{"providerMetadata":{"orgId":"0-0","shortName":"example"},"title":"Overflow in Gate",
            "descriptions":[{"lang":"de","value":"Ein Fehler."},{"lang":"en-US","value":"A flaw."}],
            "affected":[{"vendor":"Example","product":"Gate","cpes":["cpe:2.3:a:example:gate:*:*:*:*:*:*:*:*"],
              "defaultStatus":"unaffected","versions":[
                {"version":"5.0","lessThan":"5.9","status":"affected","versionType":"semver",
                 "changes":[{"at":"5.5","status":"unaffected"}]},
                {"version":"4.1","status":"affected"}]}],
            "metrics":[{"cvssV3_1":{"version":"3.1","vectorString":"CVSS:3.1/AV:N","baseScore":9.8}}],
            "problemTypes":[{"descriptions":[{"lang":"en","cweId":"CWE-787","description":"CWE-787 Write"}]}],
            "references":[{"url":"https://gate.example/1"},{"url":"javascript:alert(1)"}],
            "solutions":[{"lang":"en","value":"Update to 5.9."}]},
          "adp":[{"title":"CISA ADP Vulnrichment","providerMetadata":{"shortName":"CISA-ADP"},
            "metrics":[
              {"other":{"content":{"options":[{"Exploitation":"active"},{"Automatable":"yes"}]},"type":"ssvc"}},
              {"other":{"type":"kev","content":{"dateAdded":"2031-01-05","reference":"x"}}}]}]}}
        """#

    private func read(_ text: String, chunk: Int = 65_536) -> ReadBatch { read(Array(text.utf8), chunk: chunk) }

    private func read(_ bytes: [UInt8], chunk: Int = 65_536) -> ReadBatch {
        Reading.batch(bytes, with: CVEReader(context: Reading.context(.cve)), chunk: chunk)
    }

    private func products(_ affected: String) -> [ProductStatement] {
        let text = #"{"cveMetadata":{"cveId":"CVE-2031-0001"},"containers":{"cna":{"affected":["# + affected + "]}}}"
        return read(text).reports.first?.vulnerabilities.first?.products ?? []
    }

    /// What a range from 1.0 to before 2.0 says, each part as `status from before`.
    private func parts(_ changes: String, type: String = "custom") -> [String] {
        let range = #""version":"1.0","lessThan":"2.0","status":"affected","versionType":"\#(type)""#
        let found = products(#"{"vendor":"v","product":"p","versions":[{\#(range),"changes":[\#(changes)]}]}"#)
        return found.flatMap { product in
            product.versions.map { "\(product.status.rawValue) \($0.from ?? "-") \($0.before ?? "-")" }
        }
    }

    private func change(_ at: String, _ status: String = "unaffected") -> String {
        #"{"at":"\#(at)","status":"\#(status)"}"#
    }

    @Test func `changes of status stand in any order`() {
        let expected = ["affected 1.0 1.4", "affected 1.9 1.10-h3", "not-affected 1.4 1.9", "not-affected 1.10-h3 2.0"]
        let changes = [change("1.4"), change("1.9", "affected"), change("1.10-h3")]
        #expect(parts(changes.joined(separator: ",")) == expected)
        #expect(parts(changes.reversed().joined(separator: ",")) == expected)
        #expect(parts([changes[1], changes[2], changes[0]].joined(separator: ",")) == expected)
    }

    @Test(arguments: [
        // Which stands first depends on the scheme: a build behind 1.4, or a candidate before it.
        (["1.4", "1.4-h1"], "custom"), (["1.4", "1.x"], "custom"), (["3f2a", "9bc1"], "git"),
        // An epoch stands above all that has none.
        (["1:1.4", "1.9"], "rpm"), (["1.4", "1.4"], "custom"),
        // Before the range begins nothing can change.
        (["0.9"], "custom"),
    ])
    func `changes that cannot be put in order make their range unknown`(places: [String], type: String) {
        let changes = places.enumerated().map { change($1, $0 == 0 ? "unaffected" : "affected") }
        #expect(parts(changes.joined(separator: ","), type: type) == ["unknown 1.0 2.0"])
    }

    @Test(arguments: [1, 100, 65_536]) func `reads what both containers say`(chunk: Int) throws {
        let batch = read(Self.record, chunk: chunk)
        #expect(batch.rejects.isEmpty && batch.documents == 1)
        let report = try #require(batch.reports.first)
        #expect(report.sourceID == "CVE-2031-4711" && report.kind == .vulnerability && report.status == .published)
        #expect(report.revised == Instant("2031-01-03") && report.published == Instant("2031-01-02"))
        #expect(report.title == "Overflow in Gate" && report.summary == "A flaw." && report.language == "en-US")
        #expect(report.links == ["https://gate.example/1"])
        let statement = try #require(report.vulnerabilities.first)
        #expect(statement.weaknesses == ["CWE-787"])
        #expect(statement.scores == [
            ScoreStatement(version: "3.1", vector: "CVSS:3.1/AV:N", baseTenths: 98, source: "example")
        ])
        #expect(statement.ssvc == ["Exploitation": "active", "Automatable": "yes"])
        #expect(statement.exploitation?.listed == UTCDay("2031-01-05"))
        #expect(statement.remediations == ["Update to 5.9."])
    }

    @Test func `follows a change of status within a range`() {
        let statements = read(Self.record).reports.first?.vulnerabilities.first?.products ?? []
        #expect(statements.map(\.status) == [.affected, .notAffected])
        #expect(statements.first?.cpe == "cpe:2.3:a:example:gate:*:*:*:*:*:*:*:*")
        #expect(statements.first?.versions == [
            VersionRange(from: "5.0", before: "5.5", through: nil, scheme: "semver"), VersionRange(exact: "4.1"),
        ])
        #expect(statements.last?.versions == [VersionRange(from: "5.5", before: "5.9", through: nil, scheme: "semver")])
    }

    /// The aliases of a record whose container states these members.
    private func aliases(_ members: String, state: String = "PUBLISHED") -> [String] {
        let text = #"{"cveMetadata":{"cveId":"CVE-2031-0001","state":""# + state + #""},"containers":{"cna":{"#
            + members + "}}}"
        return read(text).reports.first?.vulnerabilities.first?.aliases ?? ["no report"]
    }

    private func references(_ addresses: String...) -> String {
        #""references":["# + addresses.map { #"{"url":""# + $0 + #""}"# }.joined(separator: ",") + "]"
    }

    @Test func `names the one GitHub advisory that is its source`() {
        let (one, other) = ("GHSA-2222-3333-4444", "GHSA-5555-6666-7777")
        let repository = "https://github.com/acme/gate/security/advisories/"
        #expect(aliases(#""source":{"advisory":"\#(one)","discovery":"UNKNOWN"}"#) == [one])
        #expect(aliases(references(repository + one, "https://gate.example/1")) == [one])
        #expect(aliases(references("https://github.com/advisories/" + one, repository + one)) == [one])
        // Its own source counts before what it refers to.
        #expect(aliases(#""source":{"advisory":"\#(one)"},"# + references(repository + other)) == [one])
    }

    @Test func `names no advisory where several may be meant, or it says that there is none`() {
        let (one, other) = ("GHSA-2222-3333-4444", "GHSA-5555-6666-7777")
        let repository = "https://github.com/acme/gate/security/advisories/"
        #expect(aliases(references(repository + one, repository + other)) == [])
        #expect(aliases(#""source":{"advisory":"\#(one), \#(other)"},"# + references(repository + one)) == [])
        #expect(aliases(references("https://gate.example/security/advisories/" + one)) == [])
        #expect(aliases(references("https://github.com/acme/gate/issues/1?see=" + one)) == [])
        #expect(aliases(#""source":["\#(one)"]"#) == [])
        #expect(aliases(#""source":{"advisory":{"id":"\#(one)"}}"#) == [])
        #expect(aliases(#""source":{"advisory":"\#(one)"}"#, state: "REJECTED") == [])
    }

    @Test func `takes the rest as affected where the default says so`() {
        let found = products(#"""
            {"vendor":"Linux","product":"Linux","defaultStatus":"affected","versions":[
              {"version":"0","lessThan":"4.9","status":"unaffected","versionType":"semver"},
              {"version":"6.1.7","lessThanOrEqual":"6.1.*","status":"unaffected","versionType":"semver"}]}
            """#)
        #expect(found.map(\.status) == [.affected, .notAffected])
        #expect(found.first?.versions == [])
        #expect(found.last?.versions.map(\.through) == [nil, "6.1.*"])
    }

    @Test func `reads no version into n-a and no product into nothing`() {
        #expect(products(#"{"vendor":"n/a","product":"n/a","versions":[{"version":"n/a","status":"affected"}]}"#) == [])
        let all = products(#"{"vendor":"E","product":"P","versions":[{"version":"n/a","status":"affected"}]}"#)
        #expect(all.map(\.versions) == [[]] && all.map(\.status) == [.affected])
    }

    @Test func `names a package of a known collection by its purl`() {
        let found = products(#"""
            {"vendor":"x","product":"x","collectionURL":"https://pkg.go.dev","packageName":"github.com/a/b",
             "versions":[{"version":"0","lessThan":"1.6.0","status":"affected","versionType":"semver"}]}
            """#)
        #expect(found.first?.purl == "pkg:golang/github.com/a/b")
    }

    @Test func `keeps a rejected record with its reason`() {
        let batch = read(#"""
            {"cveMetadata":{"cveId":"CVE-2031-0002","state":"REJECTED","dateUpdated":"2031-01-01T00:00:00Z"},
             "containers":{"cna":{"rejectedReasons":[{"lang":"en","value":"Not a\nvulnerability."}]}}}
            """#)
        #expect(batch.reports.first?.status == .rejected)
        #expect(batch.reports.first?.title == "Not a vulnerability.")
    }

    @Test(arguments: [1, 9, 65_536]) func `reads a list of records and loses only the wrong one`(chunk: Int) {
        let wrong = Self.record.replacing("9.8", with: #""high""#)
        let batch = read("\u{FEFF} [" + [Self.record, wrong, Self.record].joined(separator: ",") + "]", chunk: chunk)
        #expect(batch.reports.count == 2 && batch.documents == 1)
        #expect(batch.rejects.map(\.place) == ["[1].containers.cna.metrics[0].cvssV3_1.baseScore"])
        #expect(batch.rejects.map(\.reason) == [.wrongType])
    }

    @Test(arguments: ["", "{}", "[{}]", "17", #"{"cveMetadata":{"cveId":"GHSA-1"}}"#, "{", "[", " \n"])
    func `refuses what is no record, once`(text: String) {
        #expect(read(text).rejects.count == 1 && read(text).reports.isEmpty)
    }

    @Test func `never traps on a record cut or damaged anywhere`() {
        let bytes = Array(Self.record.utf8)
        for end in stride(from: 0, to: bytes.count, by: 7) { #expect(read(Array(bytes[..<end])).reports.isEmpty) }
        for index in stride(from: 0, to: bytes.count, by: 5) {
            for byte in [0x22, 0x7B, 0x5B, 0x31, 0x6E] as [UInt8] {
                var damaged = bytes
                damaged[index] = byte
                _ = read(damaged)
            }
        }
    }

    @Test(.enabled(if: Corpus.isPresent, "the corpus of real documents is not beside the package"))
    func `reads every real record without a reject`() throws {
        for (folder, count, rejected) in [("cve/golang-cna", 239, 0), ("cve/trustify", 46, 0)] {
            let batches = try Corpus.json(below: folder).map { read(try Corpus.bytes($0)) }
            #expect(batches.flatMap(\.rejects) == [])
            #expect(batches.flatMap(\.reports).count == count)
            #expect(batches.flatMap(\.reports).filter { $0.status == .rejected }.count == rejected)
        }
        var reports = try Corpus.json(below: "cve/vulnrichment").map { read(try Corpus.bytes($0)) }.flatMap(\.reports)
        #expect(reports.count == 450)
        let zipped = read(try Self.listFromZip("cve/vulnrichment_cves.zip"))
        #expect(zipped.rejects == [])
        reports += zipped.reports
        #expect(Set(reports.map(\.sourceID)).count == 4200 && reports.count == 4200)
        #expect(reports.filter { $0.status == .rejected }.count == 5)
        #expect(reports.allSatisfy { !$0.title.isEmpty })
    }

    /// Members of an archive as one JSON list: archives are another reader's work, so Python opens this one.
    private static func listFromZip(_ path: String) throws -> [UInt8] {
        let script = """
            import sys, zipfile
            z = zipfile.ZipFile(sys.argv[1])
            sys.stdout.buffer.write(b'[' + b','.join(z.read(n) for n in z.namelist()) + b']')
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script, Corpus.root + "/" + path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return [UInt8](data)
    }
}
