import Vocabulary

/// Whether two titles speak of one thing, with all that the decision rests on, so that anybody can compute it again.
///
/// In millionths: of the squared weights of the words, in ten-thousandths of one, let *s* be shared, *a* and *b* alone,
/// *a* the smaller. Then `s / (s + a + b / 10) · s / (s + 0.2)`, times each of ``factors``, times
/// `e^(-days / decay_days)` for the time between. News, where neither is a notice about a product (``isNotice``), come
/// to 0 as `little-shared` below 0.15 with a name in common and below 0.1 without; and before that as `other-event` or
/// `template` where each names another victim or place (``TitleLikeness``).
package struct TitlePair: Sendable, Hashable, Codable {
    /// A telling word, its weight in hundredths, and what kind of word it was taken for.
    ///
    /// A country is its code (`AZ`), a city its name with a large letter; what is shared has the lesser weight.
    package struct Word: Sendable, Hashable, Codable {
        package var word: String
        package var weight: Int
        /// `name`, `amount`, `place`, `actor`, `topic`, `ordinary` or `lower` (small letters, or a word of the corpus).
        package var kind: String
    }

    /// Ids of the two; `one` stands first in time.
    package var one: String
    package var other: String
    /// Name of ``TitleLikeness/Reason``; `overruled` when a person said it.
    package var reason: String
    /// Millionths, up to a million; below 0 speaks against. Nil when a person said it.
    package var likeness: Int?
    /// Identifiers, where they decided.
    package var identifiers: [String]
    /// Sorted by word.
    package var shared: [Word]
    package var oneAlone: [Word]
    package var otherAlone: [Word]
    /// Seconds between publications; nil where one is undated.
    package var secondsApart: Int?
    /// Years that the bulletins' numbers tell, where they tell two.
    package var years: [Int]
    /// Months that they name, 1 to 12, where these are two.
    package var months: [Int]
    /// What the likeness was taken times, by name: `other-product` (each side has a word of weight 60 or more alone and
    /// none is shared), `other-place`, `other-year`.
    package var factors: [String: Double]
    /// Days in which the likeness falls to a third.
    package var decayDays: Double
    /// Whether one of them is a notice about a product, for which names of products decide alone.
    package var isNotice: Bool

    private enum CodingKeys: String, CodingKey {
        case one, other, reason, likeness, identifiers, shared, oneAlone = "one_alone", otherAlone = "other_alone"
        case secondsApart = "seconds_apart", years, months, factors, decayDays = "decay_days", isNotice = "is_notice"
    }

    /// - Parameter together: what a person said of the two, nil: nothing.
    package init(
        _ one: TitledReport, _ other: TitledReport, together: Bool? = nil, weights: RarityWeights = .standard
    ) {
        var numbers = WordNumbers()
        let (a, b) = (
            TitleFeatures(one, weights: weights, numbers: &numbers),
            TitleFeatures(other, weights: weights, numbers: &numbers)
        )
        let found = TitleLikeness(a, b)
        self.one = one.id
        self.other = other.id
        reason = together == nil ? found.reason.rawValue : TitleLikeness.Reason.overruled.rawValue
        likeness = together == nil ? Int(found.value) : nil
        identifiers = Set(a.identifiers).intersection(b.identifiers).map { numbers.words[Int($0)] }.sorted()
        let overlap = TitleOverlap(a, b)
        shared = TitlePair.shared(a, b, overlap, numbers)
        let spelt = (a.initials + b.initials).filter { overlap.initials.contains($0.word) }
        let both = Set(a.telling.map(\.word)).intersection(b.telling.map(\.word))
            .union(spelt.flatMap { [$0.word] + $0.parts })
        oneAlone = TitlePair.words(a.telling.filter { !both.contains($0.word) }, numbers)
        otherAlone = TitlePair.words(b.telling.filter { !both.contains($0.word) }, numbers)
        factors = found.named
        decayDays = found.factors.contains(.nameless) ? TitleLikeness.namelessDays : TitleLikeness.decayDays
        isNotice = a.isProduct || b.isProduct
        secondsApart = a.published.flatMap { x in b.published.map { y in Int(x.seconds(since: y).magnitude) } }
        years = a.year != b.year ? [a.year, b.year].compactMap { $0 } : []
        if years.count != 2 { years = [] }
        months = a.month?.month == b.month?.month ? [] : [a.month, b.month].compactMap { $0?.month }
        if months.count != 2 { months = [] }
    }

    private static func words(_ list: [TellingWord], _ numbers: WordNumbers) -> [Word] {
        list.map { Word(word: numbers.words[Int($0.word)], weight: $0.weight, kind: $0.kind.name) }
            .sorted { $0.word < $1.word }
    }

    private static func shared(
        _ a: TitleFeatures, _ b: TitleFeatures, _ overlap: TitleOverlap, _ numbers: WordNumbers
    ) -> [Word] {
        let theirs = Dictionary(uniqueKeysWithValues: b.telling.map { ($0.word, $0) })
        var both = a.telling.compactMap { own in
            theirs[own.word].map { their in
                TellingWord(
                    word: own.word, weight: min(own.weight, their.weight), full: own.full,
                    kind: min(own.kind, their.kind))
            }
        }
        both += overlap.initials.map {
            TellingWord(
                word: $0, weight: TitleOverlap.initialsWeight, full: TitleOverlap.initialsWeight, kind: .name)
        }
        return words(both, numbers)
    }
}

extension TitleLikeness {
    /// Its factors by name.
    fileprivate var named: [String: Double] {
        var named: [String: Double] = [:]
        if factors.contains(.otherProduct) { named["other-product"] = TitleLikeness.otherProduct }
        if factors.contains(.otherPlace) { named["other-place"] = TitleLikeness.otherPlace }
        if factors.contains(.otherYear) { named["other-year"] = TitleLikeness.otherYear }
        return named
    }
}

extension WordKind {
    /// As an explanation names it.
    fileprivate var name: String {
        switch self {
        case .place: "place"
        case .actor: "actor"
        case .topic: "topic"
        case .ordinary: "ordinary"
        case .lower: "lower"
        case .amount: "amount"
        case .name: "name"
        }
    }
}
