import GRDB

/// Open findings, certain or probable, of which nobody was told, counted by why.
package struct UntoldFindings: Sendable {
    /// Of what a feed brought that is a baseline: by feed; `inventory` for software whose threats rest on baselines
    /// alone, `reports` for what baselines' reports name.
    package var baseline: [(feed: String, findings: Int)] = []
    /// Withheld from every contact, by reason; closed ones are among them.
    package var withheld: [(reason: String, findings: Int)] = []
    /// Of feeds past their baseline.
    package var released = 0
}

extension Store {
    /// How many possible matches are open, and which findings nobody was told of.
    static func untoldFindings(in db: Database) throws -> (gaps: Int, untold: UntoldFindings) {
        var gaps = 0
        var untold = UntoldFindings()
        let told = try toldFindings(in: db)
        let counts = try Row.fetchAll(
            db,
            sql: """
                SELECT f.feed AS feed, f.confidence = 'possible' AS possible, \(heard) AS heard, COUNT(*) AS count,
                    EXISTS(SELECT 1 FROM feed_state s WHERE s.feed = f.feed AND s.released = 1) AS released
                FROM finding f WHERE f.state = 'open' GROUP BY f.feed, possible, heard
                ORDER BY f.feed, possible, heard
                """)
        var baseline: [String: Int] = [:]
        for row in counts {
            let (feed, count, heard): (String, Int, Bool?) = (row["feed"], row["count"], row["heard"])
            if row["possible"] {
                gaps += count
                continue
            }
            let left = count - (told[Heard(feed: feed, released: heard)] ?? 0)
            var waiting = heard ?? row["released"] ? 0 : left
            if feed == "inventory" { waiting = try unreleasedSoftware(in: db) }
            if feed == reportsFeed { waiting = try unreleasedNames(in: db) }
            baseline[feed, default: 0] += waiting
            untold.released += left - waiting
        }
        untold.baseline = baseline.filter { $0.value > 0 }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        untold.withheld = try Row.fetchAll(
            db,
            sql: """
                SELECT w.reason AS reason, COUNT(DISTINCT w.cause) AS count FROM withheld w
                WHERE w.cause GLOB 'finding:*' AND NOT EXISTS(
                    SELECT 1 FROM notice_cause c WHERE c.cause = w.cause AND c.entity = w.entity AND c.stands = 1)
                    AND NOT (w.cause GLOB '*/campaign:*' AND \(toldInCampaign))
                GROUP BY w.reason ORDER BY w.reason
                """
        ).map { ($0["reason"], $0["count"]) }
        return (gaps, untold)
    }

    /// Of `withheld w` about a campaign: a notice tells of it by the name of another of its reports.
    private static let toldInCampaign = """
        EXISTS(SELECT 1 FROM titled a JOIN titled b ON b.threat = a.threat
            JOIN notice_cause c ON c.stands = 1
                AND c.cause = substr(w.cause, 1, instr(w.cause, '/campaign:')) || b.name
            WHERE a.name = substr(w.cause, instr(w.cause, '/campaign:') + 1))
        """

    /// The feed whose words a finding's row bears, and of one that several feeds name whether it can be told by one
    /// past its baseline; nil where the row is the word of one feed.
    private struct Heard: Hashable {
        let feed: String
        let released: Bool?
    }

    /// Of `finding f`: ``Heard/released``.
    private static let heard = """
        CASE WHEN f.sources > 0 THEN \(releasedWord(CauseSources.telling)) END
        """

    /// Open findings that stand in notices, by feed. Only entities that were told of any finding are looked at.
    private static func toldFindings(in db: Database) throws -> [Heard: Int] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT f.feed AS feed, \(heard) AS heard, COUNT(*) AS count FROM finding f
                WHERE f.entity IN (SELECT e.no FROM entity e WHERE e.id IN (
                        SELECT entity FROM notice_cause WHERE cause >= 'finding:' AND cause < 'finding;'))
                    AND f.state = 'open' AND f.confidence <> 'possible' AND \(told)
                GROUP BY f.feed, heard
                """)
        return Dictionary(
            uniqueKeysWithValues: rows.map { (Heard(feed: $0["feed"], released: $0["heard"]), $0["count"] as Int) })
    }

    /// Findings by names in reports that all came by baselines.
    private static func unreleasedNames(in db: Database) throws -> Int {
        try Int.fetchOne(
            db,
            sql: """
                SELECT COUNT(*) FROM finding f WHERE f.feed = ? AND f.state = 'open' AND f.confidence <> 'possible'
                    AND NOT \(Store.released) AND NOT \(told)
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
                    JOIN mention m ON m.report = r.id WHERE s.released = 1) AND NOT \(told)
                """) ?? 0
    }
}
