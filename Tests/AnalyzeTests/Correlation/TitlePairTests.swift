import Foundation
import Testing
import Vocabulary

@testable import Analyze

/// The explanation of a pair says what the decision rests on.
@Suite struct TitlePairTests {
    private let weights = RarityWeights(
        version: "test", common: "50 hospital\n80 offline\n20 strikes", names: "", generic: "after", notices: "")

    private func title(_ id: String, _ title: String, days: Int64) -> TitledReport {
        TitledReport(id: id, title: title, published: Instant(seconds: 1_795_132_800 + days * 86_400))
    }

    @Test func `likeness follows from the words, their weights and the time between`() throws {
        let pair = TitlePair(
            title("a", "Quillhaven hospital offline", days: 0),
            title("b", "Strikes after strikes: Quillhaven", days: 20),
            weights: weights)
        #expect(pair.shared == [TitlePair.Word(word: "quillhaven", weight: 100, kind: "name")])
        // *Offline* is said of any victim; *hospital* says of what kind one is.
        #expect(pair.oneAlone.map(\.weight) == [50, 15] && pair.otherAlone.map(\.weight) == [15])
        #expect(pair.oneAlone.map(\.kind) == ["topic", "ordinary"] && pair.factors.isEmpty && pair.decayDays == 40)
        #expect(pair.secondsApart == 20 * 86_400 && pair.years.isEmpty && pair.reason == "shared-words")
        // Alone: 0.25 + 0.0225 and 0.0225; shared 1. By hand: 1/(1 + 0.0225 + 0.02725) · 1/1.2 · e^(-1/2).
        let expected = 1 / 1.04975 / 1.2 * exp(-0.5) * 1_000_000
        #expect(abs(Double(try #require(pair.likeness)) - expected) <= 1)
    }

    @Test func `a person's word takes the place of the likeness`() {
        let (one, other) = (title("a", "Quillhaven", days: 0), title("b", "Oxmere", days: 0))
        #expect(TitlePair(one, other, weights: weights).reason == "nothing-shared")
        let said = TitlePair(one, other, together: true, weights: weights)
        #expect(said.reason == "overruled" && said.likeness == nil)
    }
}
