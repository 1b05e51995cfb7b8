import Testing
import Vocabulary

@testable import Ingest

@Suite struct `The encoding of a feed` {
    private func document(_ declaration: String, _ title: [UInt8]) -> [UInt8] {
        Array(declaration.utf8) + Array("<rss><channel><item><title>".utf8) + title
            + Array("</title></item></channel></rss>".utf8)
    }

    private func title(_ bytes: [UInt8]) -> String? {
        read(bytes, feed(.syndication)).reports.first?.title
    }

    /// Bytes of the title by the tables of each standard.
    @Test(arguments: [
        ("windows-1251", [0xC1, 0xE0, 0xEA, 0xF3], "Баку"), ("KOI8-R", [0xE2, 0xC1, 0xCB, 0xD5], "Баку"),
        ("windows-1254", [0xDE, 0xFE], "Şş"), ("iso-8859-9", [0xDD, 0xFD], "İı"), ("ISO-8859-1", [0xE9, 0x93], "é“"),
        ("windows-1252", [0x80], "€"), ("iso-8859-7", [0xE1], "α"), ("gb2312", [0xD6, 0xD0], "中"),
        ("big5", [0xA4, 0xA4], "中"), ("euc-kr", [0xB0, 0xA1], "가"), ("shift_jis", [0x93, 0xFA], "日"),
        ("euc-jp", [0xC6, 0xFC], "日"), ("utf-8", [0xC6, 0x8F], "Ə"), ("us-ascii", [0x41], "A"),
    ] as [(String, [UInt8], String)])
    func `is what the declaration says`(name: String, bytes: [UInt8], expected: String) {
        #expect(title(document("<?xml version=\"1.0\" encoding=\"\(name)\"?>", bytes)) == expected)
        #expect(title(document("<?xml version='1.0' encoding = '\(name)' ?>", bytes)) == expected)
    }

    @Test func `is UTF-16 or UTF-32 by the first bytes, with or without a mark`() {
        let text = "<?xml version=\"1.0\" encoding=\"utf-16\"?>"
            + "<rss><channel><item><title>Ə中😀</title></item></channel></rss>"
        let units = Array(text.utf16)
        let little = units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        let big = units.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        let wide = text.unicodeScalars.flatMap { scalar in (0..<4).map { UInt8(scalar.value >> ($0 * 8) & 0xFF) } }
        let wideBig = text.unicodeScalars.flatMap { scalar in
            (0..<4).map { UInt8(scalar.value >> (24 - $0 * 8) & 0xFF) }
        }
        for bytes in [
            little, [0xFF, 0xFE] + little, big, [0xFE, 0xFF] + big, wide, [0xFF, 0xFE, 0, 0] + wide, wideBig,
            [0, 0, 0xFE, 0xFF] + wideBig,
        ] {
            #expect(title(bytes) == "Ə中😀")
        }
    }

    @Test func `is UTF-8 where the declaration cannot be true, and Windows-1252 where nothing speaks for UTF-8`() {
        #expect(title(document("<?xml version=\"1.0\" encoding=\"utf-16\"?>", [0xC6, 0x8F])) == "Ə")
        #expect(title(document("", [0xC6, 0x8F])) == "Ə")
        #expect(title(document("", [0x80, 0xE9])) == "€é")
        #expect(title(document("<?xml version=\"1.0\" encoding=\"utf-8\"?>", [0x41, 0xE9, 0x42])) == "A\u{FFFD}B")
        #expect(title(document("<?xml version=\"1.0\" encoding=\"big5\"?>", [0x41, 0xFF, 0x42])) == "A\u{FFFD}B")
    }

    @Test func `is told text by text where nothing is declared, so that one slip costs no other text`() {
        let bytes = document("", [0xC6, 0x8F]).dropLast("</channel></rss>".utf8.count)
            + Array("<item><title>".utf8) + [0x80, 0xE9] + Array("</title></item></channel></rss>".utf8)
        #expect(read(bytes, feed(.syndication)).reports.map(\.title) == ["Ə", "€é"])
    }

    @Test(arguments: ["utf-7", "ebcdic-cp-us", "../../x", "no-such"])
    func `is refused by name where it is not read`(name: String) {
        let batch = read(document("<?xml version=\"1.0\" encoding=\"\(name)\"?>", [0x41]), feed(.syndication))
        #expect(batch.reports.isEmpty)
        #expect(batch.rejects.map(\.reason) == [.encoding])
        #expect(batch.rejects.first?.message.contains(name) ?? false)
    }

    @Test func `a document type declaration cannot hide in a wide encoding`() {
        let text = "<!DOCTYPE rss [<!ENTITY a \"b\">]><rss><channel><item><title>&a;</title></item></channel></rss>"
        let bytes = Array(text.utf16).flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        #expect(read([0xFF, 0xFE] + bytes, feed(.syndication)).rejects.map(\.reason) == [.malformed])
    }

    @Test(arguments: [
        ("a&nbsp;b", "a\u{A0}b"), ("&iacute;&Ouml;", "íÖ"), ("AT&T", "AT&T"), ("a & b", "a & b"), ("&foo;", "&foo;"),
        ("&#8221;", "”"), ("&#x201d;", "”"), ("&#146;", "’"), ("a\u{1}b", "ab"), ("&amp;lt;b", "<b"), ("&#0;x", "x"),
        ("x&#99999999;", "x&#99999999;"), ("<![CDATA[a & b]]>", "a & b"),
    ])
    func `what publishers write and no parser takes is mended`(written: String, expected: String) {
        #expect(title(document("", Array(written.utf8))) == expected)
    }

    @Test func `a comment before the declaration costs nothing`() {
        #expect(title(document("\n<!-- c -->\n<?xml version=\"1.0\"?>", Array("t".utf8))) == "t")
    }
}
