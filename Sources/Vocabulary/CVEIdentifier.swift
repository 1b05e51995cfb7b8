/// A CVE identifier: `CVE-`, a year, a sequence of four to nineteen digits (CVE Record Format 5.1, `cveId`).
package struct CVEIdentifier: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Upper case.
    package let text: String

    /// Reads either case; nil when it is not one, whole.
    package init?(_ text: some StringProtocol) {
        let upper = text.uppercased()
        let count = CVEIdentifier.length(in: Array(upper.utf8), at: 0)
        guard count > 0, count == upper.utf8.count else { return nil }
        self.text = upper
    }

    package var description: String { text }

    /// By year, then by number, so that CVE-2024-9999 stands before CVE-2024-10000.
    package static func < (left: CVEIdentifier, right: CVEIdentifier) -> Bool {
        let (a, b) = (left.text.utf8, right.text.utf8)
        let (leftYear, rightYear) = (left.text.dropFirst(4).prefix(4), right.text.dropFirst(4).prefix(4))
        if leftYear != rightYear { return leftYear < rightYear }
        return a.count == b.count ? left.text < right.text : a.count < b.count
    }

    /// Every identifier in free text, each once, in order of first appearance.
    package static func all(in text: String, limit: Int = 10_000) -> [CVEIdentifier] {
        let bytes = Array(text.utf8)
        var found: [CVEIdentifier] = []
        var seen = Set<String>()
        var at = 0
        while at + 13 <= bytes.count, found.count < limit {
            let count = length(in: bytes, at: at)
            guard count > 0, at == 0 || !isWordByte(bytes[at - 1]) else {
                at += 1
                continue
            }
            let name = String(decoding: bytes[at..<at + count], as: UTF8.self).uppercased()
            if seen.insert(name).inserted, let identifier = CVEIdentifier(name) { found.append(identifier) }
            at += count
        }
        return found
    }

    /// Bytes of the identifier that begins at `at`; 0 when none does.
    private static func length(in bytes: [UInt8], at: Int) -> Int {
        guard at + 13 <= bytes.count, bytes[at] | 0x20 == 0x63, bytes[at + 1] | 0x20 == 0x76,
            bytes[at + 2] | 0x20 == 0x65, bytes[at + 3] == 0x2D, bytes[at + 8] == 0x2D,
            bytes[at + 4..<at + 8].allSatisfy({ (0x30...0x39).contains($0) })
        else { return 0 }
        var end = at + 9
        while end < bytes.count, (0x30...0x39).contains(bytes[end]), end - at < 29 { end += 1 }
        return end - at >= 13 && end - at <= 28 ? end - at : 0
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
    }
}
