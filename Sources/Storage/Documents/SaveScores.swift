import GRDB
package import Vocabulary

extension Store {
    /// Replaces EPSS scores, and keeps history only where a score moved by at least 0.01 (DESIGN §3).
    ///
    /// A threat whose score moved so far is judged again.
    static func saveScores(_ scores: [EPSSScore], day: UTCDay, in db: Database) throws {
        guard !scores.isEmpty else { return }
        let find = try db.cachedStatement(sql: "SELECT probability FROM epss WHERE cve = ?")
        let put = try db.cachedStatement(
            sql: "INSERT OR REPLACE INTO epss(cve, probability, percentile) VALUES (?, ?, ?)")
        let keep = try db.cachedStatement(
            sql: "INSERT OR REPLACE INTO epss_history(cve, day, probability) VALUES (?, ?, ?)")
        let again = try db.cachedStatement(sql: "UPDATE threat SET match_due = 1 WHERE id = ?")
        let isFirst = try !(Bool.fetchOne(db, sql: "SELECT EXISTS(SELECT 1 FROM epss_history)") ?? false)
        for score in scores {
            let before = try Int32.fetchOne(find, arguments: [score.cve])
            if let before, before == score.probability { continue }
            try put.execute(arguments: [score.cve, score.probability, score.percentile])
            let moved = before.map { abs($0 - score.probability) >= 1000 } ?? true
            if moved {
                if !isFirst && before != nil {
                    try keep.execute(arguments: [score.cve, day.number, score.probability])
                }
                try again.execute(arguments: [score.cve])
            }
        }
    }

    /// The EPSS score of a CVE; nil when FIRST gives none.
    package func score(of cve: String) async throws -> EPSSScore? {
        try await read("reading a score") { db in
            try Row.fetchOne(db, sql: "SELECT * FROM epss WHERE cve = ?", arguments: [cve]).map {
                EPSSScore(cve: $0["cve"], probability: $0["probability"], percentile: $0["percentile"])
            }
        }
    }
}
