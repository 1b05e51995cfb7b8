import Foundation
import Testing
import Vocabulary

@testable import Ingest

/// Each value of each JSON sample exchanged for values that nobody expects there.
@Suite struct `Hostile values` {
    /// As they stand in the document.
    static let literals: [String] = [
        #""""#, #"" ""#, #""\u0000""#, #""\u202Eevil\u202C\u2066x""#, #""a\nb\r\nc\u0085d\u2028e""#, #""\uD800""#,
        #""\u001b[31mred\u009b""#, #""../../../etc/passwd""#, #""javascript:alert(1)""#,
        #""https://a.example/\u202Eb c""#,
        #""9999-12-31T23:59:59Z""#, #""0000-00-00""#, #""cve-2026-0000000000000000000000001""#,
        #""ＣＶＥ-2026-0001""#,
        #""10.0.0.1/33""#, #""1.2.3.4:99999999999999999999""#, "1e999", "-123456789012345678901234567890", "0.0000001",
        "null", "true", "[]", "{}", "[null]", "[[]]", "[{}]", #"{"":""}"#, #"{"a":1,"a":2}"#,
        String(repeating: "[", count: 70) + String(repeating: "]", count: 70),
        "\"" + String(repeating: "A", count: 70_000) + "\"",
        "\"" + String(repeating: "e\u{301}\u{200B}", count: 600) + "\"",
    ]

    static let samples = SampleDocument.all.filter { $0.name.hasSuffix(".json") && $0.name != "drop.json" }
    /// Of which one bad item may cost no other: the list, and how many of what is read one item gives.
    private static let lists: [DocumentFormat: String] = [
        .kev: "vulnerabilities", .nvd: "vulnerabilities", .jsonFeed: "items", .feodo: "", .euvdKEV: "",
    ]

    @Test(arguments: samples)
    func `whatever stands in a value, what is read is clean, and no other item is lost`(sample: SampleDocument) throws {
        let tree = try JSONSerialization.jsonObject(with: Data(try sample.bytes()))
        let list = Self.lists[sample.format]
        let plain = read(Array(Self.text(tree, [], "").utf8), sample.feed, name: sample.name)
        for path in Self.paths(tree) {
            let isInItem = list.map { $0.isEmpty ? path.first?.index != nil : path.first?.key == $0 && path.count > 1 }
            for literal in Self.literals {
                let bytes = Array(Self.text(tree, path[...], literal).utf8)
                let batch = read(bytes, sample.feed, name: sample.name)
                for report in batch.reports { #expect(Self.fault(report) == nil, "\(path) = \(literal.prefix(80))") }
                guard isInItem == true else { continue }
                #expect(
                    batch.itemCount - batch.rejects.count >= plain.itemCount - 1, "\(path) = \(literal.prefix(80))")
            }
        }
    }

    /// What a report holds that nothing behind the readers expects; nil when all is as promised.
    private static func fault(_ report: Report) -> String? {
        let id = report.sourceID
        if !(1...512).contains(id.utf8.count) || !isClean(id) { return "id \(id.debugDescription)" }
        if !(1...512).contains(report.title.utf8.count) || !isClean(report.title) { return "title \(report.title)" }
        if report.summary.utf8.count > 16 << 10 || !isClean(report.summary, lines: true) { return "summary" }
        if report.links.count > 100 { return "\(report.links.count) links" }
        for link in report.links where !link.lowercased().hasPrefix("http") || !isClean(link) || link.contains(" ") {
            return "link \(link.debugDescription)"
        }
        for statement in report.vulnerabilities {
            let ids = [statement.id] + statement.aliases
            for text in ids where text.isEmpty || text.utf8.count > 512 || !isClean(text) {
                return "identifier \(text.debugDescription)"
            }
            if let title = statement.title, !isClean(title) { return "title \(title.debugDescription)" }
            for product in statement.products where !isClean(product.vendor + product.product + (product.cpe ?? "")) {
                return "product \(product)"
            }
        }
        return nil
    }

    /// No control, and no mark that turns the direction of writing.
    private static func isClean(_ text: String, lines: Bool = false) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0x0A, 0x09: lines
            case 0..<0x20, 0x7F...0x9F, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: false
            default: true
            }
        }
    }

    /// A step into a document: a member's name or an element's place.
    struct Step: Hashable, CustomStringConvertible {
        var key: String?
        var index: Int?
        var description: String { key ?? index.map(String.init) ?? "" }
    }

    private static func paths(_ tree: Any) -> [[Step]] {
        if let object = tree as? [String: Any] {
            return object.sorted { $0.key < $1.key }.flatMap { key, value in
                [[Step(key: key)]] + paths(value).map { [Step(key: key)] + $0 }
            }
        }
        guard let list = tree as? [Any] else { return [] }
        return list.enumerated().flatMap { index, value in
            [[Step(index: index)]] + paths(value).map { [Step(index: index)] + $0 }
        }
    }

    /// The document with a literal in the place of the value at a path; an empty path exchanges nothing when the
    /// literal is empty.
    private static func text(_ tree: Any, _ path: ArraySlice<Step>, _ literal: String) -> String {
        if path.isEmpty, !literal.isEmpty { return literal }
        if let object = tree as? [String: Any] {
            return "{" + object.sorted { $0.key < $1.key }.map { key, value in
                let isOnPath = path.first?.key == key
                return quoted(key) + ":" + text(value, isOnPath ? path.dropFirst() : [], isOnPath ? literal : "")
            }.joined(separator: ",") + "}"
        }
        if let list = tree as? [Any] {
            return "[" + list.enumerated().map { index, value in
                path.first?.index == index ? text(value, path.dropFirst(), literal) : text(value, [], "")
            }.joined(separator: ",") + "]"
        }
        return quoted(tree)
    }

    private static func quoted(_ value: Any) -> String {
        let data = try? JSONSerialization.data(withJSONObject: [value])
        return String(String(decoding: data ?? Data("[null]".utf8), as: UTF8.self).dropFirst().dropLast())
    }
}
