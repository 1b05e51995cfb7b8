/// Which addresses a reader may be sent to.
package enum SafeLink {
    /// Whether it is an absolute `http`, `https` or `mailto` address of at most 2,000 bytes of visible ASCII or UTF-8
    /// without spaces, quotes, angle brackets or backslashes. All else (`javascript:`, `data:`, relative) is not.
    package static func isAllowed(_ url: String) -> Bool {
        let bytes = Array(url.utf8)
        guard bytes.count <= 2_000, CleanText.line(url, bytesMax: 2_000) == url else { return false }
        let forbidden: Set<UInt8> = [0x20, 0x22, 0x27, 0x3C, 0x3E, 0x5C, 0x60, 0x7C]
        guard bytes.allSatisfy({ $0 > 0x20 && !forbidden.contains($0) }) else { return false }
        return ["https://", "http://", "mailto:"].contains { prefix in
            let head = String(decoding: bytes.prefix(prefix.utf8.count), as: UTF8.self).lowercased()
            return head == prefix && bytes.count > prefix.utf8.count
        }
    }
}
