import Analyze
import Testing
import Vocabulary

@Suite struct ConditionScoreTests {
    private let telnet = ThreatID(unchecked: "condition:vulnerable/potentially-unwanted-accessible/open-telnet")
    private let day: Int64 = 86_400

    private func score(seen last: Int64, days: Int, at now: Int64, decay: Int = 30) -> [String: Int] {
        var rules = ScoringRules()
        rules.decayDays = decay
        let score = ThreatScore.of(
            condition: telnet, sightings: Sightings(last: Instant(seconds: last * day), days: days),
            reach: NationalReach([.medium: 1]), at: Instant(seconds: now * day), rules: rules)
        return Dictionary(uniqueKeysWithValues: score.contributions.map { ($0.rule, $0.points) })
    }

    /// 25 points for an open door, 9 for one entity of weight 2.
    @Test func `what was seen today counts whole, and a new sighting gives all of it back`() {
        #expect(score(seen: 100, days: 1, at: 100) == ["condition": 25, "reach": 9])
        #expect(score(seen: 100, days: 2, at: 115)["decay"] == -6)
        #expect(score(seen: 115, days: 3, at: 115)["decay"] == nil)
    }

    @Test func `what nobody sees any more fades in proportion to time, to nothing`() {
        #expect(score(seen: 100, days: 1, at: 112)["decay"] == -10)
        #expect(score(seen: 100, days: 1, at: 130)["decay"] == -25)
        #expect(score(seen: 100, days: 1, at: 900)["decay"] == -25)
        #expect(score(seen: 100, days: 1, at: 90)["decay"] == nil)
    }

    @Test func `each doubling of the days it was seen on makes it last as long again`() {
        // One day: 30 days; two and three: 60; four: 90.
        #expect(score(seen: 100, days: 3, at: 130)["decay"] == -13)
        #expect(score(seen: 100, days: 4, at: 130)["decay"] == -8)
        #expect(score(seen: 100, days: 1, at: 105, decay: 5)["decay"] == -25)
    }

    @Test func `what was never seen with us scores nothing`() {
        let score = ThreatScore.of(
            condition: telnet, sightings: nil, reach: NationalReach(), at: Instant(seconds: 0), rules: ScoringRules())
        #expect(score.contributions.isEmpty)
    }
}
