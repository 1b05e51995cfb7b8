import Testing
import Vocabulary

@testable import Ingest

@Suite struct `Objects one after the other` {
    private func pieces(_ text: String, chunk: Int) -> [String] {
        var lines = JSONObjectLines(bytesMax: 100, at: 0)
        var found: [JSONListSplitter.Piece] = []
        Array(text.utf8).withUnsafeBytes { all in
            for at in stride(from: 0, to: all.count, by: chunk) {
                found += lines.push(UnsafeRawBufferPointer(rebasing: all[at..<min(at + chunk, all.count)]))
            }
        }
        found += lines.finish()
        return found.map { piece in
            switch piece {
            case .item(let index, let offset, let bytes): "\(index)@\(offset):" + String(decoding: bytes, as: UTF8.self)
            case .member(let name, _, _): "m:\(name)"
            case .flaw(let index, let failure): "f\(index.map(String.init) ?? "-"):\(failure.code.rawValue)"
            }
        }
    }

    @Test(arguments: [1, 2, 3, 1000]) func `share lines and run over them`(chunk: Int) {
        let text = "{\"a\":1}{\"b\":\n2}{}\n{\"c\":\n{\"d\":4}\n\n{}"
        #expect(pieces(text, chunk: chunk) == [
            #"0@0:{"a":1}"#, "1@7:{\"b\":\n2}", "2@15:{}", "f3:malformed", #"4@24:{"d":4}"#, "5@33:{}",
        ])
    }

    @Test(.timeLimit(.minutes(1))) func `a line of many is read in the time of its length`() {
        let found = pieces(String(repeating: "{}", count: 200_000), chunk: 400_000)
        #expect(found.count == 200_000 && found.last == "199999@399998:{}")
    }
}
