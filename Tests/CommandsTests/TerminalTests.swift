import Testing
import Vocabulary
@testable import Commands

/// What reaches a terminal.
struct TerminalTests {
    @Test func `an escape sequence from a feed reaches no terminal`() {
        #expect(TerminalText.safe("a\u{1B}[31mred\u{1B}[0m") == "a [31mred [0m")
        #expect(TerminalText.safe("line\r\noverwritten") == "line  overwritten")
        #expect(TerminalText.safe("\u{9B}31m") == " 31m")
    }

    @Test func `text cannot be turned round by bidirectional controls`() {
        #expect(TerminalText.safe("exe\u{202E}gnp.txt") == "exegnp.txt")
        #expect(TerminalText.safe("a\u{2066}b\u{2069}c") == "abc")
        #expect(TerminalText.safe("one\u{2028}two\u{2029}three") == "one two three")
    }

    @Test func `letters of all our languages stay as they are`() {
        #expect(TerminalText.safe("Milli CERT: şəbəkə, ğ, ı; сеть") == "Milli CERT: şəbəkə, ğ, ı; сеть")
    }

    @Test func `columns stand in line and the last one is not filled`() {
        var table = TextTable(headings: ["ID", "TITLE"])
        let text = String(decoding: table.render([["a", "first"], ["long-id", "second"]]), as: UTF8.self)
        #expect(text == "ID       TITLE\na        first\nlong-id  second\n")
    }

    @Test func `a later page keeps the widths and has no second heading`() {
        var table = TextTable(headings: ["ID", "N"])
        _ = table.render([["abc", "1"]])
        #expect(String(decoding: table.render([["x", "2"]]), as: UTF8.self) == "x    2\n")
    }

    @Test func `a table cell with a line break stays one line`() {
        var table = TextTable(headings: ["A", "B"])
        #expect(String(decoding: table.render([["x\ny", "z"]]), as: UTF8.self) == "A    B\nx y  z\n")
    }

    @Test func `times in tables are short and UTC`() {
        // 1795471953 s after the epoch is 2026-11-23T22:12:33Z.
        #expect(ShortTime.text(Instant(seconds: 1_795_471_953)) == "2026-11-23 22:12")
        #expect(ShortTime.text(nil) == "-")
    }

    @Test func `a log value cannot begin a second line or a second field`() {
        #expect(LogfmtHandler.value("plain") == "plain")
        #expect(LogfmtHandler.value("two words") == "\"two words\"")
        #expect(LogfmtHandler.value("a\nlevel=error") == "\"a level=error\"")
        #expect(LogfmtHandler.value("say \"x\"") == "\"say \\\"x\\\"\"")
        #expect(LogfmtHandler.value("") == "\"\"")
    }

    @Test func `a page of findings is cut into its items without reading them`() throws {
        let items = #"{"a":"x,]}\"","b":[1,{"c":2}]},{"a":"y"}"#
        let page = #"{"findings":["# + items + #"],"next":{"entity":1,"locus":"00","threat":2}}"#
        let parts = try AnswerParts(Array(page.utf8))
        #expect(parts.items.map { String(decoding: $0, as: UTF8.self) } == [
            #"{"a":"x,]}\"","b":[1,{"c":2}]}"#, #"{"a":"y"}"#,
        ])
        #expect(parts.next.map { String(decoding: $0, as: UTF8.self) } == #"{"entity":1,"locus":"00","threat":2}"#)
        let empty = try AnswerParts(Array(#"{"findings":[]}"#.utf8))
        #expect(empty.items.isEmpty && empty.next == nil)
    }
}
