import Vocabulary

/// Identifiers of vulnerabilities that a report without structure names: CVE, GitHub's (`GHSA-…`), ENISA's (`EUVD-…`).
///
/// Two reports are of one thing by one identifier in common, and of two things when both use a scheme and have none in
/// common; what different schemes name may be one flaw, so it says nothing.
enum TitleIdentifiers {
    /// Looked for in one text.
    private static let limit = 64

    /// Every identifier of the text, as its scheme writes it.
    static func all(in text: String) -> Set<String> {
        // No identifier without a stroke: most titles have none.
        guard text.utf8.contains(0x2D) else { return [] }
        return Set(CVEIdentifier.all(in: text, limit: limit).map(\.text))
            .union(GitHubAdvisoryName.all(in: text, limit: limit)).union(european(text))
    }

    /// The scheme's own name: what stands before the first stroke.
    static func scheme(of identifier: String) -> Substring { identifier.prefix { $0 != "-" } }

    /// What an identifier leaves among a title's words: it tells by itself, not by its parts.
    static func isRest(_ word: String) -> Bool {
        word.hasPrefix("cve") || word.hasPrefix("ghsa") || word.hasPrefix("euvd")
    }

    /// The year in a CVE's or EUVD's identifier.
    static func year(of identifier: String) -> Int? {
        scheme(of: identifier) == "GHSA" ? nil : Int(identifier.drop { $0 != "-" }.dropFirst().prefix(4))
    }

    /// Source: ENISA, European Vulnerability Database: `EUVD-`, a year, a number.
    private static func european(_ text: String) -> [String] {
        let names = text.utf8.split { !isWord($0) }
        return names.lazy.map { String(Substring($0)).uppercased() }.filter { name in
            let parts = name.split(separator: "-", omittingEmptySubsequences: false)
            return parts.count == 3 && parts[0] == "EUVD" && parts[1].utf8.count == 4 && !parts[2].isEmpty
                && parts[2].utf8.count <= 10 && (parts[1] + parts[2]).utf8.allSatisfy { (0x30...0x39).contains($0) }
        }.prefix(limit).map { $0 }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x2D
    }
}
