import GRDB
import Ingest
package import Vocabulary

extension Store {
    /// The scores of a batch, unless a document of the same feed states a later day: the newest list stands, whichever
    /// is read last.
    static func saveScores(of batch: DocumentBatch, in db: Database) throws {
        guard !batch.scores.isEmpty else { return }
        let stated = batch.statedTime ?? batch.at
        let isOlder = try Bool.fetchOne(
            db, sql: "SELECT EXISTS(SELECT 1 FROM document WHERE feed = ? AND id <> ? AND stated > ?)",
            arguments: [batch.feed.id.text, batch.document, stated.microseconds])
        guard isOlder != true else { return }
        try saveScores(batch.scores, day: stated.day, in: db)
    }

    /// Replaces EPSS scores, and keeps history only where a score moved by at least 0.01.
    ///
    /// A threat whose score moved so far is judged again.
    static func saveScores(_ scores: [EPSSScore], day: UTCDay, in db: Database) throws {
        guard !scores.isEmpty else { return }
        let put = try HotStatement(
            db, "INSERT INTO epss(cve, probability, percentile) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
        let find = try HotStatement(db, "SELECT probability FROM epss WHERE cve = ?")
        let move = try HotStatement(db, "UPDATE epss SET probability = ?, percentile = ? WHERE cve = ?")
        let keep = try HotStatement(
            db, "INSERT OR REPLACE INTO epss_history(cve, day, probability) VALUES (?, ?, ?)")
        let again = try HotStatement(db, "UPDATE threat SET match_due = 1 WHERE id = ?")
        for score in scores {
            put.bind(score.cve, 1)
            put.bind(Int64(score.probability), 2)
            put.bind(Int64(score.percentile), 3)
            try put.run()
            if db.changesCount == 0 {
                find.bind(score.cve, 1)
                guard try find.next() else { continue }
                let before = find.int(0)
                find.reset()
                if before == Int64(score.probability) { continue }
                move.bind(Int64(score.probability), 1)
                move.bind(Int64(score.percentile), 2)
                move.bind(score.cve, 3)
                try move.run()
                guard abs(before - Int64(score.probability)) >= 1000 else { continue }
                keep.bind(score.cve, 1)
                keep.bind(Int64(day.number), 2)
                keep.bind(Int64(score.probability), 3)
                try keep.run()
            }
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
