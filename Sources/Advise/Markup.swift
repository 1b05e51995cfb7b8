package import Vocabulary

extension Markup {
    /// Text for a Markdown paragraph in which nothing is markup: every ASCII punctuation byte that could begin some is
    /// escaped (CommonMark § 2.4), line breaks become spaces.
    package static func markdownLiteral(_ text: String, bytesMax: Int) -> String {
        var out = [UInt8]()
        for byte in CleanText.line(text, bytesMax: bytesMax).utf8 {
            if "\\`*_{}[]<>()#+-!|~&".utf8.contains(byte) || (byte == UInt8(ascii: ".") && isAfterDigits(out)) {
                out.append(UInt8(ascii: "\\"))
            }
            out.append(byte)
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// `1.` at the start would begin a list.
    private static func isAfterDigits(_ out: [UInt8]) -> Bool {
        !out.isEmpty && out.allSatisfy { (0x30...0x39).contains($0) }
    }
}
