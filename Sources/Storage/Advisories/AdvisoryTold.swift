import GRDB
package import Vocabulary

extension Store {
    /// Scheduled versions whose time has come, oldest first.
    package func advisoriesScheduled(until now: Instant) async throws -> [AdvisoryRecord] {
        try await read("looking for scheduled advisories") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM advisory_version WHERE state = 'scheduled' AND scheduled <= ?
                    ORDER BY scheduled, number, version
                    """, arguments: [now.microseconds]
            ).map { try Store.advisoryRecord($0, in: db) }
        }
    }

    /// Entities that were sent a notice about this advisory, any version of it, and not only such as were cancelled
    /// before they left; by id.
    package func advisoryTold(_ number: SpokenNumber) async throws -> [EntityID] {
        try await read("looking for who was told of \(number)") { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT DISTINCT n.entity FROM notice n WHERE n.about = ? AND n.kind = 'advisory' AND EXISTS(
                        SELECT 1 FROM delivery d WHERE d.notice = n.number AND d.state <> 'cancelled')
                    ORDER BY n.entity
                    """,
                arguments: [number.description]
            ).compactMap { EntityID($0) }
        }
    }

    /// The case in which the recipients of this advisory stand; nil before its first issue.
    package func advisoryCase(_ number: SpokenNumber) async throws -> SpokenNumber? {
        try await read("looking for the case of \(number)") { db in
            try String.fetchOne(
                db,
                sql: "SELECT number FROM case_file WHERE advisory = ? ORDER BY opened, number LIMIT 1",
                arguments: [number.description]
            ).flatMap { SpokenNumber($0) }
        }
    }
}
