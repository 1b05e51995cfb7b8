import Foundation
import Testing
import Vocabulary

@testable import Ingest

/// The public corpus of feedparser: each document says in its leading comment what a reader should find.
@Suite(.enabled(if: RealDocuments.root != nil, "the corpus of real documents is not beside the package"))
struct `Feedparser's corpus` {
    /// Refused on purpose, whatever the comment expects: it has a document type declaration (DESIGN I12).
    private static let refused = ["rss/feedparser-tests/wellformed/rss/entity_in_doctype.xml"]

    @Test func `of the well-formed documents at least 95 in 100 agree on the fields we keep`() {
        let paths = RealDocuments.files("rss/feedparser-tests").filter { $0.hasSuffix(".xml") }
        #expect(paths.count == 216)
        let rejected = paths.filter { path in
            !Self.refused.contains(path) && !read(RealDocuments.bytes(path), feed(.syndication)).rejects.isEmpty
        }
        #expect(rejected.isEmpty, "\(rejected)")
        compare(paths.filter { !Self.refused.contains($0) }, askedMin: 55)
    }

    /// Nearly all ask for a character that HTML names, in the feed's title.
    @Test func `of the documents with entities at least 95 in 100 have them decoded`() {
        let paths = RealDocuments.files("dirty/rss-entities").filter { $0.hasSuffix(".xml") }
        #expect(paths.count == 63)
        compare(paths, askedMin: 55)
    }

    /// Most of these ask for the encoding's name alone; those that ask for words must give them.
    @Test func `of the documents in odd encodings those that ask for words give them`() {
        let paths = RealDocuments.files("dirty/rss-encoding").filter { $0.hasSuffix(".xml") }
        #expect(paths.count == 50)
        compare(paths, askedMin: 3)
    }

    /// How many agree, and how many of all documents ask for something that a report has.
    private func compare(_ paths: [String], askedMin: Int) {
        var (asked, disagreeing): (Int, [String]) = (0, [])
        for path in paths {
            let bytes = RealDocuments.bytes(path)
            guard let wish = FeedparserWish(bytes) else { continue }
            asked += 1
            let found = wish.found(in: read(wish.document, feed(.syndication), name: path))
            if found == wish.value { continue }
            disagreeing.append("\(path): \(wish.field) is \(found ?? "-"), not \(wish.value)")
        }
        let agreeing = asked - disagreeing.count
        print("feedparser: \(agreeing) of \(asked) asked agree, of \(paths.count) documents\n", terminator: "")
        #expect(asked >= askedMin, "\(asked) of \(paths.count)")
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
}
