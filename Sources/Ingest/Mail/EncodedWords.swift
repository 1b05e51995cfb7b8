/// Undoes encoded words of header fields: `=?windows-1251?B?…?=` (RFC 2047).
///
/// More lenient than the standard where mailers are: words may be longer than 75 bytes, stand within other text and cut
/// a character in two. What is no encoded word stays as it is.
enum EncodedWords {
    private static let wordBytesMax = 8192

    /// UTF-8. Blanks between two encoded words go (§ 6.2); bytes beyond ASCII that are no UTF-8 are read as the first
    /// word's character set, else as Windows-1252.
    static func undone(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        /// Bytes of words in one character set that follow each other: a character may be cut between two.
        var open: (charset: String, bytes: [UInt8])?
        var blanks: [UInt8] = []
        var plain: [UInt8] = []
        var charset: String?
        var at = 0
        func flushPlain() {
            out += String(validating: plain, as: UTF8.self) == nil ? MailCharset.utf8(plain, named: charset) : plain
            plain = []
        }
        func close() {
            if let word = open { out += MailCharset.utf8(word.bytes, named: word.charset) }
            open = nil
        }
        while at < bytes.count {
            if bytes[at] == UInt8(ascii: "="), let word = word(bytes, at) {
                charset = charset ?? word.charset
                if plain.isEmpty, open?.charset == word.charset {
                    open?.bytes += word.bytes
                } else {
                    flushPlain()
                    close()
                    open = (word.charset, word.bytes)
                }
                blanks = []
                at = word.end
            } else if bytes[at] == 0x20 || bytes[at] == 0x09, open != nil {
                blanks.append(bytes[at])
                at += 1
            } else {
                close()
                plain += blanks + [bytes[at]]
                blanks = []
                at += 1
            }
        }
        close()
        flushPlain()
        return out + blanks
    }

    /// The encoded word that begins at `start`; nil when none does (§ 2).
    private static func word(_ bytes: [UInt8], _ start: Int) -> (charset: String, bytes: [UInt8], end: Int)? {
        let limit = min(bytes.count, start + wordBytesMax)
        guard start + 1 < limit, bytes[start + 1] == UInt8(ascii: "?"),
            let first = bytes[(start + 2)..<limit].firstIndex(of: UInt8(ascii: "?")), first + 2 < limit,
            bytes[first + 2] == UInt8(ascii: "?")
        else { return nil }
        let stated = bytes[(start + 2)..<first]
        guard !stated.isEmpty, stated.count <= 80, stated.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x3D }) else {
            return nil
        }
        var at = first + 3
        while at + 1 < limit, !(bytes[at] == UInt8(ascii: "?") && bytes[at + 1] == UInt8(ascii: "=")) { at += 1 }
        guard at + 1 < limit else { return nil }
        let content = bytes[(first + 3)..<at]
        // RFC 2231 § 5: a language may follow the character set.
        let charset = String(decoding: stated.prefix { $0 != UInt8(ascii: "*") }, as: UTF8.self).lowercased()
        switch bytes[first + 1] | 0x20 {
        case UInt8(ascii: "b"): return (charset, TransferEncoding.base64(content).bytes, at + 2)
        case UInt8(ascii: "q"): return (charset, quoted(content), at + 2)
        default: return nil
        }
    }

    /// § 4.2: as quoted-printable, with `_` for a blank.
    private static func quoted(_ content: ArraySlice<UInt8>) -> [UInt8] {
        TransferEncoding.printable(content).bytes.map { $0 == UInt8(ascii: "_") ? 0x20 : $0 }
    }
}
