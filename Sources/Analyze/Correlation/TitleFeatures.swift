package import Vocabulary

/// A report without identifiers that must be taken at its words: what correlation sees of it, and nothing else.
package struct TitledReport: Sendable, Hashable {
    package var id: String
    package var title: String
    /// Only its identifiers are read.
    package var text: String?
    package var published: Instant?
    package var source: String?

    package init(id: String, title: String, text: String? = nil, published: Instant? = nil, source: String? = nil) {
        self.id = id
        self.title = title
        self.text = text
        self.published = published
        self.source = source
    }
}

/// Words by number, so that pairs are compared by numbers. Numbers mean nothing beyond one index: which word has which
/// follows from the order of arrival, so nothing that is shown or decided may depend on it.
struct WordNumbers {
    private var numbers: [String: Int32] = [:]
    private(set) var words: [String] = []

    mutating func number(of word: String) -> Int32 {
        if let known = numbers[word] { return known }
        let number = Int32(words.count)
        numbers[word] = number
        words.append(word)
        return number
    }
}

/// What a title says, ready to be compared with another one. An object, because a comparison must not count the
/// references of all its lists.
final class TitleFeatures: Sendable {
    /// Telling words with their weights in hundredths, sorted by number. Whole numbers add up to the same in any order.
    let telling: [(word: Int32, weight: Int)]
    /// Words and identifiers that propose candidates.
    let proposing: [Int32]
    /// CVE identifiers; empty for a round-up that names more than ``identifiersMax``.
    let identifiers: Set<CVEIdentifier>
    let year: Int?
    let published: Instant?
    let source: Int32?
    /// All words in order, for comparing wordings.
    let words: [Int32]
    /// The same, sorted, each once.
    let wordSet: [Int32]
    /// Hashes of each run of so many words, sorted: without one in common there is no long common wording.
    let runs: [Int]
    /// A CERT's or vendor's notice about a product.
    let isNotice: Bool
    /// A law firm's search for clients: the same wording for each victim.
    let isSolicitation: Bool

    /// A report may mention many threats: from here on it is a round-up and merges nothing by them.
    static let identifiersMax = 4
    /// A word less telling proposes no candidates by itself.
    static let proposingWeight = 30

    init(_ report: TitledReport, weights: RarityWeights, numbers: inout WordNumbers) {
        let plain = report.title.replacing("CVE- ", with: "CVE-").replacing("–", with: "-").replacing("‑", with: "-")
        let named = CVEIdentifier.all(in: plain, limit: 64) + CVEIdentifier.all(in: report.text ?? "", limit: 64)
        let identifiers = Set(named)
        self.identifiers = identifiers.count <= TitleFeatures.identifiersMax ? identifiers : []
        let words = TitleWords(plain)
        self.words = words.all.map { numbers.number(of: $0) }
        wordSet = Set(self.words).sorted()
        runs = TitleFeatures.runs(self.words)
        year = words.bulletinYear ?? self.identifiers.compactMap { Int($0.text.dropFirst(4).prefix(4)) }.max()
        published = report.published
        // A mark before it, so that a source is never a word.
        source = report.source.map { numbers.number(of: "/" + $0) }
        var telling: [String: Int] = [:]
        for compound in words.candidates {
            // Of `SK-CERT` no part tells anything.
            if let whole = compound.first, whole.hasPrefix("cve") || weights.isGeneric(whole) { continue }
            // A compound that is a name counts as itself alone.
            let parts = compound.count == 1 || weights.isName(compound[0]) ? [compound[0]] : compound
            for part in parts where TitleFeatures.canTell(part) {
                let word = weights.base(of: part)
                let weight = weights.weight(of: word)
                if weight > RarityWeights.weightMin { telling[word] = weight }
            }
        }
        self.telling = telling.map { (numbers.number(of: $0.key), $0.value) }.sorted { $0.word < $1.word }
        proposing = self.telling.filter { $0.weight >= TitleFeatures.proposingWeight }.map(\.word)
            + self.identifiers.map { numbers.number(of: $0.text) }
        // A title that an encoding damaged is taken for a notice: two of them are merged by identifiers only.
        isNotice = words.all.contains { weights.notices.contains($0) || $0.unicodeScalars.contains("\u{FFFD}") }
        isSolicitation = TitleFeatures.solicits(words.all)
    }

    /// Identifiers, else telling words, that both have; sorted.
    func shared(with other: TitleFeatures, _ numbers: WordNumbers) -> [String] {
        let same = identifiers.intersection(other.identifiers)
        if !same.isEmpty { return same.sorted().map(\.text) }
        let theirs = Set(other.telling.map(\.word))
        return telling.filter { theirs.contains($0.word) }.map { numbers.words[Int($0.word)] }.sorted()
    }

    private static func runs(_ words: [Int32]) -> [Int] {
        guard words.count >= TitleLikeness.templateRun else { return [] }
        return (0...words.count - TitleLikeness.templateRun).map { start in
            words[start..<start + TitleLikeness.templateRun].reduce(0) { $0 &* 0x1000_0000_01B3 &+ Int($1) &+ 1 }
        }.sorted()
    }

    /// Numbers tell when they are amounts: three or four digits, and no year.
    private static func canTell(_ word: String) -> Bool {
        guard word.allSatisfy(\.isNumber) else { return word.count >= 2 }
        return (3...4).contains(word.count) && !((word.hasPrefix("19") || word.hasPrefix("20")) && word.count == 4)
    }

    private static func solicits(_ words: [String]) -> Bool {
        let set = Set(words)
        if set.contains("llp") || set.contains("attorney") || set.contains("attorneys") { return true }
        if set.contains("claims"), words.contains(where: { $0.hasPrefix("investigat") }) { return true }
        return zip(words, words.dropFirst()).contains { pair in
            switch pair {
            case ("class", "action"), ("breach", "alert"), ("law", "firm"), ("law", "offices"): true
            default: false
            }
        }
    }
}
