import GRDB
package import Vocabulary

/// What an operator decided a threat scores, instead of the sum of its contributions; both are kept.
package struct ScoreOverride: Sendable, Hashable, Codable {
    /// 0–100.
    package var score: Int
    package var reason: String
    package var by: String
    package var at: Instant

    package init(score: Int, reason: String, by: String, at: Instant) {
        self.score = score
        self.reason = reason
        self.by = by
        self.at = at
    }

    init?(row: Row) {
        guard let score = row["overridden"] as Int?, let at = row["override_at"] as Int64? else { return nil }
        self.init(
            score: score, reason: row["override_reason"] ?? "", by: row["override_by"] ?? "",
            at: Instant(microseconds: at))
    }
}

/// What an operator wrote about a threat, for colleagues.
package struct ThreatRemark: Sendable, Hashable, Codable {
    package var at: Instant
    package var by: String
    package var text: String

    package init(at: Instant, by: String, text: String) {
        self.at = at
        self.by = by
        self.text = text
    }
}

extension Store {
    /// Sets the override of a threat's score, or ends it (nil) so that `sum` counts again.
    package func overrideScore(
        _ no: Int64, _ override: ScoreOverride?, sum: Int, entries: [Entry]
    ) async throws {
        try await write("overriding a score") { db in
            try db.execute(
                sql: """
                    UPDATE threat SET overridden = ?, override_reason = ?, override_by = ?, override_at = ?,
                        override_from = NULL, score = ? WHERE no = ?
                    """,
                arguments: [
                    override?.score, override?.reason, override?.by, override?.at.microseconds,
                    override?.score ?? sum, no,
                ])
            try Store.append(entries, in: db)
        }
    }

    /// Adds a remark to a threat.
    package func remark(onThreat no: Int64, _ remark: ThreatRemark, entries: [Entry]) async throws {
        try await write("noting on a threat") { db in
            try db.execute(
                sql: """
                    INSERT INTO threat_note(threat, n, at, actor, body)
                    SELECT ?, COALESCE(MAX(n), 0) + 1, ?, ?, ? FROM threat_note WHERE threat = ?
                    """, arguments: [no, remark.at.microseconds, remark.by, remark.text, no])
            try Store.append(entries, in: db)
        }
    }

    /// The remarks on a threat, oldest first; at most 1000.
    package func remarks(onThreat no: Int64) async throws -> [ThreatRemark] {
        try await read("reading the notes on a threat") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT at, actor, body FROM threat_note WHERE threat = ?1 OR threat IN (\(Store.continued))
                    ORDER BY at, n LIMIT 1000
                    """, arguments: [no]
            ).map { ThreatRemark(at: Instant(microseconds: $0[0]), by: $0[1], text: $0[2]) }
        }
    }

    /// Campaigns that the campaign of the first parameter continues.
    static let continued = """
        SELECT t.no FROM titled w JOIN threat t ON t.id = w.name WHERE w.threat = ?1
        UNION SELECT o.no FROM threat n JOIN alias a ON a.threat = n.no JOIN threat o ON o.id = a.alias
            WHERE n.no = ?1 AND n.kind = 'campaign'
        """

    /// Current threats behind number `no`, with what their score is made of; at most `limit`, by number; moves of
    /// scores are counted to `day`.
    package func scored(after no: Int64, limit: Int, on day: UTCDay) async throws -> [ScoredThreat] {
        try await read("reading threats to score") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT t.no, t.id, t.overridden, a.body, e.probability, e.percentile,
                        \(Store.epssMove) AS epss_move,
                        (SELECT MAX(f.last_seen) FROM finding f WHERE f.threat = t.no AND t.kind = 'condition')
                            AS last_seen,
                        (SELECT MAX(length(f.days)) / 4 FROM finding f WHERE f.threat = t.no
                            AND t.kind = 'condition') AS days_seen,
                        (SELECT json_group_array(entity) FROM (
                            SELECT DISTINCT f.entity FROM finding f
                            WHERE f.threat = t.no AND f.state = 'open' AND f.confidence <> 'possible')) AS reach,
                        (SELECT json_group_array(s.sector) FROM threat_sector s WHERE s.threat = t.no) AS sectors
                    FROM threat t LEFT JOIN threat_assessment a ON a.threat = t.no LEFT JOIN epss e ON e.cve = t.id
                    WHERE t.no > ?2 AND t.standing = 'current' ORDER BY t.no LIMIT ?3
                    """, arguments: [day.number - Store.trendDays, no, limit]
            ).map(ScoredThreat.init(row:))
        }
    }
}
