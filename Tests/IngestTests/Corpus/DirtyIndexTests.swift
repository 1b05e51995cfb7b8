import Foundation
import Testing
import Vocabulary

@testable import Ingest

/// The corpus' index of dirty files says what is wrong with each; this says what must come of it.
@Suite(.enabled(if: RealDocuments.root != nil, "the corpus of real documents is not beside the package"))
struct `Dirty documents` {
    private struct Line: Decodable {
        var file: String
        var problem: String
    }

    @Test func `come out as their index says they should, every one of them`() throws {
        let text = String(decoding: RealDocuments.bytes("dirty/INDEX.jsonl"), as: UTF8.self)
        let lines = try text.split(whereSeparator: \.isNewline).map {
            try JSONDecoder().decode(Line.self, from: Data($0.utf8))
        }
        #expect(lines.count == 21)
        for line in lines {
            let bytes = RealDocuments.bytes(line.file)
            #expect(!bytes.isEmpty, "\(line.file)")
            let isKnown = try judge(line, bytes)
            #expect(isKnown, "the index has a problem that nothing is expected of: \(line.problem)")
        }
        let listed = Set(lines.map(\.file))
        let unlisted = RealDocuments.files("dirty/real").filter { !listed.contains($0) }
        #expect(unlisted.isEmpty, "\(unlisted)")
    }

    private func judge(_ line: Line, _ bytes: [UInt8]) throws -> Bool {
        switch line.problem {
        case "csaf-replacement-char": try isTaken(line, bytes)
        case "csaf-filename-mismatch": try isTaken(line, bytes)
        case "csaf-no-tlp":
            try isTaken(line, bytes)
            // No label of its own: the feed's default holds, and without one the strictest.
            #expect(read(bytes, feed(.csaf) { $0.defaultTLP = nil }).reports.map(\.tlp) == [nil], "\(line.file)")
        case "json-trailing-garbage", "json-template-placeholder": isRefused(bytes, as: .csaf, .malformed)
        case "json-concatenated": areLines(line, bytes)
        case "json-lines-as-json": #expect(read(bytes, feed(.spamhausDrop)).rowCount == 1406)
        case "csv-crlf-mixed": try haveNoLineEnds(line, bytes)
        case "zero-width": areClean(bytes)
        case "cert-markdown": isRefused(bytes, as: .syndication, .notThisFormat)
        // A page with a document type declaration, which is refused before anything else is looked at.
        case "html-instead-of-feed": isRefused(bytes, as: .syndication, .malformed)
        default: return false  // Proof: the index is text of the corpus, not one of our enums.
        }
        return true
    }

    /// One report under the document's own id and publisher, whatever its file is called; its text as published.
    private func isTaken(_ line: Line, _ bytes: [UInt8]) throws {
        let batch = read(bytes, feed(.csaf), name: line.file)
        let tree = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
        let document = tree?["document"] as? [String: Any]
        let stated = (document?["tracking"] as? [String: Any])?["id"] as? String
        let namespace = (document?["publisher"] as? [String: Any])?["namespace"] as? String
        // With and without the slash at its end it is one address.
        let publisher = namespace.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        #expect(batch.rejects.isEmpty && stated != nil && publisher != nil, "\(line.file): \(batch.rejects)")
        #expect(batch.reports.map(\.sourceID) == ["\(stated ?? "")@\(publisher ?? "")"], "\(line.file)")
        #expect(batch.reports.map(\.title) == [document?["title"] as? String ?? ""], "\(line.file)")
    }

    private func isRefused(_ bytes: [UInt8], as format: DocumentFormat, _ reason: Reject.Reason) {
        let batch = read(bytes, feed(format))
        #expect(batch.reports.isEmpty && batch.rowCount == 0)
        #expect(batch.rejects.map(\.reason) == [reason], "\(batch.rejects)")
    }

    /// Lines of JSON: a line is an item, none is lost.
    private func areLines(_ line: Line, _ bytes: [UInt8]) {
        let isBanner = line.file.contains("shodan")
        let described = feed(isBanner ? .json : .intelmq, condition: "sample") {
            if isBanner { $0.mapping = .objects([.address: "ip_str"], times: ["timestamp"]) }
        }
        let batch = read(bytes, described)
        let lines = bytes.split(separator: UInt8(ascii: "\n")).count(where: { $0.contains(UInt8(ascii: "{")) })
        #expect(lines > 1 && batch.rowCount == lines && batch.rejects.isEmpty, "\(line.file): \(batch.rejects)")
    }

    /// Names and addresses end before the line does, whichever line end it has.
    private func haveNoLineEnds(_ line: Line, _ bytes: [UInt8]) throws {
        if line.file.hasSuffix("changes.csv") {
            let folder = try #require(WebLink("https://provider.example/"))
            let list = ListedDocuments.changes(bytes, in: folder)
            #expect(list.listings.count == 2379 && list.unusable == 0)
            #expect(list.listings.allSatisfy { $0.link.path.hasSuffix(".json") && $0.updated != nil })
        } else {
            let batch = read(bytes, feed(.indicatorList, condition: "sample"))
            #expect(batch.rowCount == 1402 && batch.rejects.isEmpty, "\(batch.rejects.prefix(3))")
            for listing in batch.observations.listings {
                guard case .domain(let name) = listing.subject else { continue }
                #expect(!name.utf8.contains { $0 <= 0x20 }, "\(name.debugDescription)")
            }
        }
    }

    /// What is read of a document with invisible characters has none.
    private func areClean(_ bytes: [UInt8]) {
        let hidden: [Unicode.Scalar] = ["\u{200B}", "\u{200C}", "\u{200D}", "\u{2060}", "\u{FEFF}", "\u{202E}"]
        #expect(String(decoding: bytes, as: UTF8.self).unicodeScalars.contains { hidden.contains($0) })
        let described = feed(.json, condition: "sample") {
            $0.mapping = .objects([.domain: "domain"], times: ["addedDate"], rows: "exposedBreaches")
        }
        let batch = read(bytes, described)
        #expect(batch.rowCount == 758)
        for listing in batch.observations.listings {
            guard case .domain(let name) = listing.subject else { continue }
            #expect(!name.unicodeScalars.contains { hidden.contains($0) }, "\(name.debugDescription)")
        }
        // The same words as a headline: what nobody sees is not kept.
        let item = "<item><guid>1</guid><title>usernames2\u{200B}. The\u{202E} end</title></item>"
        #expect(read("<rss><channel>\(item)</channel></rss>".utf8, feed(.syndication)).reports.map(\.title) == [
            "usernames2. The end"
        ])
    }
}
