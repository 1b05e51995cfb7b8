import Testing
import Vocabulary

@testable import Ingest

@Suite struct `The beginning of a document` {
    /// A list of which one element is no object, for a reader of each kind.
    private static let lists: [(DocumentFormat, String)] = [
        (.threatfox, #"[{"ioc":"a.example"},7]"#), (.urlhaus, #"[{"url":"http://a.example/"},7]"#),
        (.threatfox, #"{"data":[{"ioc":"a.example"},7]}"#), (.xarf, "[7]"), (.intelmq, "{}\n7"), (.intelmq, "[7]"),
    ]

    private func opened(_ text: String, piece: Int) -> String {
        var opening = JSONOpening()
        let bytes = Array(text.utf8)
        var at = 0
        while at < bytes.count {
            let end = min(bytes.count, at + piece)
            let first = bytes[at..<end].withUnsafeBytes { opening.find(in: $0) }
            if let first { return "\(first.byte)@\(first.offset) \(first.earlier) \(at + first.rest)" }
            at = end
        }
        return "none in \(opening.passed)"
    }

    @Test(arguments: [1, 2, 3, 100]) func `is its first byte, whatever white space stands before it`(piece: Int) {
        #expect(opened("[", piece: piece) == "91@0 [] 0")
        #expect(opened(" \n\r\t{", piece: piece) == "123@4 [] 4")
        #expect(opened("\u{FEFF} [", piece: piece) == "91@4 [] 4")
        #expect(opened("  \u{FEFF}[", piece: piece) == "239@2 [] 2")
        #expect(opened("\0[", piece: piece) == "0@0 [] 0")
        #expect(opened("\u{FEFF}\n", piece: piece) == "none in 4")
        // é begins like no mark, U+FEC0 like one.
        #expect(opened("\u{E9}", piece: piece) == "195@0 [] 0")
        #expect(opened("\u{FEC0}[", piece: piece) == "239@0 [239, 187] 2")
    }

    @Test(arguments: [1, 7, 1000], lists) func `keeps its places behind white space beyond every limit`(
        piece: Int, list: (format: DocumentFormat, text: String)
    ) throws {
        let small = feed(list.format) { $0.limits.itemBytesMax = 100 }
        let plain = read(list.text.utf8, small)
        let behind = read((String(repeating: " ", count: 70_000) + list.text).utf8, small, piece: piece)
        #expect(behind.rejects.map(\.place) == plain.rejects.map(\.place))
        #expect(behind.rejects.map(\.offset) == plain.rejects.map { $0.offset.map { $0 + 70_000 } })
        #expect(!plain.rejects.isEmpty && behind.itemCount == plain.itemCount)
    }

    @Test(.timeLimit(.minutes(1)), arguments: [DocumentFormat.threatfox, .intelmq, .urlhaus, .xarf])
    func `is looked for once in each byte`(format: DocumentFormat) {
        let batch = read([UInt8](repeating: 0x20, count: 1 << 20), feed(format), piece: 16)
        #expect(batch.rejects.count <= 1 && batch.rowCount == 0)
    }
}
