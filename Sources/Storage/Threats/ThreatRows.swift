package import Analyze
import Foundation
import GRDB
package import Vocabulary

/// A threat as lists show it.
package struct ThreatRow: Sendable, Hashable {
    package var no: Int64
    package var id: ThreatID
    package var kind: ThreatKind
    package var presence: ThreatPresence
    package var title: String
    package var isClosed: Bool
    package var work: WorkState
    package var workReason: String?
    package var watchUntil: Instant?
    package var assignee: String?
    /// What counts: the override, else the sum of the contributions.
    package var score: Int
    package var override: ScoreOverride?
    /// Earliest and latest time a source states of it; nil where no source states one.
    package var firstStated: Instant?
    package var lastStated: Instant?
    /// By our own clock, and so by the order in which things arrived: when it was first read, when last judged anew.
    package var received: Instant
    package var changed: Instant
    /// Entities with an open finding of it.
    package var entities: Int
}

/// Which threats a list asks for. Order: score falling, then id.
package struct ThreatQuery: Sendable, Hashable, Codable {
    package var presence: ThreatPresence?
    package var kind: ThreatKind?
    package var work: WorkState?
    package var minimumScore: Int?
    /// Only those with an open finding.
    package var withFindings = false
    package var includeClosed = false
    package var limit = 100
    package var offset = 0

    private enum CodingKeys: String, CodingKey {
        case presence, kind, work, minimumScore = "minimum_score", withFindings = "with_findings"
        case includeClosed = "include_closed", limit, offset
    }
    package init() {}
}

extension Store {
    /// The threats that `query` asks for, in its order; at most `limit` from `offset`.
    package func threats(_ query: ThreatQuery) async throws -> [ThreatRow] {
        try await read("listing threats") { db in
            var conditions = ["1 = 1"]
            var arguments = StatementArguments()
            if let presence = query.presence {
                conditions.append("presence = ?")
                arguments += [presence.rawValue]
            }
            if let kind = query.kind {
                conditions.append("kind = ?")
                arguments += [kind.rawValue]
            }
            if let work = query.work {
                conditions.append("work = ?")
                arguments += [work.rawValue]
            }
            if let minimum = query.minimumScore {
                conditions.append("score >= ?")
                arguments += [minimum]
            }
            if query.withFindings {
                conditions.append("EXISTS(SELECT 1 FROM finding f WHERE f.threat = t.no AND f.state = 'open')")
            }
            if !query.includeClosed { conditions.append("standing = 'current'") }
            arguments += [query.limit, query.offset]
            return try Row.fetchAll(
                db, sql: Store.threatSelect + conditions.joined(separator: " AND ")
                    + " ORDER BY score DESC, id LIMIT ? OFFSET ?", arguments: arguments
            ).compactMap(ThreatRow.init(row:))
        }
    }

    /// The threat of this id or alias, or the only one whose id begins with it; with its assessment.
    /// - Throws: `.notFound`; `.conflict` when several begin so.
    package func threat(
        _ name: String
    ) async throws -> (row: ThreatRow, assessment: ThreatAssessment?, [Contribution]) {
        try await read("reading threat \(name)") { db in
            let no = try Store.threatNumber(name, in: db)
            let row = try Row.fetchOne(db, sql: Store.threatSelect + "no = ?", arguments: [no])
            guard let row, let threat = ThreatRow(row: row) else { throw StorageFailure.missing("threat", name) }
            let stored = try String.fetchOne(
                db, sql: "SELECT body FROM threat_assessment WHERE threat = ?", arguments: [no])
            let parts: String = try String.fetchOne(
                db, sql: "SELECT contributions FROM threat WHERE no = ?", arguments: [no]) ?? "[]"
            let assessment = try stored.map { try StoredJSON.decode(ThreatAssessment.self, $0) }
            return (threat, assessment, try StoredJSON.decode([Contribution].self, parts))
        }
    }

