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
    /// `sightings` are sorted by (entity, locus, threat), so pages are touched once. Returns how many findings were
    /// new. What was last seen before `expiry` is closed by age from the start.
    static func save(
        _ sightings: [Sighting], feed: FeedID, document: Int64?, listed: Int64, expiry: Instant?, in db: Database
    ) throws -> Int {
        let put = try HotStatement(db, Store.newFinding)
        let origin = SightingOrigin(
            feed: feed.text, document: document, listed: listed, expiry: expiry, documents: try DocumentOrder(db),
            lists: listed > 0 ? try newestLists(of: feed, in: db) : [])
        let merging = try FindingMerging(db, origin)
        var new = 0
        var threats = Set<Int64>()
        for sighting in sightings {
            threats.insert(sighting.threat)
            put.bind(sighting.entity, 1)
            put.bind(sighting.locus, 2)
            put.bind(sighting.threat, 3)
            put.bind(feed.text, 4)
            put.bind(sighting.rule.rawValue, 5)
            put.bind(sighting.confidence.rawValue, 6)
            put.bind(sighting.firstSeen.microseconds, 7)
            put.bind(sighting.lastSeen.microseconds, 8)
            put.bind(DaySetCode.encode(sighting.days), 9)
            put.bind(listed, 10)
            let (state, reason) = origin.standing(of: sighting, listed: listed)
            put.bind(state.rawValue, 11)
            put.bind(reason, 12)
            put.bind(document, 13)
            put.bind(sighting.item, 14)
            put.bind(sighting.evidence, 15)
            try put.run()
            // Most sightings of a first list are new, so the row is looked for only when it was there.
            if db.changesCount > 0 { new += 1 } else { try merging.merge(sighting) }
        }
        // Conditions are scored by their reach, which has moved.
        for threat in threats.sorted() {
            try db.execute(sql: "UPDATE threat SET match_due = match_due + 1 WHERE no = ?", arguments: [threat])
        }
        return new
    }

    static let newFinding = """
        INSERT INTO finding(entity, locus, threat, feed, rule, confidence, first_seen, last_seen, days,
            listed, state, reason, document, item, evidence)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """
}
