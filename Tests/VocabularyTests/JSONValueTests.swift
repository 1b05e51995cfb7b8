import Foundation
import Testing
import Vocabulary

/// RFC 8785 (JCS).
@Suite struct CanonicalJSON {
    private func text(_ value: JSONValue) -> String { String(decoding: value.canonical, as: UTF8.self) }

    /// § 3.2.2.2: short forms for the five, \u00xx in lower case for other controls, everything else as it is.
    @Test(arguments: [
        ("\u{8}\t\n\u{c}\r", #"\b\t\n\f\r"#), ("\u{0}\u{1f}\u{b}", #"\u0000\u001f\u000b"#), ("\"\\/", #"\"\\/"#),
        ("\u{7f}\u{80}\u{2028}", "\u{7f}\u{80}\u{2028}"), ("€$\u{f}\nA'B\"\\\\\"/", "€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/"),
        ("Şəki 😀", "Şəki 😀"), ("", ""),
    ])
    func `strings take the shortest escapes`(value: String, expected: String) {
        #expect(text(.string(value)) == "\"" + expected + "\"")
    }

    /// § 3.2.3, the RFC's own example: order by UTF-16 code units, so the emoji (D83D…) precedes U+FB33.
    @Test func `members are sorted by UTF-16 code units`() {
        let value: JSONValue = [
            "\u{20ac}": "Euro Sign", "\r": "Carriage Return", "\u{fb33}": "Hebrew Letter Dalet With Dagesh",
            "1": "One", "\u{1f600}": "Emoji: Grinning Face", "\u{80}": "Control",
            "\u{f6}": "Latin Small Letter O With Diaeresis",
        ]
        let expected = "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\","
            + "\"\u{f6}\":\"Latin Small Letter O With Diaeresis\",\"\u{20ac}\":\"Euro Sign\","
            + "\"\u{1f600}\":\"Emoji: Grinning Face\",\"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}"
        #expect(text(value) == expected)
    }

    @Test func `nesting has no white space`() {
        let value: JSONValue = ["b": [1, -2, true, .null, []], "a": [:], "aa": "x", "A": ["z": 0, "y": false]]
        #expect(text(value) == #"{"A":{"y":false,"z":0},"a":{},"aa":"x","b":[1,-2,true,null,[]]}"#)
    }

    @Test func `whole numbers are written in full`() {
        #expect(text(.int(9_007_199_254_740_991)) == "9007199254740991")
        #expect(text(.int(-9_007_199_254_740_991)) == "-9007199254740991")
        #expect(text(.int(0)) == "0")
    }

    @Test func `decoding keeps kinds apart`() throws {
        let bytes = Data(#"{"a":1,"b":true,"c":"1","d":null,"e":[0,false],"f":{"g":"h"}}"#.utf8)
        let value = try JSONDecoder().decode(JSONValue.self, from: bytes)
        #expect(value == ["a": 1, "b": true, "c": "1", "d": .null, "e": [0, false], "f": ["g": "h"]])
        #expect(value["a"]?.number == 1 && value["c"]?.text == "1" && value["x"] == nil && value["c"]?.number == nil)
    }

    @Test func `a fraction is refused`() {
        #expect(throws: (any Error).self) { try JSONDecoder().decode(JSONValue.self, from: Data("[1.5]".utf8)) }
    }
}
