import GRDB
import Vocabulary

/// Joins a sighting to the finding that is there.
///
/// Nearly every finding is named by one feed, whose word its row is. When another feed names it, the words stand apart
/// in `finding_source` and the row becomes their fold: so neither feed closes, labels or withholds what the other says.
struct FindingMerging {
    private let find: HotStatement
    private let extend: HotStatement
    private let sources: FindingSources
    private let origin: SightingOrigin

    init(_ db: Database, _ origin: SightingOrigin) throws {
        self.origin = origin
        find = try HotStatement(
            db,
            """
            SELECT \(FindingSource.columns), sources FROM finding WHERE entity = ? AND locus = ? AND threat = ?
            """)
        extend = try HotStatement(db, FindingMerging.update)
        sources = try FindingSources(db)
    }

    /// Writes only when something changes: a row that a list repeats says nothing new.
    func merge(_ sighting: Sighting) throws {
        let key = FindingPlaceKey(sighting)
        key.bind(to: find, from: 1)
        guard try find.next() else { return }
        let known = FindingSource(reading: find)
        let isAlone = find.int(12) == 0
        find.reset()
        if isAlone, known.feed == origin.feed {
            let merged = try known.taking(sighting, of: origin)
            if merged != known { try FindingMerging.write(merged, 0, at: key, extend) }
        } else {
            try sources.take(sighting, of: origin, at: key, known, isAlone: isAlone)
        }
    }

    static let update = """
        UPDATE finding SET feed = ?, rule = ?, confidence = ?, first_seen = ?, last_seen = ?, days = ?, listed = ?,
            state = ?, reason = ?, document = ?, item = ?, evidence = ?, sources = ?
        WHERE entity = ? AND locus = ? AND threat = ?
        """

    /// - Parameter statement: made of ``update``.
    static func write(
        _ row: FindingSource, _ sources: Int, at key: FindingPlaceKey, _ statement: HotStatement
    ) throws {
        row.bind(to: statement, from: 1)
        statement.bind(sources, 13)
        key.bind(to: statement, from: 14)
        try statement.run()
    }
}

/// Who, where and what of a finding, in the store's numbers.
struct FindingPlaceKey: Hashable {
    var entity: Int64
    var locus: [UInt8]
    var threat: Int64

    init(_ sighting: Sighting) {
        entity = sighting.entity
        locus = sighting.locus
        threat = sighting.threat
    }

    /// Columns 0 to 2.
    init(reading row: HotStatement) {
        entity = row.int(0)
        locus = row.blob(1)
        threat = row.int(2)
    }

    func bind(to statement: HotStatement, from place: Int32) {
        statement.bind(entity, place)
        statement.bind(locus, place + 1)
        statement.bind(threat, place + 2)
    }
}

extension FindingSource {
    /// The twelve columns in the order of ``columns``.
    func bind(to statement: HotStatement, from place: Int32) {
        statement.bind(feed, place)
        statement.bind(rule, place + 1)
        statement.bind(confidence.rawValue, place + 2)
        statement.bind(first, place + 3)
        statement.bind(last, place + 4)
        statement.bind(days, place + 5)
        statement.bind(listed, place + 6)
        statement.bind(state.rawValue, place + 7)
        statement.bind(reason, place + 8)
        statement.bind(document, place + 9)
        statement.bind(item, place + 10)
        statement.bind(evidence, place + 11)
    }
}
