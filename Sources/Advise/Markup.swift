/// Escaping for HTML and XML text and quoted attributes.
package enum Markup {
    /// Control characters that XML 1.0 § 2.2 forbids are removed; `& < > " '` become references.
    package static func escape(_ text: String) -> String {
        var out = [UInt8]()
        out.reserveCapacity(text.utf8.count + 16)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): out += "&amp;".utf8
            case UInt8(ascii: "<"): out += "&lt;".utf8
            case UInt8(ascii: ">"): out += "&gt;".utf8
            case UInt8(ascii: "\""): out += "&quot;".utf8
            case UInt8(ascii: "'"): out += "&#39;".utf8
            case 0x09, 0x0A: out.append(byte)
            case 0..<0x20, 0x7F: continue
            default: out.append(byte)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

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
