import Foundation
import Vocabulary

@testable import Ingest

/// What a document of feedparser's corpus expects of one field that a report has.
struct FeedparserWish {
    let field: String
    let value: String
    /// The document; where it asks of the feed, its feed is made the item of one.
    let document: [UInt8]
    private let item: Int

    private static let fields = [
        "title": "title", "title_detail.value": "title", "link": "link", "links.0.href": "link", "id": "id",
        "guid": "id", "description": "text", "summary": "text", "content.0.value": "text", "language": "language",
        "published": "published", "published_parsed": "published", "created_parsed": "published",
        "issued_parsed": "published", "updated": "updated", "updated_parsed": "updated", "modified_parsed": "updated",
    ]

    /// `entries[0]['title'] == 'x'`, `feed.link == "x"` and relatives; nil for fields that a report does not have.
    init?(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let line = text.split(whereSeparator: \.isNewline).first(where: { $0.hasPrefix("Expect:") }),
            let start = line.firstRange(of: "entries[") ?? line.firstRange(of: "feed[") ?? line.firstRange(of: "feed."),
            let equals = line[start.lowerBound...].firstRange(of: " == ")
        else { return nil }
        let steps = line[start.lowerBound..<equals.lowerBound].split { "[]'\".".contains($0) }.map(String.init)
        let isFeed = steps.first == "feed"
        let name = steps.dropFirst(isFeed ? 1 : 2).joined(separator: ".")
        guard let field = Self.fields[name], !isFeed || field == "title" || field == "link",
            let value = Self.value(line[equals.upperBound...].trimmingCharacters(in: .whitespaces)),
            let document = isFeed ? Self.asItem(text) : bytes
        else { return nil }
        self.field = field
        self.value = field == "title" || field == "text" ? Self.plain(value) : value
        self.document = document
        item = isFeed ? 0 : steps.dropFirst().first.flatMap(Int.init) ?? 0
    }

    /// What a reader found of it.
    func found(in batch: ReadBatch) -> String? {
        guard batch.reports.indices.contains(item) else { return nil }
        let report = batch.reports[item]
        switch field {
        case "title": return Self.spaced(report.title)
        case "link": return report.links.first
        case "id": return report.sourceID
        case "text": return Self.spaced(report.summary)
        case "language": return report.language
        case "published": return report.published?.description
        default: return report.revised.description
        }
    }

    /// The feed's own title and link as those of an item, because a report has no others.
    private static func asItem(_ text: String) -> [UInt8]? {
        for (outer, inner) in [("channel", "item"), ("feed", "entry")] {
            guard !text.contains("<\(inner)"), let open = text.range(of: "<\(outer)"),
                let begin = text[open.upperBound...].firstIndex(of: ">"),
                let end = text.range(of: "</\(outer)>", options: .backwards), begin < end.lowerBound
            else { continue }
            let body = text[text.index(after: begin)..<end.lowerBound]
            return Array((text[...begin] + "<\(inner)>" + body + "</\(inner)>" + text[end.lowerBound...]).utf8)
        }
        return nil
    }

    /// A literal of Python: a text, or the parts of a time.
    private static func value(_ literal: String) -> String? {
        if literal.hasPrefix("(") {
            let parts = literal.dropFirst().split(separator: ",").prefix(6)
                .compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
            guard parts.count == 6 else { return nil }
            let two = parts.map { $0 < 10 ? "0\($0)" : "\($0)" }
            return "\(two[0])-\(two[1])-\(two[2])T\(two[3]):\(two[4]):\(two[5])Z"
        }
        let body = literal.hasPrefix("u") ? literal.dropFirst() : literal[...]
        guard let quote = body.first, quote == "'" || quote == "\"", body.count > 1, body.last == quote
        else { return nil }
        return unescaped(body.dropFirst().dropLast())
    }

    private static func unescaped(_ text: Substring) -> String {
        var found = ""
        var rest = text
        while let next = rest.popFirst() {
            guard next == "\\", let kind = rest.popFirst() else {
                found.append(next)
                continue
            }
            let digits = ["x": 2, "u": 4, "U": 8][kind] ?? 0
            if digits > 0, let code = UInt32(rest.prefix(digits), radix: 16), let scalar = Unicode.Scalar(code) {
                found.unicodeScalars.append(scalar)
                rest = rest.dropFirst(digits)
            } else {
                found.append(kind == "n" ? "\n" : kind == "t" ? "\t" : kind)
            }
        }
        return found
    }

    /// Markup as the comment has it, without its tags and with its characters meant; no code of ours takes part.
    private static func plain(_ markup: String) -> String {
        var found = ""
        var rest = markup[...]
        while let next = rest.first {
            let isTag = next == "<" && rest.dropFirst().first.map { $0.isLetter || "/!".contains($0) } == true
            if isTag, let close = rest.firstIndex(of: ">") {
                rest = rest[rest.index(after: close)...]
            } else if next == "&", let end = rest.firstIndex(of: ";"), let meant = character(rest[..<end].dropFirst()) {
                found += meant
                rest = rest[rest.index(after: end)...]
            } else {
                found.append(next)
                rest = rest.dropFirst()
            }
        }
        return spaced(found)
    }

    private static func character(_ name: Substring) -> String? {
        let named = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]
        if let text = named[String(name)] { return text }
        guard name.first == "#" else { return nil }
        let isHex = name.dropFirst().first == "x"
        let code = UInt32(name.dropFirst(isHex ? 2 : 1), radix: isHex ? 16 : 10)
        return code.flatMap(Unicode.Scalar.init).map { String($0) }
    }

    private static func spaced(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
