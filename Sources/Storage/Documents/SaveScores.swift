import GRDB
import Ingest
import Vocabulary

extension Store {
    /// Keeps of each CVE the score of the latest day that any list states, whichever is read last; history only where
    /// a score moved by at least 0.01 from what was kept last, so that many small steps are seen too.
    static func saveScores(of batch: DocumentBatch, in db: Database) throws {
        try saveScores(
            batch.scores, day: (batch.statedTime ?? batch.at).day, points: batch.scorePoints, in: db)
    }

    /// Puts the scores of a list of `day`.
    ///
    /// A threat is judged again when its history grows, and when its points follow: by the movement alone, a score that
    /// creeps would never move them, and what it ends at would tell in which steps it came.
    ///
    /// - Parameter points: what a certain exploitation gives.
    static func saveScores(_ scores: [EPSSScore], day: UTCDay, points: Int, in db: Database) throws {
        guard !scores.isEmpty else { return }
        let put = try HotStatement(
            db,
            """
            INSERT INTO epss(cve, probability, percentile, day, kept, kept_day) VALUES (?1, ?2, ?3, ?4, ?2, ?4)
            ON CONFLICT DO NOTHING
            """)
        let moving = try ScoreMoving(db, day: day, points: points)
        let again = try HotStatement(
            db, "UPDATE threat SET match_due = match_due + 1 WHERE id = ? AND \(Store.hasReports)")
        for score in scores {
            put.bind(score.cve, 1)
            put.bind(Int64(score.probability), 2)
            put.bind(Int64(score.percentile), 3)
            put.bind(Int64(day.number), 4)
            try put.run()
            guard try db.changesCount > 0 || moving.move(to: score) else { continue }
            again.bind(score.cve, 1)
            try again.run()
        }
    }
}

/// Puts a score beside what is known of its CVE.
private struct ScoreMoving {
    private let day: Int64
    private let points: Int64
    private let find: HotStatement
    private let put: HotStatement
    private let history: ScoreKeeping

    init(_ db: Database, day: UTCDay, points: Int) throws {
        self.day = Int64(day.number)
        self.points = Int64(points)
        find = try HotStatement(db, "SELECT day, probability, percentile, kept, kept_day FROM epss WHERE cve = ?")
        put = try HotStatement(db, "UPDATE epss SET day = ?, probability = ?, percentile = ? WHERE cve = ?")
        history = try ScoreKeeping(db)
    }

    /// Whether something moved from which points follow.
    func move(to score: EPSSScore) throws -> Bool {
        let after = (day, Int64(score.probability), Int64(score.percentile))
        find.bind(score.cve, 1)
        guard try find.next() else { return false }
        let before = (find.int(0), find.int(1), find.int(2))
        let kept = ScoreKeeping.Step(day: find.int(4), probability: find.int(3))
        find.reset()
        if before < after {
            // Of two lists of one day that differ the greater score counts.
            put.bind(after.0, 1)
            put.bind(after.1, 2)
            put.bind(after.2, 3)
            put.bind(score.cve, 4)
            try put.run()
        } else if after.0 == before.0 {
            return false
        }
        let step = ScoreKeeping.Step(day: after.0, probability: after.1)
        if before.0 < after.0 {
            let isKept = try history.keep(step, after: kept, of: score.cve)
            return isKept || worth(before.1) != worth(after.1)
        }
        let newest = ScoreKeeping.Step(day: before.0, probability: before < after ? after.1 : before.1)
        let isOther = try history.insert([step, newest], beside: kept, of: score.cve)
        return isOther || worth(before.1) != worth(newest.probability)
    }

    /// As ``ThreatScore`` rounds.
    private func worth(_ probability: Int64) -> Int64 { (probability * points + 50_000) / 100_000 }
}

/// Writes what is kept of a CVE's scores: the first, and then each that lies 0.01 or more from the one before.
private struct ScoreKeeping {
    struct Step: Equatable {
        var day: Int64
        /// Probability × 100,000.
        var probability: Int64
    }

    private static let threshold: Int64 = 1000
    private let past: HotStatement
    private let add: HotStatement
    private let clear: HotStatement
    private let replace: HotStatement

    init(_ db: Database) throws {
        past = try HotStatement(db, "SELECT day, probability FROM epss_history WHERE cve = ? ORDER BY day")
        add = try HotStatement(db, "INSERT INTO epss_history(cve, day, probability) VALUES (?, ?, ?)")
        clear = try HotStatement(db, "DELETE FROM epss_history WHERE cve = ?")
        replace = try HotStatement(db, "UPDATE epss SET kept = ?, kept_day = ? WHERE cve = ?")
    }

    /// Puts a later step behind the one kept last; false when it does not lie far enough from it.
    func keep(_ step: Step, after kept: Step, of cve: String) throws -> Bool {
        guard abs(kept.probability - step.probability) >= ScoreKeeping.threshold else { return false }
        try put(kept, of: cve)
        try setLast(step, of: cve)
        return true
    }

    /// Puts steps where they belong among those that are kept, as if their lists had come in the order of their days.
    /// Returns whether others are kept than before.
    ///
    /// Scores between that were not kept are known no more; each lies within 0.01 of one that was.
    func insert(_ steps: [Step], beside kept: Step, of cve: String) throws -> Bool {
        var before: [Step] = []
        past.bind(cve, 1)
        while try past.next() { before.append(Step(day: past.int(0), probability: past.int(1))) }
        before.append(kept)
        var byDay: [Int64: Int64] = [:]
        for step in before + steps { byDay[step.day] = max(step.probability, byDay[step.day] ?? step.probability) }
        var after: [Step] = []
        for (day, probability) in byDay.sorted(by: { $0.key < $1.key }) {
            if let last = after.last, abs(last.probability - probability) < ScoreKeeping.threshold { continue }
            after.append(Step(day: day, probability: probability))
        }
        guard after != before, let last = after.last else { return false }
        clear.bind(cve, 1)
        try clear.run()
        for step in after.dropLast() { try put(step, of: cve) }
        try setLast(last, of: cve)
        return true
    }

    private func put(_ step: Step, of cve: String) throws {
        add.bind(cve, 1)
        add.bind(step.day, 2)
        add.bind(step.probability, 3)
        try add.run()
    }

    private func setLast(_ step: Step, of cve: String) throws {
        replace.bind(step.probability, 1)
        replace.bind(step.day, 2)
        replace.bind(cve, 3)
        try replace.run()
    }
}