    /// Changes where the work on a threat stands.
    package func setWork(
        _ no: Int64, _ work: WorkState, reason: String?, until: Instant? = nil, assignee: String?? = nil,
        at now: Instant, entries: [Entry]
    ) async throws {
        try await write("changing the work on a threat") { db in
            try db.execute(
                sql: "UPDATE threat SET work = ?, work_reason = ?, watch_until = ?, work_from = NULL WHERE no = ?",
                arguments: [work.rawValue, reason, until?.microseconds, no])
            if let assignee {
                try db.execute(sql: "UPDATE threat SET assignee = ? WHERE no = ?", arguments: [assignee, no])
            }
            try Store.append(entries, in: db)
        }
    }

    /// The store number of a condition's threat, made at first use.
    static func conditionNumber(_ condition: Condition, at now: Instant, in db: Database) throws -> Int64 {
        let id = condition.threat.text
        let find = try db.cachedStatement(sql: "SELECT no FROM threat WHERE id = ?")
        if let no = try Int64.fetchOne(find, arguments: [id]) { return no }
        try db.execute(
            sql: """
                INSERT INTO threat(id, kind, presence, title, standing, first_seen, changed)
                VALUES (?, 'condition', 'existing', ?, 'current', ?, ?)
                """,
            arguments: [id, condition.phrase(.en), now.microseconds, now.microseconds])
        return db.lastInsertedRowID
    }

    /// Numbers of conditions' threats, for building sightings before their batch.
    package func conditionNumbers(_ conditions: [Condition], at now: Instant) async throws -> [Int64] {
        try await write("numbering conditions") { db in
            try conditions.map { try Store.conditionNumber($0, at: now, in: db) }
        }
    }

    private static let threatSelect = "SELECT t.*, \(threatFigures) FROM threat t WHERE "

    /// What a ``ThreatRow`` needs besides the columns of `threat t`: whom it reaches, and when it was stated: for a
    /// vulnerability by its reports, for a condition by the rows that observed it.
    static let threatFigures = """
        (SELECT COUNT(DISTINCT f.entity) FROM finding f WHERE f.threat = t.no AND f.state = 'open') AS entities,
        (SELECT json_extract(a.body, '$.published') FROM threat_assessment a WHERE a.threat = t.no) AS published,
        (SELECT json_extract(a.body, '$.revised') FROM threat_assessment a WHERE a.threat = t.no) AS revised,
        (SELECT MIN(f.first_seen) FROM finding f WHERE f.threat = t.no AND t.kind = 'condition') AS first_observed,
        (SELECT MAX(f.last_seen) FROM finding f WHERE f.threat = t.no AND t.kind = 'condition') AS last_observed
        """
}

extension ThreatRow {
    init?(row: Row) {
        guard let kind = ThreatKind(rawValue: row["kind"]), let presence = ThreatPresence(rawValue: row["presence"]),
            let work = WorkState(rawValue: row["work"])
        else { return nil }
        no = row["no"]
        id = ThreatID(unchecked: row["id"])
        self.kind = kind
        self.presence = presence
        self.work = work
        title = row["title"]
        isClosed = (row["standing"] as String) == "closed"
        workReason = row["work_reason"]
        watchUntil = (row["watch_until"] as Int64?).map(Instant.init(microseconds:))
        assignee = row["assignee"]
        score = row["score"]
        override = ScoreOverride(row: row)
        let observed = (row["first_observed"] as Int64?, row["last_observed"] as Int64?)
        let revised = (row["revised"] as String?).flatMap { Instant($0) }
        // Some sources publish a revision's time alone.
        firstStated = (row["published"] as String?).flatMap { Instant($0) } ?? revised
            ?? observed.0.map(Instant.init(microseconds:))
        lastStated = revised ?? observed.1.map(Instant.init(microseconds:))
        received = Instant(microseconds: row["first_seen"])
        changed = Instant(microseconds: row["changed"])
        entities = row["entities"]
    }
}
