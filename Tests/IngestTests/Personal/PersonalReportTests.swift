import Ingest
import Testing
import Vocabulary

@Suite struct PersonalReports {
    @Test func `what a person submits comes back as an incident with its places`() throws {
        let at = Instant(seconds: 1_780_000_000)
        var stated = PersonalReport(
            id: "R-2026-0017", title: "Fake login page", text: "Line one\nCVE-2026-99001", at: at)
        stated.type = RSIT("fraud/phishing")
        stated.entity = EntityID("first-hospital")
        stated.addresses = [try #require(IPAddress("192.0.2.7"))]
        stated.domains = ["Login.Example"]
        stated.tlp = .amber
        let batch = read(try stated.document(), feed(.personal, kind: .user))
        let report = try #require(batch.reports.first)
        #expect(batch.rejects.isEmpty)
        #expect(report.sourceID == "R-2026-0017")
        #expect(report.kind == .incident)
        #expect(report.summary == "Line one\nCVE-2026-99001")
        #expect(report.revised == at)
        #expect(report.tlp == .amber)
        #expect(report.incident?.type?.description == "fraud/phishing")
        #expect(report.incident?.domains == ["login.example"])
        #expect(report.incident?.addresses.map(\.description) == ["192.0.2.7"])
        #expect(report.vulnerabilities.map(\.id) == ["CVE-2026-99001"])
        #expect(try stated.document() == stated.document())
    }

    @Test func `no separator of lines stays within a line`() throws {
        let stated = PersonalReport(
            id: "1", title: "One\u{2028}two\u{2029}three", text: "a\u{2028}b", at: Instant(seconds: 0))
        let report = try #require(read(try stated.document(), feed(.personal, kind: .user)).reports.first)
        #expect(report.title == "One two three" && report.summary == "a b")
        #expect(SourceText.line("One\u{2028}two \u{2029} three") == "One two three")
        #expect(SourceText.text(Array("a\u{2028}b\u{2029}c\u{2027}d".utf8)) == "a\nb\nc\u{2027}d")
    }

    @Test func `a text that lists vulnerabilities speaks of the first fifty`() throws {
        let listed = (10_001...10_080).map { "CVE-2026-\($0)" }.joined(separator: " ")
        let stated = PersonalReport(id: "1", title: "List", text: listed, at: Instant(seconds: 0))
        let report = try #require(read(try stated.document(), feed(.personal, kind: .user)).reports.first)
        #expect(report.vulnerabilities.count == 50 && report.vulnerabilities.last?.id == "CVE-2026-10050")
        #expect(report.summary == listed)
    }

    @Test(arguments: [
        (#"{"title":"t","at":"2026-01-02T00:00:00Z"}"#, Reject.Reason.missingField),
        (#"{"id":"1","title":"t","at":"soon"}"#, .badValue), (#"{"id":1,"title":"t"}"#, .wrongType),
        (#"{"id":"1","title":"  ","at":"2026-01-02T00:00:00Z"}"#, .badValue), ("[", .malformed), ("", .malformed),
        (#"{"id":"1","title":"t","class":"x/y","at":"2026-01-02T00:00:00Z"}"#, .badValue),
    ])
    func `a document that is not ours is one reject with its reason`(text: String, reason: Reject.Reason) {
        let batch = read(text.utf8, feed(.personal, kind: .user))
        #expect(batch.rejects.map(\.reason) == [reason])
        #expect(batch.documents == 0)
    }
}
