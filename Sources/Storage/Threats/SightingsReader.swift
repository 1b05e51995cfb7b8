import Analyze
import GRDB
import Vocabulary

/// Reads where and when a condition was seen, in one walk over its findings.
struct SightingsReader {
    private let walk: HotStatement

    init(_ db: Database) throws {
        walk = try HotStatement(
            db,
            """
            SELECT entity, MAX(state = 'open' AND confidence <> 'possible'), MAX(last_seen), MAX(length(days)) / 4
            FROM finding WHERE threat = ? GROUP BY entity ORDER BY entity
            """)
    }

    func read(_ no: Int64, into threat: inout DueThreat) throws {
        walk.bind(no, 1)
        while try walk.next() {
            if walk.int(1) == 1 { threat.reach.append(walk.int(0)) }
            let before = threat.sightings
            threat.sightings = Sightings(
                last: Instant(microseconds: max(walk.int(2), before?.last.microseconds ?? .min)),
                days: max(Int(walk.int(3)), before?.days ?? 1))
        }
    }
}
