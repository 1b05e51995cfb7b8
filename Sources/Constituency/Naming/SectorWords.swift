package import Vocabulary

/// The words by which texts speak of the country and of its sectors, in any language: `Config/sectors.yaml`.
package struct SectorWords: Sendable {
    /// One way to speak of a sector.
    package struct Phrase: Sendable, Hashable {
        package var sector: Sector
        /// Folded; 1–4.
        package var words: [[UInt32]]
        /// As the file writes it.
        package var shown: String
    }

    /// Words that name the country.
    package private(set) var countries: [String]
    package private(set) var phrases: [Phrase] = []
    package private(set) var tree = WordTree()

    /// No sector is looked for; the country has its names.
    package static let none = SectorWords(countries: NameWords.countries)

    /// All of it in one order: two sets of words are the same when their lines are.
    package var lines: [String] { countries + phrases.map { "\($0.sector.rawValue): \($0.shown)" } }

    private static let wordsMax = 4

    private init(countries: [String]) { self.countries = countries }

    /// Reads the file: `country` and `sectors`, each with words by language; nil when there are problems.
    ///
    /// Endings of Azerbaijani and Russian are known; the plural of an English word is a word of its own.
    package init?(settings: SettingsNode, problems: inout [SettingsProblem]) {
        var map = SettingsMap(settings)
        self.init(countries: map.map("country") { SectorWords.texts(&$0) } ?? [])
        if countries.isEmpty, map.problems.isEmpty { map.fail("country", "missing; accepted: words by language") }
        var seen: [[[UInt32]]: Sector] = [:]
        _ = map.map("sectors") { (inner: inout SettingsMap) -> Bool? in
            for sector in Sector.allCases {
                for text in inner.map(sector.rawValue, { SectorWords.texts(&$0) }) ?? [] {
                    let words = NameWords.words(text)
                    if let other = seen[words] {
                        // The same spelling in two languages is one phrase.
                        if other == sector { continue }
                        inner.fail(sector.rawValue, "`\(text)` stands under \(other.rawValue) and \(sector.rawValue)")
                    }
                    seen[words] = sector
                    tree.add(words, Int32(phrases.count))
                    phrases.append(Phrase(sector: sector, words: words, shown: text))
                }
            }
            return true
        }
        map.finish()
        problems += map.problems
        if !map.problems.isEmpty { return nil }
    }

    private static func texts(_ map: inout SettingsMap) -> [String] {
        Language.allCases.flatMap { language in
            map.list(language.rawValue, accepts: "one to \(wordsMax) words, at most 100 bytes") { text -> String? in
                let words = NameWords.words(text)
                return (1...wordsMax).contains(words.count) && text.utf8.count <= 100 ? text : nil
            }
        }
    }
}
