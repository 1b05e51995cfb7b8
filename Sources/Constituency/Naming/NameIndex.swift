import Vocabulary

/// The names by which texts mean entities: a tree of words, built once with the register.
///
/// Looked up word by word; what stands in it is in ``patterns``. Only the core of a name counts: legal forms at its
/// edges fall away, for people leave them out.
package struct NameIndex: Sendable {
    /// One spelling of one entity's name.
    package struct Pattern: Sendable, Hashable {
        /// Position in ``RegisterIndex/entities``.
        package var entity: Int32
        /// Folded; 1–16 of them.
        package var words: [[UInt32]]
        /// As registered.
        package var shown: String
        package var weight: NameWeight
    }

    /// Words of the longest name that is looked for.
    package static let wordsMax = 16

    package private(set) var patterns: [Pattern] = []
    /// Folded words that name the country, as beginnings.
    package let countries: [[UInt32]]
    package private(set) var tree = WordTree()
    /// Names of several entities.
    private var shared: Set<[[UInt32]]> = []

    /// - Parameters:
    ///   - entities: in the order of the register.
    ///   - countries: words that name the country, in any language.
    package init(_ entities: [Entity], countries: [String]) {
        self.countries = countries.flatMap(NameWords.words)
        for (position, entity) in entities.enumerated() {
            var seen = Set<[[UInt32]]>()
            for name in entity.spellings {
                let words = NameIndex.core(name.text)
                guard !words.isEmpty, words.count <= NameIndex.wordsMax, seen.insert(words).inserted else { continue }
                let weight = NameWeight(words, isDistinct: name.isDistinct, countries: self.countries)
                guard weight != .none else { continue }
                add(Pattern(entity: Int32(position), words: words, shown: name.text, weight: weight))
            }
        }
        markShared()
    }

    /// How far a spelling leads from a text to its entity.
    package func weight(of name: NameSpelling) -> NameWeight {
        let words = NameIndex.core(name.text)
        guard words.count <= NameIndex.wordsMax else { return .none }
        let weight = NameWeight(words, isDistinct: name.isDistinct, countries: countries)
        return weight != .none && shared.contains(words) ? .shared : weight
    }

    /// Whether a folded word names the country.
    package func isCountry(_ word: ArraySlice<UInt32>) -> Bool {
        countries.contains { word.starts(with: $0) && word.count - $0.count <= 5 }
    }

    private mutating func add(_ pattern: Pattern) {
        tree.add(pattern.words, Int32(patterns.count))
        patterns.append(pattern)
    }

    /// A name that two entities have is nobody's for sure.
    private mutating func markShared() {
        var owners: [[[UInt32]]: Set<Int32>] = [:]
        for pattern in patterns { owners[pattern.words, default: []].insert(pattern.entity) }
        for place in patterns.indices where owners[patterns[place].words, default: []].count > 1 {
            shared.insert(patterns[place].words)
            patterns[place].weight = .shared
        }
    }

    /// The folded words without the legal forms at both edges; all of them when nothing else would be left.
    private static func core(_ name: String) -> [[UInt32]] {
        let all = NameWords.words(name)
        var words = all
        var isCut = true
        while isCut {
            isCut = false
            for form in NameWords.legalForms where words.count > form.count {
                if words.suffix(form.count).elementsEqual(form) {
                    words.removeLast(form.count)
                    isCut = true
                } else if words.prefix(form.count).elementsEqual(form) {
                    words.removeFirst(form.count)
                    isCut = true
                }
            }
        }
        return words
    }
}

/// How far a name alone leads from a text to its entity.
package enum NameWeight: String, Sendable, Hashable, Codable, CaseIterable {
    /// Registered as meaning nobody else.
    case distinct
    /// Several words, one of which is not of everybody's; or all are, and one names the country.
    case full
    /// One word that is not of everybody's.
    case single
    /// Words of the trade alone: `Central Bank`. Means somebody only in a text that names the country.
    case generic
    /// Another entity has the same name.
    case shared
    /// One word of the trade, or no word: not looked for.
    case none

    init(_ words: [[UInt32]], isDistinct: Bool, countries: [[UInt32]]) {
        let telling = words.contains { !NameWords.isGeneric($0[...]) }
        let names = words.contains { word in countries.contains { word.starts(with: $0) } }
        if words.isEmpty {
            self = .none
        } else if isDistinct {
            self = .distinct
        } else if words.count == 1 {
            self = telling && !names ? .single : .none
        } else {
            // The country and one word of everybody's is no name: `Azerbaijan Bank`.
            self = names ? isTelling(words, beside: countries) || words.count > 2 ? .full : .generic
                : telling ? .full : .generic
        }
    }
}

/// Whether a word is neither of everybody's nor the country's.
private func isTelling(_ words: [[UInt32]], beside countries: [[UInt32]]) -> Bool {
    words.contains { word in
        !NameWords.isGeneric(word[...]) && !countries.contains { word.starts(with: $0) }
    }
}

/// A way to write an entity's name.
package struct NameSpelling: Sendable, Hashable {
    package var text: String
    /// Registered as meaning nobody else, alone in a text.
    package var isDistinct: Bool
}

extension Entity {
    /// All registered spellings: those that mean nobody else first, then names by language, then other names.
    package var spellings: [NameSpelling] {
        distinctNames.map { NameSpelling(text: $0, isDistinct: true) }
            + Language.allCases.compactMap { name.texts[$0] }.map { NameSpelling(text: $0, isDistinct: false) }
            + aliases.map { NameSpelling(text: $0, isDistinct: false) }
    }
}
