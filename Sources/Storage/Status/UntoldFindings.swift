import GRDB

/// Open findings, certain or probable, of which nobody was told, counted by why.
package struct UntoldFindings: Sendable {
    /// Of feeds that are baselines, by feed; `inventory` for software whose threats rest on baselines alone, `reports`
    /// for what baselines' reports name.
    package var baseline: [(feed: String, findings: Int)] = []
    /// Withheld from every contact, by reason; closed ones are among them.
    package var withheld: [(reason: String, findings: Int)] = []
    /// Certain or probable and open, of feeds past their baseline, whether told or not.
    package var released = 0
}

extension Store {
    /// How many possible matches are open, and which findings nobody was told of; each table is walked once.
    static func untoldFindings(in db: Database) throws -> (gaps: Int, untold: UntoldFindings) {
        var gaps = 0
        var untold = UntoldFindings()
        let counts = try Row.fetchAll(
            db,
            sql: """
                SELECT f.feed AS feed, f.confidence = 'possible' AS possible, COUNT(*) AS count,
                    EXISTS(SELECT 1 FROM feed_state s WHERE s.feed = f.feed AND s.released = 1) AS released
                FROM finding f WHERE f.state = 'open' GROUP BY f.feed, possible ORDER BY f.feed, possible
                """)
        for row in counts {
            let (feed, count): (String, Int) = (row["feed"], row["count"])
            if row["possible"] {
                gaps += count
            } else if feed == "inventory" || feed == reportsFeed {
                let waiting = feed == reportsFeed ? try unreleasedNames(in: db) : try unreleasedSoftware(in: db)
                if waiting > 0 { untold.baseline.append((feed, waiting)) }
                untold.released += count - waiting
            } else if row["released"] {
                untold.released += count
            } else {
                untold.baseline.append((feed, count))
            }
        }
        untold.withheld = try Row.fetchAll(
            db,
            sql: """
                SELECT w.reason AS reason, COUNT(DISTINCT w.cause) AS count FROM withheld w
                WHERE w.cause GLOB 'finding:*' AND NOT EXISTS(
                    SELECT 1 FROM notice_cause c WHERE c.cause = w.cause AND c.entity = w.entity)
                GROUP BY w.reason ORDER BY w.reason
                """
        ).map { ($0["reason"], $0["count"]) }
        return (gaps, untold)
    }

    /// Findings by names in reports that all came by baselines.
    private static func unreleasedNames(in db: Database) throws -> Int {
        try Int.fetchOne(
            db,
            sql: """
                SELECT COUNT(*) FROM finding f
                WHERE f.feed = ? AND f.state = 'open' AND f.confidence <> 'possible' AND NOT \(Store.released)
                """, arguments: [reportsFeed]) ?? 0
    }

    /// Findings by registered software whose threats no report of a released feed mentions.
    private static func unreleasedSoftware(in db: Database) throws -> Int {
        try Int.fetchOne(
            db,
            sql: """
                SELECT COUNT(*) FROM finding f
                WHERE f.feed = 'inventory' AND f.state = 'open' AND f.confidence <> 'possible' AND f.threat NOT IN (
                    SELECT m.threat FROM feed_state s JOIN report r ON r.feed = s.feed
                    JOIN mention m ON m.report = r.id WHERE s.released = 1)
                """) ?? 0
    }
}
