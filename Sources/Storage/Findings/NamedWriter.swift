import GRDB
import Vocabulary

/// Writes the findings that one judgement gives by the texts of a threat's reports.
///
/// As with registered software, such a finding is what all current reports say together: each judgement replaces it,
/// and one that no longer holds goes, or stays closed when somebody was told of it (I5).
struct NamedWriter {
    private let rows: InventoryWriter
    private let standing: HotStatement

    init(_ db: Database) throws {
        rows = try InventoryWriter(db, feed: Store.reportsFeed)
        standing = try HotStatement(db, "SELECT entity, locus FROM finding WHERE threat = ? AND feed = ?")
    }

    /// Returns how many were new.
    func save(_ verdict: ThreatVerdict) throws -> Int {
        guard let named = verdict.named else { return 0 }
        let new = try rows.put(named)
        let holding = Set(named.map { Place(entity: $0.entity, locus: $0.locus) })
        standing.bind(verdict.no, 1)
        standing.bind(Store.reportsFeed, 2)
        var ended: [Place] = []
        while try standing.next() {
            let place = Place(entity: standing.int(0), locus: standing.blob(1))
            if !holding.contains(place) { ended.append(place) }
        }
        for place in ended {
            let reason: ClosingReason = verdict.refusedNames.contains(place.entity) ? .noMatch : verdict.endedNameReason
            try rows.end(place.entity, place.locus, verdict.no, reason)
        }
        return new
    }

    private struct Place: Hashable {
        var entity: Int64
        var locus: [UInt8]
    }
}
