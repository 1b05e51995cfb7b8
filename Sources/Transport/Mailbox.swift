/// A mailbox of RFC 5321 § 4.1.2 that can stand between `<` and `>` in a command without becoming one.
///
/// ASCII only, dot-string local parts, no quoting, no source routes: what cannot be misread is what is accepted (I11).
struct Mailbox: Sendable, Hashable {
    let text: String

    /// Nil when the text is no such mailbox: local part 1–64 bytes, domain 1–255 bytes or an address literal.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count <= 254, let at = bytes.lastIndex(of: 0x40) else { return nil }
        let local = bytes[..<at]
        let domain = bytes[(at + 1)...]
        guard (1...64).contains(local.count), (1...255).contains(domain.count),
            Mailbox.isDotted(local, Mailbox.isAtomText), Mailbox.isDomain(domain)
        else { return nil }
        self.text = text
    }

    private static func isDotted(_ bytes: ArraySlice<UInt8>, _ isAllowed: (UInt8) -> Bool) -> Bool {
        bytes.split(separator: 0x2E, omittingEmptySubsequences: false)
            .allSatisfy { !$0.isEmpty && $0.allSatisfy(isAllowed) }
    }

    private static func isDomain(_ bytes: ArraySlice<UInt8>) -> Bool {
        if bytes.first == 0x5B, bytes.last == 0x5D {
            let inner = bytes.dropFirst().dropLast()
            return !inner.isEmpty && inner.allSatisfy { isLetterOrDigit($0) || $0 == 0x3A || $0 == 0x2E }
        }
        return isDotted(bytes) { isLetterOrDigit($0) || $0 == 0x2D }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
    }

    /// RFC 5322 § 3.2.3 atext.
    private static func isAtomText(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }
}
