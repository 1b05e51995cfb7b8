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

    /// The identifiers of vulnerabilities in a text, sorted: all that correlation reads of it.
    package static func identifiers(in text: String) -> [String] { TitleIdentifiers.all(in: text).sorted() }
}

/// What a title says, ready to be compared with another one. An object, because a comparison must not count the
/// references of all its lists.
final class TitleFeatures: Sendable {
    /// The first letters of a name of several words, and these.
    struct Initials: Sendable {
        var word: Int32
        var parts: [Int32]
    }

    /// Telling words, sorted by number.
    let telling: [TellingWord]
    /// Countries and cities that it names as where it happened, sorted.
    let countries: [Int32]
    let cities: [Int32]
    /// Initials of the names in it, sorted; and names that are nothing but initials, sorted.
    let initials: [Initials]
    let abbreviations: [Int32]
    /// Words and identifiers that propose candidates.
    let proposing: [Int32]
    /// Identifiers of vulnerabilities by number, sorted; none for a round-up that names more than ``identifiersMax``.
    let identifiers: [Int32]
    /// Schemes of the identifiers, by number, sorted.
    let schemes: [Int32]
    /// What its bulletin's number tells, else its identifiers.
    let year: Int?
    let month: TitleMonth?
    let published: Instant?
    let source: Int32?
    /// All words in order, for comparing wordings.
    let words: [Int32]
    /// The same, sorted, each once.
    let wordSet: [Int32]
    /// Hashes of each run of so many words, sorted: without one in common there is no long common wording.
    let runs: [Int]
    /// A CERT's or vendor's notice about a product, by its words.
    let isNotice: Bool
    /// The same, and it tells of no attack.
    let isProduct: Bool
    /// A law firm's search for clients: the same wording for each victim.
    let isSolicitation: Bool

    /// A report may mention many threats: from here on it is a round-up and merges nothing by them.
    static let identifiersMax = 4
    /// A word less telling proposes no candidates by itself.
    static let proposingWeight = 30

    init(_ report: TitledReport, weights: RarityWeights, numbers: inout WordNumbers) {
        let plain = report.title.replacing("CVE- ", with: "CVE-").replacing("–", with: "-").replacing("‑", with: "-")
        var named = TitleIdentifiers.all(in: plain).union(report.text.map(TitleIdentifiers.all(in:)) ?? [])
        if named.count > TitleFeatures.identifiersMax { named = [] }
        identifiers = named.map { numbers.number(of: $0) }.sorted()
        schemes = Set(named.map { numbers.number(of: "/" + TitleIdentifiers.scheme(of: $0)) }).sorted()
        let words = TitleWords(plain)
        self.words = words.all.map { numbers.number(of: $0) }
        wordSet = Set(self.words).sorted()
        runs = TitleFeatures.runs(self.words)
        year = words.bulletinYear ?? named.compactMap(TitleIdentifiers.year(of:)).max()
        month = TitleMonth(words.all)
        published = report.published
        // A mark before it, so that a source is never a word.
        source = report.source.map { numbers.number(of: "/" + $0) }
        // A title that an encoding damaged is taken for a notice: two of them are merged by identifiers only.
        isNotice = words.all.contains { weights.notices.contains($0) || $0.unicodeScalars.contains("\u{FFFD}") }
        let told = TitleTelling(words, weights: weights, isNotice: isNotice, numbers: &numbers)
        isProduct = told.isProduct
        telling = told.telling.values.sorted { $0.word < $1.word }
        (countries, cities) = (told.countries.sorted(), told.cities.sorted())
        (initials, abbreviations) = (told.initials(&numbers), told.abbreviations())
        proposing = TitleFeatures.proposing(telling, identifiers + initials.map(\.word))
        isSolicitation = TitleFeatures.solicits(words.all)
    }

    /// Identifiers, else telling words, that both have; sorted.
    func shared(with other: TitleFeatures, _ numbers: WordNumbers) -> [String] {
        let same = Set(identifiers).intersection(other.identifiers)
        if !same.isEmpty { return same.map { numbers.words[Int($0)] }.sorted() }
        let theirs = Set(other.telling.map(\.word))
        let words = telling.map(\.word).filter(theirs.contains) + TitleOverlap(self, other).initials
        return words.map { numbers.words[Int($0)] }.sorted()
    }

    /// Whether each names places, and none in common.
    func isElsewhere(from other: TitleFeatures) -> Bool {
        if countries.isEmpty || other.countries.isEmpty { return false }
        if TitleLikeness.commonCount(countries, other.countries) == 0 { return true }
        return !cities.isEmpty && !other.cities.isEmpty && TitleLikeness.commonCount(cities, other.cities) == 0
    }

    /// Each once.
    private static func proposing(_ telling: [TellingWord], _ others: [Int32]) -> [Int32] {
        let words = telling.filter { $0.weight >= proposingWeight }.map(\.word)
        return others.isEmpty ? words : words + Set(others).subtracting(words).sorted()
    }

    private static func runs(_ words: [Int32]) -> [Int] {
        guard words.count >= TitleLikeness.templateRun else { return [] }
        return (0...words.count - TitleLikeness.templateRun).map { start in
            words[start..<start + TitleLikeness.templateRun].reduce(0) { $0 &* 0x1000_0000_01B3 &+ Int($1) &+ 1 }
        }.sorted()
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
