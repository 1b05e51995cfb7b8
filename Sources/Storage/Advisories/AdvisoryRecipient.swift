package import Advise
import GRDB
package import Vocabulary

/// An entity that an advisory concerns now.
package struct AdvisoryRecipient: Sendable, Hashable {
    package var entity: EntityID
    /// Open findings of the advisory's threats.
    package var findings: Int
    /// How it would be told now; empty when nothing would leave. Policy decides that, the store leaves it empty.
    package var ways: [AdvisoryWay] = []

    package init(entity: EntityID, findings: Int) {
        self.entity = entity
        self.findings = findings
    }
}

extension Store {
    /// Entities with an open finding of one of these threats (ids, or names that somebody to be believed states), with
    /// the number of such findings; by id.
    /// Matches that are only possible wait for a person and make nobody a recipient.
    /// Beside them all entities of the sectors that the advisory is for, which may have none.
    package func advisoryRecipients(
        _ threats: [ThreatID], sectors: [Sector] = []
    ) async throws -> [AdvisoryRecipient] {
        try await read("looking for recipients") { db in
            try Store.advisoryRecipients(threats, sectors: sectors, in: db)
        }
    }

    /// Entities for which all open findings of these threats are only possible, and that are not among `recipients`; by
    /// id.
    package func possiblyConcerned(
        _ threats: [ThreatID], besides recipients: [AdvisoryRecipient]
    ) async throws -> [EntityID] {
        try await read("looking for whom an advisory may concern") { db in
            let told = Set(recipients.map(\.entity))
            let found = try String.fetchAll(
                db,
                sql: """
                    SELECT DISTINCT e.id FROM finding f JOIN entity e ON e.no = f.entity
                    WHERE f.threat IN (\(Store.meant)) AND f.state = 'open' AND f.confidence = 'possible'
                    """, arguments: [try StoredJSON.encode(threats.map(\.text))])
            return Set(found.map(EntityID.init(unchecked:))).subtracting(told).sorted()
        }
    }

    static func advisoryRecipients(
        _ threats: [ThreatID], sectors: [Sector], in db: Database
    ) throws -> [AdvisoryRecipient] {
        let found = try withFindings(threats, in: db)
        guard !sectors.isEmpty else { return found }
        let marks = Array(repeating: "?", count: sectors.count).joined(separator: ", ")
        let members = try String.fetchAll(
            db, sql: "SELECT id FROM entity WHERE json_extract(body, '$.sector') IN (\(marks)) ORDER BY id",
            arguments: StatementArguments(sectors.map(\.rawValue)))
        let known = Set(found.map(\.entity))
        let further = members.compactMap { EntityID($0) }.filter { !known.contains($0) }
        return (found + further.map { AdvisoryRecipient(entity: $0, findings: 0) }).sorted { $0.entity < $1.entity }
    }

    private static func withFindings(_ threats: [ThreatID], in db: Database) throws -> [AdvisoryRecipient] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT e.id AS id, COUNT(*) AS findings FROM finding f JOIN entity e ON e.no = f.entity
                WHERE f.state = 'open' AND f.confidence IN ('certain', 'probable') AND f.threat IN (\(meant))
                GROUP BY e.id ORDER BY e.id
                """, arguments: [try StoredJSON.encode(threats.map(\.text))]
        ).compactMap { row in
            EntityID(row["id"] as String).map { AdvisoryRecipient(entity: $0, findings: row["findings"]) }
        }
    }
}
