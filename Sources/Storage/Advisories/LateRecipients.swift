package import Advise
import GRDB
import Notify
package import Vocabulary

extension Store {
    /// Entities that an advisory in force concerns and that nobody has told of this version, nor decided not to; by id.
    ///
    /// They came after its issue: by a finding of a feed past its baseline, or into one of its sectors. A reason why
    /// one was not told holds until the register says something else of it: who had no contact may have one now.
    ///
    /// - Parameter members: the entities of the advisory's sectors.
    package func lateRecipients(_ version: AdvisoryVersion, members: [EntityID]) async throws -> [EntityID] {
        try await read("looking for whom \(version.number) concerns since its issue") { db in
            let names = try StoredJSON.encode(version.content.threats.map(\.text))
            let members = try StoredJSON.encode(members.map(\.text))
            return try String.fetchAll(
                db,
                sql: """
                    SELECT e.id FROM entity e WHERE (
                        e.no IN (SELECT f.entity FROM finding f WHERE f.threat IN (\(Store.meant))
                            AND f.state = 'open' AND f.confidence <> 'possible' AND \(Store.released))
                        OR e.id IN (SELECT value FROM json_each(?2)))
                        AND NOT EXISTS(SELECT 1 FROM notice_cause c
                            WHERE c.cause = ?3 AND c.entity = e.id AND c.stands = 1)
                        AND NOT EXISTS(SELECT 1 FROM withheld w WHERE w.cause = ?3 AND w.entity = e.id
                            AND (w.reason = ?4 OR w.at >= e.changed))
                    ORDER BY e.id
                    """, arguments: [
                        names, members, "advisory:\(version.number)/\(version.version)",
                        Withholding.cancelled.rawValue,
                    ]
            ).compactMap { EntityID($0) }
        }
    }

    /// Notices of one version that were made after its issue, by entity.
    package func lateNotices(
        _ version: AdvisoryVersion
    ) async throws -> [(entity: EntityID, notice: String, made: Instant)] {
        try await read("looking for whom \(version.number) reached late") { db in
            guard let issued = version.issued else { return [] }
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT DISTINCT n.entity, n.number, n.made FROM notice_cause c JOIN notice n ON n.number = c.notice
                    WHERE c.cause = ? AND c.stands = 1 AND n.made > ? ORDER BY n.entity, n.number
                    """, arguments: ["advisory:\(version.number)/\(version.version)", issued.microseconds]
            ).compactMap { row in
                EntityID(row["entity"] as String).map {
                    (entity: $0, notice: row["number"], made: Instant(microseconds: row["made"]))
                }
            }
        }
    }
}
