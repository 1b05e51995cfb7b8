/// How telling a word is about *which* thing a title speaks of: an input like any other, versioned.
///
/// Learnt offline from a corpus (`Tests/correlation/learn_rarity.py`): the rarer a word, the nearer to 1. A word that
/// the corpus does not know weighs 1; a word of the trade in any language (*vulnerability*, *haavoittuvuus*) weighs
/// nothing. Names of vendors and products are known, so that an inflected name is taken back to itself.
package struct RarityWeights: Sendable {
    /// What a decision cites: `2026-11-25`.
    package let version: String
    private let weights: [String: Int]
    private let names: Set<String>
    private let generic: Set<String>
    private let genericStems: Set<String>
    /// Words that say "this is a notice of a CERT or vendor about a product".
    let notices: Set<String>

    /// Below this a word says nothing.
    static let weightMin = 10
    /// What a known name weighs at least, however often it is named.
    private static let nameMin = 30

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
        self.names = Set(names.split(whereSeparator: \.isWhitespace).map(String.init))
        self.generic = Set(generic.split(whereSeparator: \.isWhitespace).map(String.init))
        self.notices = Set(notices.split(whereSeparator: \.isWhitespace).map(String.init))
        genericStems = Set(
            self.generic.filter { $0.count >= 6 }.map { String($0.prefix(max(6, $0.count - 3))) })
    }

    /// The table that this release was learnt with.
    package static let standard = RarityWeights(
        version: learntVersion, common: learntCommon, names: learntNames, generic: genericWords, notices: noticeWords)

    func isName(_ word: String) -> Bool { names.contains(word) }

    /// In hundredths: 0 for a word of the trade, else up to 100.
    func weight(of word: String) -> Int {
        if isGeneric(word) { return 0 }
        let weight = weights[word] ?? 100
        return names.contains(word) ? max(weight, RarityWeights.nameMin) : weight
    }

    /// The known name of which `word` is an inflected form (*Ivantin*, *Outlookissa*), else the word itself.
    func base(of word: String) -> String {
        if names.contains(word) || weights[word] != nil { return word }
        var length = word.count - 1
        while length > max(4, word.count - 6) {
            let stem = String(word.prefix(length))
            if names.contains(stem), !stem.allSatisfy(\.isNumber) { return stem }
            length -= 1
        }
        return word
    }

    /// A word of the trade, or an inflected form of one: it begins like one, six letters or more.
    func isGeneric(_ word: String) -> Bool {
        if generic.contains(word) { return true }
        guard word.count >= 7, !names.contains(word) else { return false }
        return (6..<word.count).contains { genericStems.contains(String(word.prefix($0))) }
    }
}
