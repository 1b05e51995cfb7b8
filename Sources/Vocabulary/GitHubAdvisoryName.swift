/// Ids of the GitHub Advisory Database in running text: `GHSA-` and three groups of four.
///
/// Source: GitHub, "About the GitHub Advisory database", GHSA IDs (`GHSA(-[23456789cfghjmpqrvwx]{4}){3}`).
package enum GitHubAdvisoryName {
    private static let length = 19
    private static let letters = Set("23456789cfghjmpqrvwx".utf8)

    /// Every id in the text, each once, in order of first appearance, as GitHub writes them.
    package static func all(in text: String, limit: Int = 1000) -> [String] {
        let bytes = Array(text.utf8)
        var found: [String] = []
        var at = 0
        while at + length <= bytes.count, found.count < limit {
            guard stands(in: bytes, at), at == 0 || !isWord(bytes[at - 1]) else {
                at += 1
                continue
            }
            let groups = String(decoding: bytes[at + 4..<at + length], as: UTF8.self).lowercased()
            let name = "GHSA" + groups
            if !found.contains(name) { found.append(name) }
            at += length
        }
        return found
    }

    private static func stands(in bytes: [UInt8], _ at: Int) -> Bool {
        guard bytes[at] | 0x20 == 0x67, bytes[at + 1] | 0x20 == 0x68, bytes[at + 2] | 0x20 == 0x73,
            bytes[at + 3] | 0x20 == 0x61
        else { return false }
        for offset in 4..<length {
            let byte = bytes[at + offset]
            let isDash = (offset - 4) % 5 == 0
            let isLetter = (0x41...0x5A).contains(byte)
            guard isDash ? byte == 0x2D : letters.contains(isLetter ? byte | 0x20 : byte) else { return false }
        }
        return at + length == bytes.count || !isWord(bytes[at + length])
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x5F
    }
}
