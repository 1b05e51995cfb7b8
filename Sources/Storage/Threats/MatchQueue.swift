package import Analyze
import Foundation
import GRDB
package import Vocabulary

/// A threat whose matches and score must be judged (again).
package struct DueThreat: Sendable {
    package var no: Int64
    package var id: ThreatID
    /// Nil for conditions, which no report describes.
    package var assessment: ThreatAssessment?
    package var epss: EPSSScore?
    /// Entities (by store number) with an open finding of it, from whatever rule.
    package var reach: [Int64]
    /// `changed` when it was read; a threat that changed since stays due.
    package var changed: Instant
}

/// The judgement on one threat, to be stored.
package struct ThreatVerdict: Sendable {
    package var no: Int64
    package var changed: Instant
    package var score: Int
    package var contributions: [Contribution]
    package var presence: ThreatPresence
    /// Inventory findings as they should now be, sorted by (entity, locus, threat).
    package var inventory: [Sighting]
    /// Entities whose inventory finding no longer holds, with why.
    package var endedReason: ClosingReason

    package init(
        no: Int64, changed: Instant, score: Int, contributions: [Contribution], presence: ThreatPresence,
        inventory: [Sighting], endedReason: ClosingReason
    ) {
        self.no = no
        self.changed = changed
        self.score = score
        self.contributions = contributions
        self.presence = presence
        self.inventory = inventory
        self.endedReason = endedReason
    }
}

extension Store {
    /// Up to `limit` threats that wait for judgement, by number.
    package func threatsDue(limit: Int) async throws -> [DueThreat] {
        try await read("looking for threats to judge") { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT t.no, t.id, t.assessment, t.changed, e.probability, e.percentile FROM threat t
                    LEFT JOIN epss e ON e.cve = t.id
                    WHERE t.match_due = 1 ORDER BY t.no LIMIT ?
                    """, arguments: [limit])
            let reach = try db.cachedStatement(
                sql: "SELECT DISTINCT entity FROM finding WHERE threat = ? AND state = 'open' ORDER BY entity")
            return try rows.map { row in
                let no: Int64 = row["no"]
                let id: String = row["id"]
                let probability: Int32? = row["probability"]
                return DueThreat(
                    no: no, id: ThreatID(unchecked: id),
                    assessment: (row["assessment"] as String) == "{}"
                        ? nil : try StoredJSON.decode(ThreatAssessment.self, row["assessment"]),
                    epss: probability.map { EPSSScore(cve: id, probability: $0, percentile: row["percentile"]) },
                    reach: try Int64.fetchAll(reach, arguments: [no]), changed: Instant(microseconds: row["changed"]))
            }
        }
    }

    /// Stores judgements: scores, inventory findings that hold, and the end of those that no longer do.
    ///
    /// *A crash before the commit: the threats are still due.*
    package func save(_ verdicts: [ThreatVerdict], feed: FeedID) async throws -> Int {
        try await write("storing judgements") { db in
            var new = 0
            for verdict in verdicts {
                try db.execute(
                    sql: """
                        UPDATE threat SET score = ?, contributions = ?, presence = ?,
                            match_due = CASE WHEN changed = ? THEN 0 ELSE 1 END WHERE no = ?
                        """,
                    arguments: [
                        verdict.score, try StoredJSON.encode(verdict.contributions), verdict.presence.rawValue,
                        verdict.changed.microseconds, verdict.no,
                    ])
                new += try Store.save(
                    verdict.inventory, feed: feed, document: nil, listed: 0, reopening: true, in: db)
                try Store.endInventory(verdict, in: db)
            }
            return new
        }
    }

    /// Makes every vulnerability due again; after the register or the rules changed.
    package func judgeAllAgain() async throws {
        try await write("asking for all threats to be judged again") { db in
            try db.execute(sql: "UPDATE threat SET match_due = 1 WHERE kind = 'vulnerability'")
        }
    }

    private static func endInventory(_ verdict: ThreatVerdict, in db: Database) throws {
        let holding = Set(verdict.inventory.map(\.entity))
        let locus = Data(LocusCode.encode(.inventory))
        let stored = try Int64.fetchAll(
            db, sql: "SELECT entity FROM finding WHERE threat = ? AND locus = ? AND state <> 'closed'",
            arguments: [verdict.no, locus])
        for entity in stored where !holding.contains(entity) {
            try db.execute(
                sql: "UPDATE finding SET state = 'closed', reason = ? WHERE entity = ? AND locus = ? AND threat = ?",
                arguments: [verdict.endedReason.rawValue, entity, locus, verdict.no])
        }
    }
}
