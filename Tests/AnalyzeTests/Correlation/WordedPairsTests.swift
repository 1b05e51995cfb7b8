import Testing
import Vocabulary

@testable import Analyze

/// How often the pair decision is right on titles that no table was made from. A wrong merge hides a threat; a missed
/// one only shows it twice.
@Suite struct WordedPairsTests {
    /// Two reports of two sources, two days apart.
    private func reports(_ pair: WordedPairs.Pair, _ number: Int) -> [TitledReport] {
        let start = Instant(seconds: 1_790_000_000)
        return [
            TitledReport(id: "\(number)a", title: pair.one, published: start, source: "x"),
            TitledReport(id: "\(number)b", title: pair.other, published: start.adding(seconds: 172_800), source: "y"),
        ]
    }

    @Test func `two events in like wordings stay two, and one event in two wordings is mostly one`() {
        var (joined, missed, merged): (Int, [String], [String]) = (0, [], [])
        for (number, pair) in WordedPairs.all.enumerated() {
            let places = TitleClusters(reports(pair, number)).places
            switch (places[0].cluster == places[1].cluster, pair.isOne) {
            case (true, true): joined += 1
            case (false, true): missed.append("\(pair.one) | \(pair.other)")
            case (true, false): merged.append("\(pair.one) | \(pair.other)")
            case (false, false): break
            }
        }
        #expect(WordedPairs.all.count == 156 && joined + missed.count == 64)
        #expect(merged.count <= 2, "\(merged)")
        #expect(joined >= 62, "\(missed)")
    }

    @Test func `in one set no two events of different pairs become one by their wording`() {
        let events = WordedPairs.all.filter { !$0.isOne }.enumerated().flatMap { reports($1, $0) }
        let clusters = Dictionary(grouping: TitleClusters(events).places.map(\.cluster), by: \.self)
        // 92 pairs of two events each, some of which name one victim twice over.
        #expect(clusters.count >= 174, "\(clusters.values.filter { $0.count > 1 }.map { $0[0] })")
    }
}
