package import Vocabulary

/// Names a piece of guidance; the file is `ID.LANGUAGE.md`.
package struct GuidanceID: ChosenName {
    package let text: String
    package init(unchecked text: String) { self.text = text }
}

/// One reusable instruction or recommendation in one language, from a file of `Config/guidance/`.
package struct Guidance: Sendable, Hashable, Codable {
    /// Whether a named native reader approved the text.
    package enum Status: String, Sendable, Hashable, Codable, CaseIterable {
        case reviewed, unreviewed
    }

    package var id: GuidanceID
    package var language: Language
    package var title: String
    package var status: Status
    /// At least this urgent when attached.
    package var urgency: Urgency
    package var keys: GuidanceKeys
    /// CommonMark.
    package var markdown: String
}

/// What a piece is for; a piece matches when any key does.
package struct GuidanceKeys: Sendable, Hashable, Codable {
    package var kinds: [ThreatKind] = []
    package var types: [RSIT] = []
    /// `CWE-287`.
    package var weaknesses: [String] = []
    /// Lower case `vendor` or `vendor/product`.
    package var products: [String] = []
    /// Lower-case words looked for as whole words in title and threat ids: `telnet`.
    package var words: [String] = []
    /// Marks of the threat itself.
    package var marks: [GuidanceMark] = []

    package init() {}
}

/// A property of a threat that guidance may be keyed by.
package enum GuidanceMark: String, Sendable, Hashable, Codable, CaseIterable {
    case exploited, ransomware
}

/// A piece that fits, and why: the first key that matched, as `key: value`.
package struct GuidanceMatch: Sendable, Hashable, Codable {
    package var id: GuidanceID
    package var reason: String
}
