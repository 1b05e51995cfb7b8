import GRDB
package import Vocabulary

/// The EPSS score of one CVE with its moves.
package struct ScoreHistory: Sendable {
    /// One score that was kept, and the day of the list that stated it.
    package struct Kept: Sendable, Hashable {
        package var day: UTCDay
        /// Probability × 100,000.
        package var probability: Int32
    }

    package var score: EPSSScore
    /// Each that lies 0.01 or more from the one before, oldest first; never empty.
    package var kept: [Kept]

    /// By how much the score moved in the `days` before `day`: what is kept now less what counted then. Nil when there
    /// was no score then.
    package func change(over days: Int32, to day: UTCDay) -> Int32? {
        let then = kept.last { $0.day.number <= day.number - days }
        guard let then, let now = kept.last else { return nil }
        return now.probability - then.probability
    }
}

extension Store {
    /// Days over which a rise counts in the score.
    package static let trendDays: Int32 = 30

    /// The EPSS score of a CVE and its moves; nil when FIRST gives none.
    package func scoreHistory(of cve: String) async throws -> ScoreHistory? {
        try await read("reading the moves of a score") { db in
            guard let row = try Row.fetchOne(db, sql: "SELECT * FROM epss WHERE cve = ?", arguments: [cve]) else {
                return nil
            }
            let kept = try Row.fetchAll(
                db, sql: "SELECT day, probability FROM epss_history WHERE cve = ? ORDER BY day", arguments: [cve]
            ).map { ScoreHistory.Kept(day: UTCDay(number: $0["day"]), probability: $0["probability"]) }
            let last = ScoreHistory.Kept(day: UTCDay(number: row["kept_day"]), probability: row["kept"])
            return ScoreHistory(
                score: EPSSScore(cve: cve, probability: row["probability"], percentile: row["percentile"]),
                kept: kept + [last])
        }
    }

    /// Has the threats judged again whose score changes because days pass, up to `day`, from the day of the last call:
    /// those whose EPSS score's move of ``trendDays`` became another, and conditions, which fade.
    ///
    /// *A crash before the commit: the same days are asked for at the next call.*
    package func judgeTrendsAgain(to day: UTCDay) async throws {
        try await write("asking for moved scores to be judged again") { db in
            let name = "score trends"
            let last = try Int64.fetchOne(db, sql: "SELECT value FROM counter WHERE name = ?", arguments: [name])
            let now = Int64(day.number)
            guard last.map({ $0 < now }) ?? true else { return }
            let window = Int64(Store.trendDays)
            if let last {
                try db.execute(
                    sql: """
                        UPDATE threat SET match_due = match_due + 1 WHERE \(Store.hasReports) AND id IN (
                            SELECT cve FROM epss WHERE kept_day > ?1 AND kept_day <= ?2 AND EXISTS(
                                SELECT 1 FROM epss_history h WHERE h.cve = epss.cve)
                            UNION SELECT cve FROM epss_history WHERE day > ?1 AND day <= ?2)
                        """, arguments: [last - window, now - window])
                try db.execute(sql: "UPDATE threat SET match_due = match_due + 1 WHERE kind = 'condition'")
            }
            try db.execute(
                sql: "INSERT INTO counter(name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
                arguments: [name, now])
        }
    }

    /// Of `epss e`: by how much the kept score moved since the day `?1`; null when there was none then, or no move.
    static let epssMove = """
        (CASE WHEN e.kept_day > ?1 THEN e.kept - (SELECT h.probability FROM epss_history h
            WHERE h.cve = e.cve AND h.day <= ?1 ORDER BY h.day DESC LIMIT 1) END)
        """
}
