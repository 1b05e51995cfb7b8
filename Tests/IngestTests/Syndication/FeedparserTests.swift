import Foundation
import Testing
import Vocabulary

@testable import Ingest

/// The public corpus of feedparser: each document says in its leading comment what a reader should find.
@Suite(.enabled(if: RealDocuments.root != nil, "the corpus of real documents is not beside the package"))
struct `Feedparser's corpus` {
    /// What a document's comment expects of one field that we keep.
    private struct Expectation {
        let field: String
        let item: Int
        let value: String
    }

    /// Refused on purpose, whatever the comment expects: it has a document type declaration (DESIGN I12).
    private static let refused = ["rss/feedparser-tests/wellformed/rss/entity_in_doctype.xml"]

    @Test func `of the well-formed documents at least 95 in 100 agree on the fields we keep`() {
        let paths = RealDocuments.files("rss/feedparser-tests").filter { $0.hasSuffix(".xml") }
        var (asked, disagreeing, rejected): (Int, [String], [String]) = (0, [], [])
        for path in paths where !Self.refused.contains(path) {
            let bytes = RealDocuments.bytes(path)
            let batch = read(bytes, feed(.syndication), name: path)
            if !batch.rejects.isEmpty { rejected.append("\(path): \(batch.rejects[0].message)") }
            guard let expectation = Self.expectation(String(decoding: bytes, as: UTF8.self)) else { continue }
            asked += 1
            let found = Self.value(expectation, in: batch)
            if !found.contains(expectation.value) {
                disagreeing.append("\(path): \(expectation.field) \(expectation.value) is not in \(found)")
            }
        }
        #expect(paths.count == 216)
        #expect(rejected.isEmpty, "\(rejected)")
        #expect(asked >= 40)
        #expect(disagreeing.count * 20 <= asked, "\(disagreeing.count) of \(asked): \(disagreeing)")
    }

    @Test(arguments: ["dirty/rss-encoding", "dirty/rss-entities", "dirty/rss-illformed"])
    func `of the broken documents at least 80 in 100 are read`(folder: String) {
        let paths = RealDocuments.files(folder).filter { $0.hasSuffix(".xml") }
        var unread: [String] = []
        for path in paths {
            let bytes = RealDocuments.bytes(path)
            let batch = read(bytes, feed(.syndication), name: path)
            // Documents whose tags themselves are cut are told as such, and what stood before the cut is kept.
            let isRead = batch.rejects.allSatisfy { $0.message.hasPrefix("not well-formed XML") }
            let plain = String(decoding: bytes.filter { $0 != 0 }, as: UTF8.self)
            let items = plain.components(separatedBy: "</item>").count + plain.components(separatedBy: "</entry>").count
            if !isRead || batch.reports.count < items - 2 {
                unread.append("\(path): \(batch.reports.count) of \(items - 2), \(batch.rejects.map(\.message))")
            }
        }
        #expect(!paths.isEmpty)
        #expect(unread.count * 5 <= paths.count, "\(unread.count) of \(paths.count): \(unread)")
    }

    private static func value(_ expectation: Expectation, in batch: ReadBatch) -> [String] {
        guard batch.reports.indices.contains(expectation.item) else { return [] }
        let report = batch.reports[expectation.item]
        switch expectation.field {
        case "title": return [report.title]
        case "link": return Array(report.links.prefix(1))
        case "id": return [report.sourceID]
        case "text": return [report.summary]
        case "language": return [report.language ?? ""]
        case "published": return [report.published?.description ?? ""]
        default: return [report.revised.description]
        }
    }

    /// `entries[0]['title'] == 'x'` and its relatives; nil for fields that a report does not have.
    private static func expectation(_ text: String) -> Expectation? {
        guard let line = text.split(whereSeparator: \.isNewline).first(where: { $0.hasPrefix("Expect:") }),
            let start = line.range(of: "entries["), let end = line.range(of: "] == ", options: .backwards),
            let item = line[start.upperBound...].first?.wholeNumberValue
        else { return nil }
        let path = line[line.index(start.upperBound, offsetBy: 1)..<end.lowerBound]
        let literal = line[end.upperBound...].trimmingCharacters(in: .whitespaces)
        let fields = [
            "]['title'": "title", "]['title_detail']['value'": "title", "]['link'": "link",
            "]['links'][0]['href'": "link", "]['id'": "id", "]['guid'": "id", "]['description'": "text",
            "]['summary'": "text", "]['content'][0]['value'": "text", "]['language'": "language",
            "]['published'": "published", "]['created_parsed'": "published", "]['updated'": "updated",
            "]['updated_parsed'": "updated",
        ]
        guard let field = fields[String(path)] else { return nil }
        if literal.hasPrefix("(") {
            let parts = literal.dropFirst().split(separator: ",").prefix(6)
                .compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
            guard parts.count == 6 else { return nil }
            let two = parts.map { $0 < 10 ? "0\($0)" : "\($0)" }
            let value = "\(two[0])-\(two[1])-\(two[2])T\(two[3]):\(two[4]):\(two[5])Z"
            return Expectation(field: field, item: item, value: value)
        }
        let value = String(literal.dropFirst().dropLast())
        // The comment has markup as feedparser keeps it; a report holds the text.
        let isMarkup = field == "title" || field == "text"
        return Expectation(
            field: field, item: item, value: isMarkup ? MarkupText.plain(value, limit: 16 << 10) : value)
    }
}
