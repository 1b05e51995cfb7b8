import Vocabulary

/// Whether two titles speak of one thing, with all that the decision rests on, so that anybody can compute it again.
///
/// In millionths: of the squared weights of the words, in ten-thousandths of one, let *s* be shared, *a* and *b* alone,
/// *a* the smaller. Then `s / (s + a + b / 10) · s / (s + 0.2)`; half of it when each side has a word of weight 60 or
/// more alone and none is shared; half when bulletins are of two years; and `e^(-days / 40)` for the time between.
package struct TitlePair: Sendable, Hashable, Codable {
    /// A telling word and its weight in hundredths.
    package struct Word: Sendable, Hashable, Codable {
        package var word: String
        package var weight: Int
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

    private enum CodingKeys: String, CodingKey {
        case one, other, reason, likeness, identifiers, shared, oneAlone = "one_alone", otherAlone = "other_alone"
        case secondsApart = "seconds_apart", years
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
        identifiers = a.identifiers.intersection(b.identifiers).map(\.text).sorted()
        let theirs = Set(b.telling.map(\.word))
        let ours = Set(a.telling.map(\.word))
        let words = { (list: [(word: Int32, weight: Int)]) in
            list.map { Word(word: numbers.words[Int($0.word)], weight: $0.weight) }.sorted { $0.word < $1.word }
        }
        shared = words(a.telling.filter { theirs.contains($0.word) })
        oneAlone = words(a.telling.filter { !theirs.contains($0.word) })
        otherAlone = words(b.telling.filter { !ours.contains($0.word) })
        secondsApart = a.published.flatMap { x in b.published.map { y in Int(x.seconds(since: y).magnitude) } }
        years = a.year != b.year ? [a.year, b.year].compactMap { $0 } : []
        if years.count != 2 { years = [] }
    }
}
