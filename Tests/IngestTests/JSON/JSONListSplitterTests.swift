import Testing
import Vocabulary

@testable import Ingest

@Suite struct `A list splitter` {
    /// Pieces in short words: `0@7:{}` item, `m:name=value`, `f0:reason` flaw.
    private func pieces(_ text: String, chunk: Int, list: StaticString? = "items", limit: Int = 1000) -> [String] {
        var splitter = JSONListSplitter(list: list, itemBytesMax: limit)
        let bytes = Array(text.utf8)
        var found: [JSONListSplitter.Piece] = []
        bytes.withUnsafeBytes { all in
            var at = 0
            while at < all.count {
                found += splitter.push(UnsafeRawBufferPointer(rebasing: all[at..<min(at + chunk, all.count)]))
                at += chunk
            }
        }
        found += splitter.finish()
        return found.map { piece in
            switch piece {
            case .item(let index, let offset, let bytes): "\(index)@\(offset):" + String(decoding: bytes, as: UTF8.self)
            case .member(let name, _, let bytes): "m:\(name)=" + String(decoding: bytes, as: UTF8.self)
            case .flaw(let index, let failure): "f\(index.map(String.init) ?? "-"):\(failure.code.rawValue)"
            }
        }
    }

    @Test(arguments: [1, 2, 3, 7, 1000])
    func `gives the same pieces however the bytes are pushed`(chunk: Int) {
        let text = "\u{FEFF}" + #" {"a" : "x]}" , "items":[ {"k":"\"]"} ,[1,[2]],17, "s,"],"b":{"c":[1]}, "z":1 } "#
        #expect(pieces(text, chunk: chunk) == [
            #"m:a="x]}""#, #"0@29:{"k":"\"]"}"#, "1@42:[1,[2]]", "2@50:17", #"3@54:"s,""#, #"m:b={"c":[1]}"#, "m:z=1",
        ])
    }

    @Test(arguments: [1, 5, 1000]) func `cuts a document that is a list`(chunk: Int) {
        #expect(pieces("[{},1]", chunk: chunk, list: nil) == ["0@1:{}", "1@4:1"])
        #expect(pieces("[]", chunk: chunk, list: nil) == [])
        #expect(pieces("{}", chunk: chunk, list: nil) == ["f-:not-this-format"])
    }

    @Test(arguments: [
        (#"{"items":[{"a":[1},{"b":2}]}"#, [#"0@10:{"a":[1}"#, #"1@19:{"b":2}"#]),
        (#"{"items":[{"a":1],"z":2}"#, [#"0@10:{"a":1"#, "m:z=2"]),
        // A brace that was forgotten costs its item, not the list behind it.
        (#"{"items":[{"a":1,{"b":2},{}]}"#, [#"0@10:{"a":1,"#, #"1@17:{"b":2}"#, "2@25:{}"]),
        (#"{"items":[{"a":{"x":1},{"b":2}]}"#, [#"0@10:{"a":{"x":1},"#, #"1@23:{"b":2}"#]),
        (#"{"items":[{} {}]}"#, ["0@10:{}", "f1:malformed", "1@13:{}"]),
        (#"{"items":[{},]}"#, ["0@10:{}", "f1:malformed"]),
        (#"{"items":[{}]}x"#, ["0@10:{}", "f-:broken-off"]),
        (#"{"items":[{},{"a""#, ["0@10:{}", "f1:truncated"]),
        (#"{"items":[{}],"items":[3]}"#, ["0@10:{}", "f-:broken-off", "m:=[3]"]),
        ("17", ["f-:not-this-format"]), ("", ["f-:truncated"]), ("{", ["f-:truncated"]), ("{}", []),
    ] as [(String, [String])])
    func `goes on after what is wrong`(text: String, expected: [String]) {
        for chunk in [1, 4, 100] { #expect(pieces(text, chunk: chunk) == expected) }
    }

    @Test(arguments: [1, 3, 1000])
    func `a quotation mark that was forgotten costs its item, where lines tell the next one`(chunk: Int) {
        // One object a line.
        #expect(pieces("[{\"a\":\"x},\n{\"b\":2},\n{\"c\":3}]", chunk: chunk, list: nil) == [
            "0@1:{\"a\":\"x},\n", "1@11:{\"b\":2}", "2@20:{\"c\":3}",
        ])
        // Printed for people: what stands between is refused, and the next item is read.
        let pretty = """
            {"items": [
              {
                "a": "x,
                "b": "y}z",
                "c": [
                  {
                    "d": 1
                  }
                ]
              },
              {
                "e": 3
              }
            ]}
            """
        let found = pieces(pretty, chunk: chunk)
        #expect(found.last?.hasSuffix("{\n    \"e\": 3\n  }") == true)
        #expect(found.filter { $0.contains("\"e\"") }.count == 1)
        // A line end that is not escaped costs its item alone, as before.
        let sloppy = "[{\"a\":\"one\ntwo {\",\"b\":1},{\"c\":2}]"
        #expect(pieces(sloppy, chunk: chunk, list: nil) == [
            "0@1:{\"a\":\"one\ntwo {\",\"b\":1}", "1@25:{\"c\":2}",
        ])
    }

    /// Both strings are broken by a line end that is not escaped; neither lacks a quotation mark.
    @Test(arguments: [1, 3, 1000])
    func `while no item has begun a line, what is nested in one is not taken for the next`(chunk: Int) {
        let first = "{\"d\":\"a\nb\",\"r\":[{\"u\":\"x\"},\n{\"u\":\"y\"}]}"
        #expect(pieces("{\"items\":[" + first + ",{\"e\":1},\n{\"f\":2}]}", chunk: chunk) == [
            "0@10:" + first, "1@49:{\"e\":1}", "2@58:{\"f\":2}",
        ])
        let inner = "{\"d\":\"a\nb\",\"o\":{\"p\":[1,\n{\"q\":2}]}}"
        #expect(pieces("[" + inner + "]", chunk: chunk, list: nil) == ["0@1:" + inner])
    }

    @Test func `where nothing tells the next item, the reject says how much is not read`() {
        var splitter = JSONListSplitter(list: nil, itemBytesMax: 1000)
        let text = Array(#"[{"a":"x},{"b":2}]"#.utf8)
        var found = text.withUnsafeBytes { splitter.push($0) }
        found += splitter.finish()
        guard case .flaw(0, let failure) = found.first, found.count == 1 else {
            Issue.record("one flaw of the first item is expected, not \(found)")
            return
        }
        #expect(failure.code == .truncated && failure.message.contains("its last 17 bytes"))
    }

    @Test func `drops an item over the limit and keeps the next`() {
        #expect(pieces(#"{"items":["0123456789",1]}"#, chunk: 3, limit: 8) == ["f0:over-limit", "1@23:1"])
    }
}
