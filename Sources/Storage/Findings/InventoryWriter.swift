import Foundation
import GRDB
import Vocabulary

/// Writes the findings that one judgement gives for registered software.
///
/// Such a finding is what all current reports of its threat say together, so each judgement replaces it: times, rule,
/// confidence and evidence are those of the whole set, in whatever order its reports came (I5).
struct InventoryWriter {
    private let insert: HotStatement
    private let replace: HotStatement
    private let standing: StandingFindings
    private let forget: HotStatement
    private let close: HotStatement
    private let feed: String
    private let db: Database

    init(_ db: Database, feed: String) throws {
        self.feed = feed
        self.db = db
        insert = try HotStatement(db, Store.newFinding)
        replace = try HotStatement(
            db,
            """
            UPDATE finding SET feed = ?1, rule = ?2, confidence = ?3, first_seen = ?4, last_seen = ?5, days = ?6,
                state = 'open', reason = NULL, document = NULL, item = ?7, evidence = ?8
            WHERE entity = ?9 AND locus = ?10 AND threat = ?11
                AND (feed, rule, confidence, first_seen, last_seen, days, item, evidence, state)
                    IS NOT (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'open')
            """)
        standing = try StandingFindings(db, feed: feed)
        forget = try HotStatement(
            db,
            """
            DELETE FROM finding AS f WHERE f.entity = ? AND f.locus = ? AND f.threat = ? AND NOT \(Store.told)
            """)
        let reasons = ClosingReason.ofJudgements.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        close = try HotStatement(
            db,
            """
            UPDATE finding SET state = 'closed', reason = ?1
            WHERE entity = ?2 AND locus = ?3 AND threat = ?4
                AND (state <> 'closed' OR reason IS NOT ?1 AND reason IN (\(reasons)))
            """)
    }

    /// Puts the findings that hold and ends those that no longer do; a row that would stay as it is is not written.
    /// They are sorted by entity. Returns how many were new.
    func save(_ verdict: ThreatVerdict) throws -> Int {
        let changes = try standing.changes(
            to: verdict.inventory, of: verdict.no, ending: verdict.ended.reason(for:))
        let new = try put(changes.put)
        try end(changes.ended, by: verdict)
        return new
    }

    /// Puts findings; a row that would stay as it is is not written. Returns how many were new.
    func put(_ sightings: [Sighting]) throws -> Int {
        var new = 0
        for sighting in sightings {
            try insert(sighting)
            if db.changesCount > 0 {
                new += 1
            } else {
                try replace(sighting)
            }
        }
        return new
    }

    /// Ends the findings that no longer hold. One that somebody was told of stays, closed with its reason; one that
    /// nobody was told of goes, because in another order of the same reports it would never have been made. The reason
    /// is that of the newest judgement.
    private func end(_ entities: [Int64], by verdict: ThreatVerdict) throws {
        let locus = LocusCode.encode(.inventory)
        for entity in entities {
            try end(entity, locus, verdict.no, verdict.ended.reason(for: entity))
        }
    }

    /// Ends one finding: it goes, or is closed when somebody was told of it.
    func end(_ entity: Int64, _ locus: [UInt8], _ threat: Int64, _ reason: ClosingReason) throws {
        forget.bind(entity, 1)
        forget.bind(locus, 2)
        forget.bind(threat, 3)
        try forget.run()
        if db.changesCount > 0 { return }
        close.bind(reason.rawValue, 1)
        close.bind(entity, 2)
        close.bind(locus, 3)
        close.bind(threat, 4)
        try close.run()
    }

    private func insert(_ sighting: Sighting) throws {
        insert.bind(sighting.entity, 1)
        insert.bind(sighting.locus, 2)
        insert.bind(sighting.threat, 3)
        insert.bind(feed, 4)
        insert.bind(sighting.rule.rawValue, 5)
        insert.bind(sighting.confidence.rawValue, 6)
        insert.bind(sighting.firstSeen.microseconds, 7)
        insert.bind(sighting.lastSeen.microseconds, 8)
        insert.bind(DaySetCode.encode(sighting.days), 9)
        insert.bind(0 as Int64, 10)
        insert.bind(FindingState.open.rawValue, 11)
        insert.bind(nil as String?, 12)
        insert.bind(nil as Int64?, 13)
        insert.bind(sighting.item, 14)
        insert.bind(sighting.evidence, 15)
        try insert.run()
    }

    private func replace(_ sighting: Sighting) throws {
        replace.bind(feed, 1)
        replace.bind(sighting.rule.rawValue, 2)
        replace.bind(sighting.confidence.rawValue, 3)
        replace.bind(sighting.firstSeen.microseconds, 4)
        replace.bind(sighting.lastSeen.microseconds, 5)
        replace.bind(DaySetCode.encode(sighting.days), 6)
        replace.bind(sighting.item, 7)
        replace.bind(sighting.evidence, 8)
        replace.bind(sighting.entity, 9)
        replace.bind(sighting.locus, 10)
        replace.bind(sighting.threat, 11)
        try replace.run()
    }
}
