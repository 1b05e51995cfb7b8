import Vocabulary

/// Gates for what a register says of contacts. Each returns the accepted spelling, nil when the text is not one.
enum ContactText {
    /// One `@`, no white space, control or separator byte, a well-formed domain; at most 254 bytes (RFC 5321 §
    /// 4.5.3.1).
    static func mail(_ text: String) -> String? {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].utf8.count), text.utf8.count <= 254,
            parts[0].utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !Array("\"(),:;<>[\\]".utf8).contains($0) }),
            DomainName.isWellFormed(DomainName.normalised(String(parts[1])), topLevel: true)
        else { return nil }
        return "\(parts[0])@\(DomainName.normalised(String(parts[1])))"
    }

    /// E.164: `+` and 7–15 digits; spaces, dashes and parentheses are taken away.
    static func phone(_ text: String) -> String? {
        let kept = text.utf8.filter { ![0x20, 0x2D, 0x28, 0x29].contains($0) }
        guard kept.first == UInt8(ascii: "+"), (8...16).contains(kept.count),
            kept.dropFirst().allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return String(decoding: kept, as: UTF8.self)
    }

    static func fingerprint(_ text: String) -> String? {
        let kept = String(decoding: text.utf8.filter { $0 != 0x20 }, as: UTF8.self)
        guard let bytes = Hex.decode(kept), [20, 32].contains(bytes.count) else { return nil }
        return kept.uppercased()
    }

    static func time(_ text: String) -> Instant? { Instant(text) }
}
