/// A language we write in. ISO 639-1.
package enum Language: String, Sendable, Hashable, Codable, CaseIterable, CodingKeyRepresentable {
    case az, en, ru
}

/// One text in one or more of our languages; never empty.
package struct LocalizedText: Sendable, Hashable, Codable {
    package var texts: [Language: String]

    package init(_ texts: [Language: String]) { self.texts = texts }

    /// The text in the first wanted language that exists, else English, else any (in order az, en, ru).
    package func best(for wanted: [Language]) -> (language: Language, text: String)? {
        for language in wanted + [.en] + Language.allCases {
            if let text = texts[language] { return (language, text) }
        }
        return nil
    }
}
