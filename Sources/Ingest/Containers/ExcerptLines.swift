import Vocabulary

extension ByteExcerpt {
    /// One line of the excerpt as it may be shown anywhere.
    package struct Line: Sendable, Hashable, Codable {
        /// Offset of the line's first byte in the member.
        package var offset: Int
        /// Readable characters as they are, `\\` for a backslash, all else as `\n`, `\t`, `\x1b`: nothing in it acts.
        package var text: String
    }

    private static let lineBytesMax = 80

    /// The excerpt in lines that end behind a line feed or after about 80 bytes.
    package var lines: [Line] {
        var lines: [Line] = []
        var line = Line(offset: start, text: "")
        var at = 0
        var count = 0
        while at < bytes.count {
            let (text, length) = shown(at)
            line.text += text
            count += length
            let isEnd = bytes[at] == 0x0A || count >= ByteExcerpt.lineBytesMax
            at += length
            if isEnd || at == bytes.count {
                lines.append(line)
                line = Line(offset: start + at, text: "")
                count = 0
            }
        }
        return lines
    }

    /// The character at a place and how many bytes it takes.
    private func shown(_ at: Int) -> (text: String, length: Int) {
        let byte = bytes[at]
        switch byte {
        case 0x0A: return ("\\n", 1)
        case 0x0D: return ("\\r", 1)
        case 0x09: return ("\\t", 1)
        case UInt8(ascii: "\\"): return ("\\\\", 1)
        case 0x20..<0x7F: return (String(UnicodeScalar(byte)), 1)
        default: break
        }
        let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC2 ? 2 : 0
        if length > 0, at + length <= bytes.count,
            let text = String(validating: bytes[at..<at + length], as: UTF8.self),
            let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1, ByteExcerpt.isVisible(scalar)
        {
            return (text, length)
        }
        return ("\\x" + Hex.encode([byte]), 1)
    }

    /// Letters, digits, marks of writing; no control, no format character that turns or hides text.
    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true  // Proof: every other category is something that stands where it is written.
        }
    }
}
