package import Analyze
import Foundation
import GRDB
import Ingest
package import Vocabulary

/// A threat whose matches and score must be judged (again).
package struct DueThreat: Sendable {
    package var no: Int64
    package var id: ThreatID
    /// Nil for conditions, which no report describes.
    package var assessment: ThreatAssessment?
    package var epss: EPSSScore?
    /// By how much its EPSS score moved in the last ``Store/trendDays``, × 100,000; nil when it did not.
    package var epssMove: Int32?
    /// Of a condition: entities (by store number) with an open finding of it, rising.
    package var reach: [Int64]
    /// Of a condition: when and on how many days it was seen with us; nil when it never was.
    package var sightings: Sightings?
    /// When its reports changed last.
    package var changed: Instant
    /// How many reasons to judge it were counted when it was read; it stays due for those that came since.
    package var due: Int64
}

/// The judgement on one threat, to be stored.
package struct ThreatVerdict: Sendable {
    package var no: Int64
    /// As ``DueThreat/due``.
    package var due: Int64
    package var score: Int
    package var contributions: [Contribution]
    package var presence: ThreatPresence
    /// Inventory findings as they should now be, sorted by entity.
    package var inventory: [Sighting]
    /// Why inventory findings of other entities no longer hold.
    package var ended: EndedMatches
    /// Findings by the texts of its reports as they should now be, sorted likewise; nil for what no report describes.
    package var named: [Sighting]?
    /// Entities that a person says its reports do not mean.
    package var refusedNames: Set<Int64> = []
    /// Why findings by texts, of entities that no person refused, no longer hold.
    package var endedNameReason = ClosingReason.notNamed
    /// Sectors of the country that its reports speak of.
    package var sectors: [NamedSector] = []

    package init(
        no: Int64, due: Int64, score: Int, contributions: [Contribution], presence: ThreatPresence,
        inventory: [Sighting], ended: EndedMatches
    ) {
        self.no = no
        self.due = due
        self.score = score
        self.contributions = contributions
        self.presence = presence
        self.inventory = inventory
        self.ended = ended
    }
}

/// Why findings by registered software no longer hold, for whichever entities had one.
package struct EndedMatches: Sendable, Hashable {
    /// Every source has taken the threat back.
    package var isRejected: Bool
    /// Entities for which a person refused the match.
    package var refused: Set<Int64>
    /// Entities of which a source says that their software is not affected, or fixed.
    package var excluded: Set<Int64>

    package init(isRejected: Bool = false, refused: Set<Int64> = [], excluded: Set<Int64> = []) {
        self.isRejected = isRejected
        self.refused = refused
        self.excluded = excluded
    }

    /// Why an entity's finding no longer holds.
    func reason(for entity: Int64) -> ClosingReason {
        if refused.contains(entity) { return .noMatch }
        if isRejected { return .rejected }
        return excluded.contains(entity) ? .vex : .noLongerMatched
    }
}

extension Store {
    /// Up to `limit` threats that wait for judgement, by number.
    ///
    /// - Parameters:
    ///   - day: today, to which moves of scores are counted.
    ///   - known: threats as a batch left them, by number. One whose `changed` is still the store's is not read and
    ///     decoded again.
    package func threatsDue(
        limit: Int, on day: UTCDay, known: [Int64: FoldedThreat] = [:]
    ) async throws -> [DueThreat] {
        try await read("looking for threats to judge") { db in
            let list = try HotStatement(
                db,
                """
                SELECT t.no, t.id, t.changed, e.probability, e.percentile, \(Store.epssMove), t.match_due
                FROM threat t LEFT JOIN epss e ON e.cve = t.id
                WHERE t.match_due > 0 AND \(Store.hasReports) ORDER BY t.no LIMIT ?2
                """)
            let whole = try HotStatement(db, "SELECT body FROM threat_assessment WHERE threat = ?")
            let seen = try SightingsReader(db)
            var due: [DueThreat] = []
            list.bind(Int64(day.number - Store.trendDays), 1)
            list.bind(limit, 2)
            while try list.next() {
                let id = list.text(1) ?? ""
                var threat = DueThreat(
                    no: list.int(0), id: ThreatID(unchecked: id), assessment: nil, epss: nil, epssMove: nil, reach: [],
                    changed: Instant(microseconds: list.int(2)), due: list.int(6))
                if !list.isNull(3) {
                    threat.epss = EPSSScore(
                        cve: id, probability: Int32(truncatingIfNeeded: list.int(3)),
                        percentile: Int32(truncatingIfNeeded: list.int(4)))
                    if !list.isNull(5) { threat.epssMove = Int32(truncatingIfNeeded: list.int(5)) }
                }
                due.append(threat)
            }
            for index in due.indices {
                let threat = due[index]
                if let folded = known[threat.no], folded.changed == threat.changed {
                    due[index].assessment = folded.assessment
                } else {
                    due[index].assessment = try Store.assessment(threat.no, whole)
                }
                if threat.id.condition != nil { try seen.read(threat.no, into: &due[index]) }
            }
            return due
        }
    }

