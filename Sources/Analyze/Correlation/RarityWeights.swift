/// How telling a word is about *which* thing a title speaks of: an input like any other, versioned.
///
/// Learnt offline from a corpus (`Tests/correlation/learn_rarity.py`): the rarer a word, the nearer to 1. A word that
/// the corpus does not know weighs 1; a word of the trade in any language (*vulnerability*, *haavoittuvuus*) weighs
/// nothing. Names of vendors and products are known, so that an inflected name is taken back to itself. Beside it
/// stand the words of the news (``NewsWords``) and of places (``PlaceNames``), by hand.
package struct RarityWeights: Sendable {
    /// What a decision cites: `2026-11-25`.
    package let version: String
    private let weights: [String: Int]
    private let names: Set<String>
    private let generic: Set<String>
    private let genericStems: Set<String>
    private let ordinary: Set<String>
    private let ordinaryStems: Set<String>
    private let topics: Set<String>
    /// Words that say "this is a notice of a CERT or vendor about a product".
    let notices: Set<String>
    /// Groups and malware that many events have in common.
    let actors: Set<String>
    let roles: [String: WordRoles]
    let places: [String: PlaceNames.Place]

    /// Below this a word says nothing.
    static let weightMin = 10
    /// What a known name weighs at least, however often it is named.
    private static let nameMin = 30
    /// A word that weighs less begins no name.
    private static let frequentMax = 40
    /// How many letters an ending may have.
    private static let endingMax = 4

    /// - Parameters:
    ///   - common: lines of a weight in hundredths and the words that have it, separated by blanks.
    ///   - names: words of vendors' and products' names, separated by blanks.
    ///   - generic: words of the trade in any language, separated by blanks, folded like titles.
    ///   - notices: those among them that name a notice or a kind of flaw.
    package init(version: String, common: String, names: String, generic: String, notices: String) {
        self.version = version
        var weights: [String: Int] = [:]
        for line in common.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard let first = words.first, let hundredths = Int(first) else { continue }
            for word in words.dropFirst() { weights[String(word)] = hundredths }
        }
        self.weights = weights
        self.names = RarityWeights.words(names)
        self.generic = RarityWeights.words(generic)
        self.notices = RarityWeights.words(notices)
        genericStems = Set(
            self.generic.filter { $0.count >= 6 }.map { String($0.prefix(max(6, $0.count - 3))) })
        ordinary = RarityWeights.words(NewsWords.ordinary + NewsWords.otherLanguages + NewsWords.topics)
        ordinaryStems = Set(ordinary.filter { $0.count >= 7 }.map { String($0.prefix(max(6, $0.count - 2))) })
        topics = Set(RarityWeights.words(NewsWords.topics).map(EnglishStem.of))
        actors = RarityWeights.words(NewsWords.actors)
        roles = NewsWords.roles
        places = PlaceNames.places
    }

    /// The table that this release was learnt with.
    package static let standard = RarityWeights(
        version: learntVersion, common: learntCommon, names: learntNames, generic: genericWords, notices: noticeWords)

    private static func words(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
    }

    func isName(_ word: String) -> Bool { names.contains(word) }

    /// Whether the corpus has it.
    func isKnown(_ word: String) -> Bool { weights[word] != nil }

    func isFrequent(_ word: String) -> Bool { weights[word].map { $0 < RarityWeights.frequentMax } ?? false }

    /// In hundredths: 0 for a word of the trade, else up to 100.
    func weight(of word: String) -> Int {
        if isGeneric(word) { return 0 }
        let weight = weights[word] ?? 100
        return names.contains(word) ? max(weight, RarityWeights.nameMin) : weight
    }

    /// The known name of which `word` is an inflected form (*Ivantin*, *Outlookissa*), else the word itself.
    func base(of word: String) -> String {
        if names.contains(word) || weights[word] != nil { return word }
        let count = word.count
        var length = count - 1
        while length > max(4, count - RarityWeights.endingMax - 1) {
            let stem = String(word.prefix(length))
            if names.contains(stem), !stem.allSatisfy(\.isNumber) { return stem }
            length -= 1
        }
        return word
    }

    /// A word of the trade, or an inflected form of one: it begins like one, six letters or more.
    func isGeneric(_ word: String) -> Bool {
        if generic.contains(word) { return true }
        let count = word.count
        guard count >= 7, !names.contains(word) else { return false }
        return (6..<count).contains { genericStems.contains(String(word.prefix($0))) }
    }

    /// A word of the news, or an inflected form of one.
    func isOrdinary(_ word: String) -> Bool {
        if ordinary.contains(word) { return true }
        let count = word.count
        guard count >= 7, !names.contains(word) else { return false }
        return (6...count).contains { ordinaryStems.contains(String(word.prefix($0))) }
    }

    /// The stem of a word that says of what kind victim or news is.
    func topic(of word: String) -> String? {
        let stem = EnglishStem.of(word)
        return topics.contains(stem) ? stem : nil
    }

    /// `177m`, `15tbps`, `500k`: digits, perhaps with a unit.
    func isAmount(_ word: String) -> Bool {
        guard word.utf8.first.map({ (0x30...0x39).contains($0) }) ?? false else { return false }
        let unit = word.drop { $0.isNumber }
        return unit.isEmpty || NewsWords.units.contains(String(unit))
    }
}

/// English words of the news without their usual endings; what is left need not be a word.
enum EnglishStem {
    static func of(_ word: String) -> String {
        let count = word.utf8.count
        guard word.utf8.allSatisfy({ $0 < 0x80 }) else { return word }
        if count > 5, word.hasSuffix("ies") { return word.dropLast(3) + "y" }
        if count > 6, word.hasSuffix("ing") { return String(word.dropLast(3)) }
        if count > 5, word.hasSuffix("ed") { return String(word.dropLast(2)) }
        if count > 5, word.hasSuffix("es"), let before = word.dropLast(2).last, "sxhz".contains(before) {
            return String(word.dropLast(2))
        }
        if count > 3, word.hasSuffix("s"), !word.hasSuffix("ss") { return String(word.dropLast()) }
        return word
    }
}
