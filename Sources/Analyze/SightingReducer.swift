package import Vocabulary

/// All rows of a batch that mean the same finding, as one.
package struct FindingSighting: Sendable, Hashable {
    /// Position in ``RegisterIndex/entities``.
    package var entity: Int32
    /// Index into ``ObservationBatch/conditions``.
    package var condition: Int32
    package var address: IPAddress
    package var port: UInt16
    package var transport: TransportProtocol
    /// By which rule, and in which slot.
    package var outcome: RowOutcome
    package var firstSeen: Instant
    package var lastSeen: Instant
    /// Distinct, sorted.
    package var days: [UTCDay]
    package var rows: Int
    /// The lowest row number that says so: the evidence shown.
    package var evidenceRow: Int

    package var locus: Locus { .service(address, port: port, transport: transport) }
}

/// The findings and counts of a batch.
package struct MatchedBatch: Sendable {
    /// Sorted by (entity, condition, address, port, transport); each key once.
    package var sightings: [FindingSighting] = []
    /// Sorted by (asn, condition).
    package var orphans: [OrphanCount] = []
    /// Sorted by (entity, condition, locus); each key once.
    package var listings: [ListingSighting] = []
    /// Rows that matched at least one entity.
    package var matchedRows = 0
    package var orphanRows = 0
    package var outsideRows = 0

    package init() {}
}

extension ObservationMatcher {
    /// Matches a batch and folds its rows by finding. A function of the multiset of rows.
    package func match(_ rows: [Observation]) -> MatchedBatch {
        var out = MatchedBatch()
        var places: [SightingKey: Int] = [:]
        var orphans: [OrphanKey: Int] = [:]
        for row in rows {
            let outcome = outcome(row)
            switch outcome {
            case .network, .asn:
                out.matchedRows += 1
                for owner in owners(outcome) { add(row, owner, outcome, &places, &out.sightings) }
            case .orphan:
                out.orphanRows += 1
                orphans[OrphanKey(asn: row.asn, condition: row.condition), default: 0] += 1
            case .outside: out.outsideRows += 1
            }
        }
        out.sightings.sort { SightingKey($0) < SightingKey($1) }
        out.orphans = orphans.map { OrphanCount(asn: $0.key.asn, condition: $0.key.condition, rows: $0.value) }
            .sorted { ($0.asn, $0.condition) < ($1.asn, $1.condition) }
        return out
    }

    private func add(
        _ row: Observation, _ owner: Int32, _ outcome: RowOutcome, _ places: inout [SightingKey: Int],
        _ sightings: inout [FindingSighting]
    ) {
        let key = SightingKey(row, entity: owner)
        guard let place = places[key] else {
            places[key] = sightings.count
            sightings.append(
                FindingSighting(
                    entity: owner, condition: Int32(row.condition), address: row.address, port: row.port,
                    transport: row.transport, outcome: outcome, firstSeen: row.at, lastSeen: row.at,
                    days: [row.at.day], rows: 1, evidenceRow: row.row))
            return
        }
        sightings[place].include(row, outcome)
    }
}

extension FindingSighting {
    fileprivate mutating func include(_ row: Observation, _ outcome: RowOutcome) {
        firstSeen = min(firstSeen, row.at)
        lastSeen = max(lastSeen, row.at)
        rows += 1
        if row.row < evidenceRow {
            evidenceRow = row.row
            self.outcome = outcome
        }
        let day = row.at.day
        let place = days.firstIndex { $0 >= day } ?? days.count
        if place == days.count || days[place] != day { days.insert(day, at: place) }
    }
}

private struct OrphanKey: Hashable {
    var asn: UInt32
    var condition: Int
}

/// Who, what, where of a row in numbers: 28 bytes, hashed as three words.
private struct SightingKey: Hashable, Comparable {
    private let who: UInt64
    private let place: UInt128
    private let tail: UInt32

    init(_ row: Observation, entity: Int32) {
        self.init(entity, Int32(truncatingIfNeeded: row.condition), row.address, row.port, row.transport)
    }

    init(_ sighting: FindingSighting) {
        self.init(sighting.entity, sighting.condition, sighting.address, sighting.port, sighting.transport)
    }

    private init(
        _ entity: Int32, _ condition: Int32, _ address: IPAddress, _ port: UInt16, _ transport: TransportProtocol
    ) {
        who = UInt64(UInt32(bitPattern: entity)) << 33 | UInt64(UInt32(bitPattern: condition)) << 1
            | (address.isIPv4 ? 0 : 1)
        place = address.bits
        tail = UInt32(port) << 8 | UInt32(transport.rawValue)
    }

    static func < (left: Self, right: Self) -> Bool {
        if left.who != right.who { return left.who < right.who }
        return left.place == right.place ? left.tail < right.tail : left.place < right.place
    }
}
