import Foundation
import GRDB
package import Vocabulary

/// A finding as stored, with the names its numbers stand for.
package struct FindingRow: Sendable, Hashable {
    package var entity: EntityID
    package var entityNumber: Int64
    package var threat: ThreatID
    package var threatNumber: Int64
    package var locus: Locus
    package var feed: FeedID
    package var rule: MatchRule
    package var confidence: Confidence
    package var firstSeen: Instant
    package var lastSeen: Instant
    package var daysSeen: Int
    package var state: FindingState
    package var reason: String?
    package var document: Int64?
    package var item: Int
    /// JSON of what matched.
    package var evidence: String

    /// Where a list goes on behind this row.
    package var cursor: FindingCursor {
        FindingCursor(entity: entityNumber, locus: Hex.encode(LocusCode.encode(locus)), threat: threat.text)
    }
}

/// The place of the last row of a page. The threat stands by its id: its number tells the order of arrival, which must
/// not show in a list (I5).
package struct FindingCursor: Sendable, Hashable, Codable {
    package var entity: Int64
    /// The coded locus in hexadecimal digits.
    package var locus: String
    package var threat: String
}

/// Which findings a list asks for; order is entity, locus, threat id.
package struct FindingQuery: Sendable, Hashable, Codable {
    package var entity: EntityID?
    /// The coded locus in hexadecimal digits; that of an address without port and protocol means all of it.
    package var locus: String?
    package var threat: String?
    package var state: FindingState?
    package var confidence: Confidence?
    /// Leaves out `possible` matches, which are gaps and not yet findings.
    package var decidedOnly = true
    /// Only open ones that stand in no notice; nil: all.
    package var untold: Bool?
    package var after: FindingCursor?
    /// 1–5,000.
    package var limit = 5000

    private enum CodingKeys: String, CodingKey {
        case entity, locus, threat, state, confidence, decidedOnly = "decided_only", untold, after, limit
    }
    package init() {}
}

extension Store {
    /// One page of the findings that `query` asks for; the last row's key is the next page's `after`.
    package func findings(_ query: FindingQuery) async throws -> [FindingRow] {
        try await read("listing findings") { db in
            var conditions: [String] = []
            var arguments = StatementArguments()
            func require(_ condition: String, _ values: [(any DatabaseValueConvertible)?]) {
                conditions.append(condition)
                arguments += StatementArguments(values)
            }
            if let entity = query.entity { require("e.id = ?", [entity.text]) }
            if let locus = query.locus.flatMap(Hex.decode) {
                let isHost = (locus.first == UInt8(ascii: "4") && locus.count == 5)
                    || (locus.first == UInt8(ascii: "6") && locus.count == 17)
                require(isHost ? "substr(f.locus, 1, \(locus.count)) = ?" : "f.locus = ?", [Data(locus)])
            }
            if let threat = query.threat { require("t.id = ?", [threat]) }
            if let state = query.state { require("f.state = ?", [state.rawValue]) }
            if let confidence = query.confidence { require("f.confidence = ?", [confidence.rawValue]) }
            if query.decidedOnly && query.confidence == nil { conditions.append("f.confidence <> 'possible'") }
            if query.untold == true {
                conditions.append("f.state = 'open'")
                conditions.append("NOT \(Store.told)")
            }
            if let after = query.after {
                let locus = Data(Hex.decode(after.locus) ?? [])
                // The first condition finds the place in the table, the second the row within its entity and locus.
                require("(f.entity, f.locus) >= (?, ?)", [after.entity, locus])
                require("(f.entity, f.locus, t.id) > (?, ?, ?)", [after.entity, locus, after.threat])
            }
            arguments += [min(max(query.limit, 1), 5000)]
            let filter = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT f.*, e.id AS entity_id, t.id AS threat_id FROM finding f
                    JOIN entity e ON e.no = f.entity JOIN threat t ON t.no = f.threat
                    \(filter) ORDER BY f.entity, f.locus, t.id LIMIT ?
                    """, arguments: arguments
            ).compactMap(FindingRow.init(row:))
        }
    }

    /// Entities with an open finding of a threat that may leave the house, with how many findings; by entity id.
    package func entitiesConcerned(by threat: ThreatID) async throws -> [(entity: EntityID, findings: Int)] {
        try await read("looking for the entities a threat concerns") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT e.id AS id, COUNT(*) AS findings FROM finding f
                    JOIN entity e ON e.no = f.entity JOIN threat t ON t.no = f.threat
                    WHERE t.id = ? AND f.state = 'open' AND f.confidence <> 'possible' GROUP BY e.id ORDER BY e.id
                    """, arguments: [threat.text]
            ).compactMap { row in EntityID(row["id"] as String).map { ($0, row["findings"] as Int) } }
        }
    }
}

extension FindingRow {
    init?(row: Row) {
        guard let entity = EntityID(row["entity_id"] as String), let feed = FeedID(row["feed"] as String),
            let locus = LocusCode.decode([UInt8](row["locus"] as Data)), let rule = MatchRule(rawValue: row["rule"]),
            let confidence = Confidence(rawValue: row["confidence"]), let state = FindingState(rawValue: row["state"])
        else { return nil }
        self.entity = entity
        self.feed = feed
        self.locus = locus
        self.rule = rule
        self.confidence = confidence
        self.state = state
        entityNumber = row["entity"]
        threat = ThreatID(unchecked: row["threat_id"])
        threatNumber = row["threat"]
        firstSeen = Instant(microseconds: row["first_seen"])
        lastSeen = Instant(microseconds: row["last_seen"])
        daysSeen = (row["days"] as Data).count / 4
        reason = row["reason"]
        document = row["document"]
        item = row["item"] ?? 0
        evidence = row["evidence"]
    }
}
