package import Analyze
import GRDB
import Ingest
package import Vocabulary

/// A threat as a re-match looks at it.
package struct StandingThreat: Sendable {
    package var no: Int64
    package var id: ThreatID
    /// As ``ThreatAssessment/aliases``.
    package var aliases: [String] = []
    package var revised = Instant.distantPast
    package var isClosed = false
    package var products: [Sourced<ProductStatement>] = []
    package var sources: [ThreatSource] = []

    /// Whether its reports may name entities or sectors: only the judge reads their texts.
    package var isTold: Bool { sources.contains(where: \.tellsOfEvents) }
}

/// What a re-match finds of one threat, to be compared with what stands in the store.
package struct RematchedThreat: Sendable {
    package var no: Int64
    /// Inventory findings as they should be, sorted by entity.
    package var inventory: [Sighting]
    /// What its reach adds to the score; nil when it reaches nobody.
    package var reach: Contribution?
    /// Why findings of other entities no longer hold.
    package var endedReason: ClosingReason
    /// Of those entities the ones for which a person refused the match.
    package var refused: Set<Int64>

    package init(
        no: Int64, inventory: [Sighting], reach: Contribution?, endedReason: ClosingReason, refused: Set<Int64>
    ) {
        self.no = no
        self.endedReason = endedReason
        self.refused = refused
        self.inventory = inventory
        self.reach = reach
    }
}

extension Store {
    /// The threats with these numbers that reports describe, by number. Those that wait for judgement are left out:
    /// they are matched as they are judged.
    package func standingThreats(_ numbers: Range<Int64>) async throws -> [StandingThreat] {
        try await read("reading threats for a re-match") { db in
            let list = try HotStatement(
                db,
                """
                SELECT t.no, t.id, a.body FROM threat t JOIN threat_assessment a ON a.threat = t.no
                WHERE t.no >= ? AND t.no < ? AND t.match_due = 0 AND \(Store.hasReports) ORDER BY t.no
                """)
            list.bind(numbers.lowerBound, 1)
            list.bind(numbers.upperBound, 2)
            defer { list.reset() }
            var found: [StandingThreat] = []
            while try list.next() {
                var threat = StandingThreat(no: list.int(0), id: ThreatID(unchecked: list.text(1) ?? ""))
                try list.withBytes(2) { body in
                    try JSONCursor.read(trusted: body) { cursor throws(JSONFailure) in
                        try cursor.readProducts(of: &threat)
                    }
                }
                found.append(threat)
            }
            return found
        }
    }

    /// The numbers of those whose findings or reach are not as they should be.
    ///
    /// - Parameter feed: the feed that findings by registered software name as theirs.
    package func differing(_ threats: [RematchedThreat], feed: FeedID) async throws -> [Int64] {
        try await read("comparing a re-match with what stands") { db in
            let standing = try StandingFindings(db, feed: feed.text)
            let contributions = try HotStatement(db, "SELECT contributions FROM threat WHERE no = ?")
            return try threats.filter { threat in
                let differs = try standing.differ(from: threat.inventory, of: threat.no) { entity in
                    threat.refused.contains(entity) ? .noMatch : threat.endedReason
                }
                if differs { return true }
                // Whom no finding reaches now, and none reached before, adds nothing to the score.
                return try !threat.inventory.isEmpty && Store.differs(threat, contributions)
            }.map(\.no)
        }
    }

    /// Whether the stored parts of a score hold another reach.
    private static func differs(_ threat: RematchedThreat, _ find: HotStatement) throws -> Bool {
        find.bind(threat.no, 1)
        guard try find.next() else { return false }
        defer { find.reset() }
        guard let reach = threat.reach else { return find.contains(Array("\"rule\":\"reach\"".utf8), 0) }
        var text = StoredText(reserving: 256)
        text.put([reach])
        return !find.contains(Array(text.bytes.dropFirst().dropLast()), 0)
    }
}
