package import Vocabulary

/// That a text names an entity, a domain or an address of it.
package struct TextMatch: Sendable, Hashable {
    /// Position in ``RegisterIndex/entities``.
    package var entity: Int32
    package var locus: Locus
    package var rule: MatchRule
    package var confidence: Confidence
    /// What was met, as the text writes it; at most 200 bytes.
    package var words: String
    /// The registered domain, network or name.
    package var registered: String
    package var reason: NamingReason
    package var place: TextPlace
}

/// Why a text counts as naming an entity, and how surely.
package enum NamingReason: String, Sendable, Hashable, Codable, CaseIterable {
    /// A registered domain, or a name below it.
    case domain
    /// An address or network within a registered network.
    case address
    /// A name that is registered as meaning nobody else.
    case distinctName = "distinct-name"
    /// A name of several words.
    case fullName = "full-name"
    /// The name stands beside a domain or address of the same entity.
    case corroborated
    /// One word, which may mean something else.
    case oneWord = "one-word"
    /// A name of common words, in a text that names the country.
    case genericName = "generic-name"
    /// Several entities have the name.
    case sharedName = "shared-name"
    /// Written in small letters, as a phrase and not as a name.
    case smallLetters = "small-letters"
    /// One word with an ending, which may be another word.
    case inflectedWord = "inflected-word"

    /// One sentence for people.
    package var sentence: String {
        switch self {
        case .domain: "it names a registered domain or a name below it"
        case .address: "it names an address or network within a registered network"
        case .distinctName: "it names the entity by a name registered as meaning nobody else"
        case .fullName: "it names the entity by its full name"
        case .corroborated: "it names the entity beside a domain or address of it"
        case .oneWord: "one word, which may mean something else; if it means nobody else, register it in distinct_names"
        case .genericName: "a name of common words, in a text that names the country"
        case .sharedName: "several entities have this name"
        case .smallLetters: "written in small letters, as a phrase and not as a name"
        case .inflectedWord: "one word with an ending, which may be another word"
        }
    }
}

/// Where in a report the words stand.
package struct TextPlace: Sendable, Hashable, Codable, Comparable {
    /// A part of the report.
    package enum Part: String, Sendable, Hashable, Codable, CaseIterable {
        case title, text
    }

    package var part: Part
    /// Byte of the part's UTF-8, from 0.
    package var offset: Int

    package static func < (left: Self, right: Self) -> Bool {
        left.part == right.part ? left.offset < right.offset : left.part == .title
    }
}
