import GRDB
import Ingest
import Vocabulary

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

    /// Replaces EPSS scores, and keeps history only where a score moved by at least 0.01 from what was kept last, so
    /// that many small steps are seen too.
    ///
    /// A threat whose score moved so far is judged again.
    static func saveScores(_ scores: [EPSSScore], day: UTCDay, in db: Database) throws {
        guard !scores.isEmpty else { return }
        let put = try HotStatement(
            db,
            """
            INSERT INTO epss(cve, probability, percentile, kept, kept_day) VALUES (?1, ?2, ?3, ?2, ?4)
            ON CONFLICT DO NOTHING
            """)
        let find = try HotStatement(db, "SELECT probability, kept FROM epss WHERE cve = ?")
        let move = try HotStatement(db, "UPDATE epss SET probability = ?, percentile = ? WHERE cve = ?")
        let moving = try Moving(db, day: day)
        let again = try HotStatement(db, "UPDATE threat SET match_due = 1 WHERE id = ?")
        for score in scores {
            put.bind(score.cve, 1)
            put.bind(Int64(score.probability), 2)
            put.bind(Int64(score.percentile), 3)
            put.bind(Int64(day.number), 4)
            try put.run()
            if db.changesCount == 0 {
                find.bind(score.cve, 1)
                guard try find.next() else { continue }
                let (before, kept) = (find.int(0), find.int(1))
                find.reset()
                if before == Int64(score.probability) { continue }
                move.bind(Int64(score.probability), 1)
                move.bind(Int64(score.percentile), 2)
                move.bind(score.cve, 3)
                try move.run()
                guard abs(kept - Int64(score.probability)) >= 1000 else { continue }
                try moving.move(score)
            }
            again.bind(score.cve, 1)
            try again.run()
        }
    }

    /// Puts what was kept into history, and the new score into its place.
    private struct Moving {
        private let keep: HotStatement
        private let replace: HotStatement
        private let day: Int64

        init(_ db: Database, day: UTCDay) throws {
            keep = try HotStatement(
                db,
                """
                INSERT OR IGNORE INTO epss_history(cve, day, probability)
                SELECT cve, kept_day, kept FROM epss WHERE cve = ? AND kept_day < ?
                """)
            replace = try HotStatement(db, "UPDATE epss SET kept = ?, kept_day = ? WHERE cve = ?")
            self.day = Int64(day.number)
        }

        func move(_ score: EPSSScore) throws {
            keep.bind(score.cve, 1)
            keep.bind(day, 2)
            try keep.run()
            replace.bind(Int64(score.probability), 1)
            replace.bind(day, 2)
            replace.bind(score.cve, 3)
            try replace.run()
        }
    }
}
