import Testing

@testable import Ingest

@Suite struct Markup {
    @Test(.timeLimit(.minutes(1)), arguments: ["<a", "<!--", "<!-- -", "<a ", "</x", "<!--<b"])
    func `a megabyte of openings that never end is text, looked at once`(opening: String) {
        let hostile = String(repeating: opening, count: (1 << 20) / opening.utf8.count)
        let text = MarkupText.plain(hostile, limit: 1 << 20)
        #expect(text.utf8.count == hostile.utf8.count - (opening.hasSuffix(" ") ? 1 : 0))
    }

    @Test func `an opening whose end is too far is text, and a later one with an end is a tag`() {
        let far = "<a " + String(repeating: "x", count: 8192) + "<b>bold</b> <!-- note --> end"
        #expect(MarkupText.plain(far, limit: 1 << 20) == "<a " + String(repeating: "x", count: 8192) + "bold end")
    }

    @Test func `a comment ends at its own end and not at a tag's`() {
        #expect(MarkupText.plain("a<!-- <b> > -->b<!---->c<!--x-->d", limit: 100) == "a b c d")
    }

    @Test func `an end before an opening does not end it`() {
        #expect(MarkupText.plain("1 > 0 <i>x</i> --> <!-- y", limit: 100) == "1 > 0 x --> <!-- y")
    }
}
