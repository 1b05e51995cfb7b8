import GRDB
import Vocabulary

/// The inventory findings of a threat as they stand, compared with what they should be.
struct StandingFindings {
    private let find: HotStatement
    private let feed: String
    private let locus = LocusCode.encode(.inventory)

    init(_ db: Database, feed: String) throws {
        self.feed = feed
        find = try HotStatement(
            db,
            """
            SELECT entity, state, feed, rule, confidence, first_seen, last_seen, days, item, evidence, reason
            FROM finding WHERE threat = ? AND locus = ? ORDER BY entity
            """)
    }

    /// Whether a judgement with these findings, sorted by entity, would change a row.
    ///
    /// - Parameter reason: why a finding of an entity that is not among them no longer holds.
    func differ(
        from sightings: [Sighting], of threat: Int64, ending reason: (Int64) -> ClosingReason
    ) throws -> Bool {
        try compare(sightings, of: threat, ending: reason) { _, _ in true }.isDifferent
    }

    /// What a judgement would change: findings that are missing or stand otherwise, and entities whose finding no
    /// longer holds and is not closed for this reason.
    func changes(
        to sightings: [Sighting], of threat: Int64, ending reason: (Int64) -> ClosingReason
    ) throws -> (put: [Sighting], ended: [Int64]) {
        let found = try compare(sightings, of: threat, ending: reason) { _, _ in false }
        return (found.put, found.ended)
    }

    /// - Parameter stops: whether one difference is enough.
    private func compare(
        _ sightings: [Sighting], of threat: Int64, ending reason: (Int64) -> ClosingReason,
        _ stops: (_ put: Int, _ ended: Int) -> Bool
    ) throws -> (put: [Sighting], ended: [Int64], isDifferent: Bool) {
        var put: [Sighting] = []
        var ended: [Int64] = []
        var next = 0
        find.bind(threat, 1)
        find.bind(locus, 2)
        defer { find.reset() }
        while try find.next() {
            let entity = find.int(0)
            while next < sightings.count, sightings[next].entity < entity {
                put.append(sightings[next])
                next += 1
            }
            if next < sightings.count, sightings[next].entity == entity {
                if !stands(sightings[next]) { put.append(sightings[next]) }
                next += 1
            } else if !isClosed(reason(entity)) {
                ended.append(entity)
            }
            if !put.isEmpty || !ended.isEmpty, stops(put.count, ended.count) { return (put, ended, true) }
        }
        put += sightings[next...]
        return (put, ended, !put.isEmpty || !ended.isEmpty)
    }

    /// Whether the present row is closed for this reason, or for one that no judgement gives.
    private func isClosed(_ reason: ClosingReason) -> Bool {
        find.holds(FindingState.closed.rawValue, 1)
            && (find.holds(reason.rawValue, 10)
                || !ClosingReason.ofJudgements.contains { find.holds($0.rawValue, 10) })
    }

    /// Whether the present row says exactly this and is open.
    private func stands(_ sighting: Sighting) -> Bool {
        find.int(5) == sighting.firstSeen.microseconds && find.int(6) == sighting.lastSeen.microseconds
            && find.int(8) == Int64(sighting.item) && find.holds(FindingState.open.rawValue, 1)
            && find.holds(feed, 2) && find.holds(sighting.rule.rawValue, 3)
            && find.holds(sighting.confidence.rawValue, 4) && find.blob(7) == DaySetCode.encode(sighting.days)
            && find.holds(sighting.evidence, 9)
    }
}
