import GRDB
import Ingest
package import Vocabulary

extension Store {
    /// Keeps of each CVE the score of the latest day that any list states, whichever is read last; history only where
    /// a score moved by at least 0.01 (DESIGN §3).
    ///
    /// A threat is judged again when its points follow: by the movement alone, a score that creeps would never move it,
    /// and what it ends at would tell in which steps it came.
    static func saveScores(of batch: DocumentBatch, in db: Database) throws {
        guard !batch.scores.isEmpty else { return }
        let put = try HotStatement(
            db, "INSERT INTO epss(cve, probability, percentile, day) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")
        let moving = try ScoreMoving(db, day: (batch.statedTime ?? batch.at).day, points: batch.scorePoints)
        let again = try HotStatement(db, "UPDATE threat SET match_due = 1 WHERE id = ?")
        for score in batch.scores {
            put.bind(score.cve, 1)
            put.bind(Int64(score.probability), 2)
            put.bind(Int64(score.percentile), 3)
            put.bind(Int64(moving.day.number), 4)
            try put.run()
            guard try db.changesCount > 0 || moving.move(to: score) else { continue }
            again.bind(score.cve, 1)
            try again.run()
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

/// Puts a score in the place of one that is known.
private struct ScoreMoving {
    let day: UTCDay
    private let points: Int
    private let find: HotStatement
    private let put: HotStatement
    private let keep: HotStatement

    init(_ db: Database, day: UTCDay, points: Int) throws {
        self.day = day
        self.points = points
        find = try HotStatement(db, "SELECT day, probability, percentile FROM epss WHERE cve = ?")
        put = try HotStatement(db, "UPDATE epss SET day = ?, probability = ?, percentile = ? WHERE cve = ?")
        keep = try HotStatement(db, "INSERT OR REPLACE INTO epss_history(cve, day, probability) VALUES (?, ?, ?)")
    }

    /// Whether the points that follow from the score moved.
    func move(to score: EPSSScore) throws -> Bool {
        let after = (Int64(day.number), Int64(score.probability), Int64(score.percentile))
        find.bind(score.cve, 1)
        guard try find.next() else { return false }
        let before = (find.int(0), find.int(1), find.int(2))
        find.reset()
        // Of two lists of one day that differ the greater score counts.
        guard before < after else { return false }
        put.bind(after.0, 1)
        put.bind(after.1, 2)
        put.bind(after.2, 3)
        put.bind(score.cve, 4)
        try put.run()
        if abs(before.1 - after.1) >= 1000 {
            keep.bind(score.cve, 1)
            keep.bind(after.0, 2)
            keep.bind(after.1, 3)
            try keep.run()
        }
        return worth(before.1) != worth(after.1)
    }

    /// As ``ThreatScore`` rounds.
    private func worth(_ probability: Int64) -> Int64 { (probability * Int64(points) + 50_000) / 100_000 }
}
