/// The first mailbox of an address field: `"Leyla M." <leyla@example.az>` (RFC 5322 § 3.4).
struct MailAddress: Sendable, Hashable {
    /// As people read it; empty when there is none.
    let name: String
    /// `local@domain`, ASCII without blanks and quotation marks; nil for the null path `<>` and what is no mailbox.
    let mailbox: String?

    init(_ raw: [UInt8]) {
        let words = MailAddress.first(raw)
        let bytes = words.text
        if let open = bytes.lastIndex(of: UInt8(ascii: "<")) {
            let end = bytes[open...].firstIndex(of: UInt8(ascii: ">")) ?? bytes.endIndex
            mailbox = MailAddress.mailbox(bytes[(open + 1)..<end])
            name = SourceText.line(EncodedWords.undone(Array(bytes[..<open])), limit: 120)
        } else {
            mailbox = MailAddress.mailbox(bytes[...])
            name = SourceText.line(EncodedWords.undone(words.comment), limit: 120)
        }
    }

    /// Up to the first comma or the end of a group; quotation marks are undone, comments stand apart.
    private static func first(_ raw: [UInt8]) -> (text: [UInt8], comment: [UInt8]) {
        var (text, comment) = ([UInt8](), [UInt8]())
        var (depth, isQuoted, isEscaped, isAngled) = (0, false, false, false)
        for byte in raw {
            if isEscaped {
                if depth > 0 { comment.append(byte) } else { text.append(byte) }
                isEscaped = false
            } else if byte == UInt8(ascii: "\\"), isQuoted || depth > 0 {
                isEscaped = true
            } else if isQuoted {
                // What is quoted cannot pass for the mailbox.
                if byte == UInt8(ascii: "\"") { isQuoted = false } else { text.append(byte == 0x3C ? 0x20 : byte) }
            } else if byte == UInt8(ascii: "("), !isAngled {
                depth += 1
            } else if byte == UInt8(ascii: ")"), depth > 0 {
                depth -= 1
            } else if depth > 0 {
                comment.append(byte)
            } else if byte == UInt8(ascii: "\"") {
                isQuoted = true
            } else if byte == UInt8(ascii: ","), !isAngled, text.contains(UInt8(ascii: "@")) {
                break
            } else {
                if byte == UInt8(ascii: "<") { isAngled = true }
                if byte == UInt8(ascii: ">") { isAngled = false }
                text.append(byte)
            }
        }
        return (text, comment)
    }

    private static func mailbox(_ bytes: ArraySlice<UInt8>) -> String? {
        let text = String(decoding: bytes, as: UTF8.self).trimmingBlanks
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, text.utf8.count <= 254,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"\"<>()[]\\,;:".utf8.contains($0) })
        else { return nil }
        return text
    }
}
