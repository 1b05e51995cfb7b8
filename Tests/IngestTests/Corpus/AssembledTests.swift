import Foundation
import Testing
import Vocabulary

@testable import Ingest

/// Documents put together of marks that open and close things, in any order: however they are cut, they say the same.
@Suite struct `Assembled documents` {
    /// `ESS_SEED`, else a fixed one; every failure names it.
    private static let seed = ProcessInfo.processInfo.environment["ESS_SEED"].flatMap(UInt64.init) ?? 20_261_126

    /// As in ``Chunking``: Knuth's MMIX constants.
    private struct Dice {
        var state: UInt64

        mutating func next(below bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(truncatingIfNeeded: state >> 33) % bound
        }
    }

    private static let marks = [
        "<item>", "</item>", "<item>", "</item>", "<title>", "</title>", "<guid>", "</guid>", "<!--", "-->", "<!-->",
        "<!-", "<![CDATA[", "]]>", "]]", "<?", "?>", "<", ">", "\"", "<a b='", "<link href=\"x\"/>",
        "a&amp;b", "-", "text",
        "\n", "<!DOCTYPE", "</channel>",
    ]

    @Test func `a feed of loose marks is read alike in all pieces`() {
        var dice = Dice(state: Self.seed)
        for round in 0..<400 {
            let body = (0..<(5 + dice.next(below: 60))).map { _ in Self.marks[dice.next(below: Self.marks.count)] }
            let document = Array(("<rss><channel>" + body.joined() + "</channel></rss>").utf8)
            let limit = [40, 200, 64 << 20][round % 3]
            let small = feed(.syndication) { $0.limits.itemBytesMax = limit }
            let whole = read(document, small, piece: document.count)
            for piece in [1, 2, 3, 5, 13, 40] {
                let cut = read(document, small, piece: piece)
                #expect(cut.reports == whole.reports, "seed \(Self.seed), round \(round), pieces of \(piece)")
                #expect(cut.rejects == whole.rejects, "seed \(Self.seed), round \(round), pieces of \(piece)")
            }
        }
    }

    private static let cells = ["\"", "\"\"", ",", "\n", "\r\n", "a", "\"a\"", "\",\"", "bcd", "\n\"", "\"\n", "é"]

    @Test func `a table of loose quotes is cut into the same rows in all pieces`() {
        var dice = Dice(state: Self.seed)
        for round in 0..<2000 {
            let text = (0..<(1 + dice.next(below: 40))).map { _ in Self.cells[dice.next(below: Self.cells.count)] }
            let bytes = Array(text.joined().utf8)
            let whole = Self.rows(bytes, piece: bytes.count)
            for piece in [1, 2, 3, 7] {
                #expect(Self.rows(bytes, piece: piece) == whole, "seed \(Self.seed), round \(round), \(text)")
            }
        }
    }

    @Test func `a table of nothing but open quotes is looked at twice at most`() {
        let limit = 65_536
        let bytes = Array(repeatElement(Array("\"\nx\",".utf8), count: 200_000).joined())
        let whole = Self.rows(bytes, piece: limit, limit: limit)
        // A row for each cut, at most one in each stretch of the limit, and some at the end.
        #expect((2...64).contains(whole.count), "\(whole.count) rows")
        #expect(whole.contains { $0.hasSuffix("too long") })
        #expect(Self.rows(bytes, piece: 1000, limit: limit) == whole)
    }

    private static func rows(_ bytes: [UInt8], piece: Int, limit: Int = 12) -> [String] {
        var splitter = RowSplitter(quotes: true, rowBytesMax: limit)
        var found: [String] = []
        let take: (RowSplitter.Piece, Int) -> Void = { piece, offset in
            switch piece {
            case .row(let row): found.append("\(offset) " + String(decoding: row, as: UTF8.self))
            case .overLong: found.append("\(offset) too long")
            }
        }
        for start in stride(from: 0, to: bytes.count, by: piece) {
            bytes[start..<min(bytes.count, start + piece)].withUnsafeBytes { splitter.push($0, take) }
        }
        splitter.finish(take)
        return found
    }
}
