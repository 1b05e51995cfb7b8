/// Header text in RFC 2047 encoded words, and base 64 (RFC 4648 § 4).
enum EncodedWord {
    /// `text` as the body of a header whose first line already holds `used` bytes, folded with CRLF and a space.
    ///
    /// Printable ASCII that fits into 78 bytes stays as it is, unless `always` is set. Otherwise UTF-8 encoded words of
    /// at most 75 characters on lines of at most 76 (§ 2); no character is split between words (§ 5), unless one is
    /// longer than a word.
    static func fold(_ text: String, used: Int, always: Bool = false) -> String {
        let isPlain = !always && !text.isEmpty && text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
        if isPlain, used + text.utf8.count <= 78, !holdsEncodedWord(text), text.utf8.last != 0x20,
            text.utf8.first != 0x20
        {
            return text
        }
        var words: [String] = []
        var chunk: [UInt8] = []
        // `=?UTF-8?B?` and `?=` are 12 characters; base 64 turns 3 bytes into 4 characters.
        var room = max(4, (min(75, 76 - used) - 12) / 4 * 3)
        let next = (75 - 12) / 4 * 3
        func close() {
            words.append("=?UTF-8?B?\(base64(chunk))?=")
            chunk = []
            room = next
        }
        for piece in pieces(text, limit: min(room, next)) {
            if !chunk.isEmpty, chunk.count + piece.count > room { close() }
            chunk += piece
        }
        if !chunk.isEmpty || words.isEmpty { close() }
        return words.joined(separator: "\r\n ")
    }

    static func base64(_ bytes: some Collection<UInt8>) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var out: [UInt8] = []
        out.reserveCapacity((bytes.count + 2) / 3 * 4)
        var window: UInt32 = 0
        var held = 0
        for byte in bytes {
            window = window << 8 | UInt32(byte)
            held += 1
            if held == 3 {
                for shift in [18, 12, 6, 0] { out.append(alphabet[Int(window >> UInt32(shift) & 63)]) }
                (window, held) = (0, 0)
            }
        }
        if held == 1 {
            out += [alphabet[Int(window >> 2)], alphabet[Int(window << 4 & 63)], 0x3D, 0x3D]
        } else if held == 2 {
            out += [alphabet[Int(window >> 10)], alphabet[Int(window >> 4 & 63)], alphabet[Int(window << 2 & 63)], 0x3D]
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// Lines of 76 characters with CRLF (RFC 2045 § 6.8), the last one ended too.
    static func base64Lines(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count / 57 * 78 + 80)
        var at = 0
        while at < bytes.count {
            let end = min(at + 57, bytes.count)
            out += base64(bytes[at..<end]).utf8
            out += [0x0D, 0x0A]
            at = end
        }
        return out
    }

    /// The bytes of each character; a character longer than `limit` comes scalar by scalar.
    private static func pieces(_ text: String, limit: Int) -> [[UInt8]] {
        text.flatMap { character -> [[UInt8]] in
            if character.utf8.count <= limit { return [Array(character.utf8)] }
            return character.unicodeScalars.map { Array($0.utf8) }
        }
    }

    private static func holdsEncodedWord(_ text: String) -> Bool {
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if previous == UInt8(ascii: "="), byte == UInt8(ascii: "?") { return true }
            previous = byte
        }
        return false
    }
}

extension Unicode.Scalar {
    fileprivate var utf8: [UInt8] { Array(String(self).utf8) }
}
