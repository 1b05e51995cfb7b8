import Foundation
import GRDB
package import Vocabulary

/// What one batch says of one finding. Applying it twice, or in another order, gives the same row.
package struct Sighting: Sendable, Hashable {
    /// Number of the entity in the store.
    package var entity: Int64
    package var locus: [UInt8]
    package var threat: Int64
    package var rule: MatchRule
    package var confidence: Confidence
    package var firstSeen: Instant
    package var lastSeen: Instant
    /// Sorted, unique UTC days.
    package var days: [Int32]
    /// The row or item of the document that is the evidence for `lastSeen`.
    package var item: Int
    /// JSON: what matched and how, for `ess finding explain`.
    package var evidence: String

    package init(
        entity: Int64, locus: [UInt8], threat: Int64, rule: MatchRule, confidence: Confidence, firstSeen: Instant,
        lastSeen: Instant, days: [Int32], item: Int, evidence: String
    ) {
        self.entity = entity
        self.locus = locus
        self.threat = threat
        self.rule = rule
        self.confidence = confidence
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.days = days
        self.item = item
        self.evidence = evidence
    }
}

extension Store {
    /// Merges sightings of one document into the findings table: first = min, last = max, days = union.
    ///
    /// `sightings` are sorted by (entity, locus, threat), so pages are touched once. With `reopening` each of them opens its
    /// finding: software that matches now is there now. Returns how many findings were new.
    static func save(
        _ sightings: [Sighting], feed: FeedID, document: Int64?, listed: Int64, reopening: Bool = false,
        in db: Database
    ) throws -> Int {
        let find = try db.cachedStatement(
            sql: """
                SELECT first_seen, last_seen, days, listed, state, reason FROM finding
                WHERE entity = ? AND locus = ? AND threat = ?
                """)
        let put = try db.cachedStatement(
            sql: """
                INSERT INTO finding(entity, locus, threat, feed, rule, confidence, first_seen, last_seen, days,
                    listed, state, reason, document, item, evidence)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', NULL, ?, ?, ?)
                """)
        let extend = try db.cachedStatement(
            sql: """
                UPDATE finding SET first_seen = ?, last_seen = ?, days = ?, listed = ?, state = ?, reason = ?,
                    feed = ?, rule = ?, confidence = ?,
                    document = COALESCE(?, document), item = COALESCE(?, item), evidence = COALESCE(?, evidence)
                WHERE entity = ? AND locus = ? AND threat = ?
                """)
        var new = 0
        var threats = Set<Int64>()
        for sighting in sightings {
            let locus = Data(sighting.locus)
            threats.insert(sighting.threat)
            guard let row = try Row.fetchOne(find, arguments: [sighting.entity, locus, sighting.threat]) else {
                try put.execute(arguments: [
                    sighting.entity, locus, sighting.threat, feed.text, sighting.rule.rawValue,
                    sighting.confidence.rawValue, sighting.firstSeen.microseconds, sighting.lastSeen.microseconds,
                    Data(DaySetCode.encode(sighting.days)), listed, document, sighting.item, sighting.evidence,
                ])
                new += 1
                continue
            }
            let last: Int64 = row["last_seen"]
            let isNewer = sighting.lastSeen.microseconds > last
            let days = DaySetCode.union(DaySetCode.decode(row["days"] as Data), sighting.days)
            // A later sighting reopens; an older one, arriving late, moves only what it may move. A newer full list that
            // names the finding again is a sighting too.
            let reopens = reopening || isNewer || listed > (row["listed"] as Int64)
            let state: String = reopens ? FindingState.open.rawValue : row["state"]
            let reason: String? = reopens ? nil : row["reason"]
            try extend.execute(arguments: [
                min(row["first_seen"] as Int64, sighting.firstSeen.microseconds),
                max(last, sighting.lastSeen.microseconds), Data(DaySetCode.encode(days)),
                max(row["listed"] as Int64, listed), state, reason, feed.text, sighting.rule.rawValue,
                sighting.confidence.rawValue, isNewer ? document : nil, isNewer ? sighting.item : nil,
                isNewer ? sighting.evidence : nil, sighting.entity, locus, sighting.threat,
            ])
        }
        // Conditions are scored by their reach, which has moved; a vulnerability's own judgement brought us here.
        if !reopening {
            for threat in threats.sorted() {
                try db.execute(sql: "UPDATE threat SET match_due = 1 WHERE no = ?", arguments: [threat])
            }
        }
        return new
    }
}
