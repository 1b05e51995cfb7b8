import Analyze
import Foundation
import Testing
import Vocabulary

@testable import Storage

@Suite struct StoredTextTests {
    private static func foundation(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// Throws nothing of its own; a report alone may.
    private static func text(_ write: (inout StoredText) throws -> Void) throws -> String {
        var out = StoredText(reserving: 16)
        try write(&out)
        return String(decoding: out.bytes, as: UTF8.self)
    }

    /// Members that a value leaves out or leaves empty, by name; a value for these tests has none.
    private static func gaps(_ value: Any) -> [String] {
        Mirror(reflecting: value).children.compactMap { child in
            let mirror = Mirror(reflecting: child.value)
            let isEmpty = mirror.displayStyle == .optional || mirror.displayStyle == .collection
                || mirror.displayStyle == .dictionary
            return isEmpty && mirror.children.isEmpty ? child.label : nil
        }
    }

    @Test func `a report with every member is written as Foundation writes it`() throws {
        let report = Samples.report
        // The time of its document stands beside the body.
        #expect(Self.gaps(report) == ["stated"])
        #expect(Self.gaps(report.vulnerabilities[0]) == [])
        #expect(Self.gaps(report.vulnerabilities[0].products[0]) == [])
        #expect(try Self.text { _ = try $0.put(report) } == Self.foundation(report))
    }

    @Test func `a report with no more than it must have is written as Foundation writes it`() throws {
        let digest = try #require(Digest(bytes: [UInt8](repeating: 7, count: 32)))
        var report = Report(
            sourceID: "x", kind: .news, digest: digest, revised: Instant(seconds: 0), title: "")
        #expect(try Self.text { _ = try $0.put(report) } == Self.foundation(report))
        report.vulnerabilities = [VulnerabilityStatement(id: "CVE-2026-1"), VulnerabilityStatement(id: "CVE-2026-2")]
        report.vulnerabilities[1].scores = [ScoreStatement(version: "4.0", vector: "", baseTenths: nil, source: "")]
        report.vulnerabilities[1].products = [ProductStatement(vendor: "", product: "", status: .unknown)]
        #expect(try Self.text { _ = try $0.put(report) } == Self.foundation(report))
    }

    @Test func `each statement's place in a report is its text in a mention`() throws {
        var out = StoredText()
        let report = Samples.report
        let places = try out.put(report)
        #expect(places.count == report.vulnerabilities.count)
        for (statement, place) in zip(report.vulnerabilities, places) {
            let mention = Samples.mention(report, statement)
            #expect(Self.gaps(mention) == [])
            let written = try Self.text { $0.put(mention, statement: out.bytes[place]) }
            #expect(try written == Self.foundation(mention))
        }
    }

    @Test func `a grade is written as Foundation writes it`() throws {
        let grade = MentionGrade(Samples.mention(Samples.report, Samples.report.vulnerabilities[0]))
        #expect(try Self.text { $0.put(grade) } == Self.foundation(grade))
    }

    @Test func `an assessment and its contributions are written as Foundation writes them`() throws {
        let full = try #require(Samples.assessment)
        #expect(Self.gaps(full) == [])
        let written = try Self.text { $0.put(full) }
        #expect(try written == Self.foundation(full))
        let bare = try #require(
            ThreatAssessment.fold(
                ThreatID(unchecked: "CVE-2026-1"),
                [Samples.mention(Samples.report, VulnerabilityStatement(id: "CVE-2026-1"))]))
        #expect(try Self.text { $0.put(bare) } == Self.foundation(bare))
        let parts = [
            Contribution(rule: "age", points: -12, evidence: "a\n\"b\""),
            Contribution(rule: "cvss", points: 40, evidence: ""),
        ]
        #expect(try Self.text { $0.put(parts) } == Self.foundation(parts))
        #expect(try Self.text { $0.put([Contribution]()) } == "[]")
    }

    @Test(arguments: 0..<24) func `each escape stands right wherever in eight bytes it falls`(_ place: Int) throws {
        for special in ["\"", "\\", "\u{0}", "\u{1F}", "\n", "\u{7F}", "é", "漢", "🙂", "\u{2028}", "/"] {
            let text = String(repeating: "a", count: place) + special + String(repeating: "!", count: 23 - place)
            #expect(try Self.text { $0.put(text) } == Self.foundation(text))
            #expect(try Self.text { $0.map("m", [text: special, special: text]) } == "\"m\":"
                + Self.foundation([text: special, special: text]))
        }
    }
}