    /// What a threat's reports say together; nil for conditions and for what is not there.
    package func assessment(of id: ThreatID) async throws -> ThreatAssessment? {
        try await read("reading a threat") { db in
            try String.fetchOne(
                db,
                sql: "SELECT a.body FROM threat_assessment a JOIN threat t ON t.no = a.threat WHERE t.id = ?",
                arguments: [id.text]
            ).map { try StoredJSON.decode(ThreatAssessment.self, $0) }
        }
    }

    private static func assessment(_ no: Int64, _ find: HotStatement) throws -> ThreatAssessment? {
        find.bind(no, 1)
        guard try find.next() else { return nil }
        defer { find.reset() }
        return try find.withBytes(0) { body in
            try JSONCursor.read(trusted: body) { cursor throws(JSONFailure) in try cursor.readAssessment() }
        }
    }

    /// Stores judgements: scores, inventory findings that hold, and the end of those that no longer do.
    ///
    /// *A crash before the commit: the threats are still due.*
    package func save(_ verdicts: [ThreatVerdict], feed: FeedID) async throws -> Int {
        try await write("storing judgements") { db in
            var new = 0
            let put = try HotStatement(
                db,
                """
                UPDATE threat SET score = COALESCE(overridden, ?), contributions = ?, presence = ?,
                    match_due = CASE WHEN match_due = ? THEN 0 ELSE match_due END
                WHERE no = ? AND \(Store.hasReports)
                """)
            var text = StoredText(reserving: 2048)
            let inventory = try InventoryWriter(db, feed: feed.text)
            let named = try NamedWriter(db)
            let sectors = try SectorWriter(db)
            for verdict in verdicts {
                put.bind(verdict.score, 1)
                text.clear()
                text.put(verdict.contributions)
                put.bind(text: text.bytes, 2)
                put.bind(verdict.presence.rawValue, 3)
                put.bind(verdict.due, 4)
                put.bind(verdict.no, 5)
                try put.run()
                // A report that named it alone has been corrected meanwhile.
                if db.changesCount == 0 { continue }
                new += try inventory.save(verdict)
                new += try named.save(verdict)
                try sectors.save(verdict)
            }
            return new
        }
    }

    /// Of `threat`: something speaks for it. One that no report mentions any more stays closed for what people did with
    /// it (``forgetThreat(_:of:in:)``) and is neither matched nor scored until a report names it again.
    static let hasReports = "(kind = 'condition' OR EXISTS(SELECT 1 FROM mention of_it WHERE of_it.threat = no))"

    /// Makes every threat due again when rules are not those of last time; `digest` stands for the rules called `name`.
    ///
    /// - Parameter isNew: whether the first time counts as a change: rules that took effect on nothing before.
    package func judgeAgain(
        ifRulesDifferFrom digest: Int64, named name: String = "scoring rules", isNew: Bool = false
    ) async throws {
        try await write("comparing the \(name)") { db in
            let before = try Int64.fetchOne(db, sql: "SELECT value FROM counter WHERE name = ?", arguments: [name])
            guard before != digest else { return }
            try db.execute(
                sql: "INSERT INTO counter(name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
                arguments: [name, digest])
            guard before != nil || isNew else { return }
            try db.execute(sql: "UPDATE threat SET match_due = match_due + 1 WHERE \(Store.hasReports)")
        }
    }
}
