import Storage
package import Vocabulary

/// An EPSS score and where it comes from; probabilities from 0 to 1 with five decimals, as FIRST publishes them.
package struct ScoreTrend: Codable, Sendable {
    /// A score that lies 0.01 or more from the one before, and the day of the list that stated it.
    package struct Move: Codable, Sendable {
        package var day: UTCDay
        package var probability: Double
    }

    /// Of the newest list.
    package var probability: Double
    package var percentile: Double
    /// Change in 7 and in 30 days, in steps of 0.01 and more; 0 when it did not move so far, nil when there was no
    /// score then.
    package var change7Days: Double?
    package var change30Days: Double?
    /// Oldest first, the newest 100; the first score is among them.
    package var moves: [Move]

    private enum CodingKeys: String, CodingKey {
        case probability, percentile, change7Days = "change_7_days", change30Days = "change_30_days", moves
    }

    init(_ history: ScoreHistory, on day: UTCDay) {
        probability = ScoreTrend.fraction(history.score.probability)
        percentile = ScoreTrend.fraction(history.score.percentile)
        change7Days = history.change(over: 7, to: day).map(ScoreTrend.fraction)
        change30Days = history.change(over: Store.trendDays, to: day).map(ScoreTrend.fraction)
        moves = history.kept.suffix(100).map { Move(day: $0.day, probability: ScoreTrend.fraction($0.probability)) }
    }

    private static func fraction(_ hundredThousandths: Int32) -> Double { Double(hundredThousandths) / 100_000 }
}
