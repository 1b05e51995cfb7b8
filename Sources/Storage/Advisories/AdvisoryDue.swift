package import Advise
import Foundation
import GRDB
package import Vocabulary

/// What an issue or a withdrawal owes: recipients who are not yet told, or whose withholding is not yet recorded.
///
/// This is the seam to the lane of notices: it reads ``Store/advisoriesDue()``, routes each to its recipients, and calls
/// ``Store/settleAdvisory(_:at:in:)`` in the transaction that makes their notices due. *A crash before that leaves
/// the debt standing; the same steps run again and make the same notices, each once (I2).*
package struct AdvisoryDue: Sendable {
    /// Which change made the debt.
    package enum Event: String, Sendable, Hashable, Codable {
        case issued, withdrawn
    }

    package var event: Event
    /// Sorted, unique; may be empty.
    package var recipients: [EntityID]
    /// `user:1001:leyla`, whose act it was.
    package var actor: String
    package var at: Instant
    /// The version as it stands.
    package var version: AdvisoryVersion

    /// Unique for ever: `advisory:ESS-2026-0042/1`, with `/withdrawn` for a withdrawal.
    package var cause: String {
        let tail = event == .issued ? "" : "/withdrawn"
        return "advisory:\(version.number)/\(version.version)\(tail)"
    }
}

extension Store {
    /// Debts not yet settled, oldest first.
    package func advisoriesDue(limit: Int = 100) async throws -> [AdvisoryDue] {
        try await read("looking for advisories to be told") { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM advisory_due WHERE settled IS NULL ORDER BY at, number, version, event LIMIT ?",
                arguments: [limit]
            ).map { row in
                let number: String = row["number"]
                let version: Int = row["version"]
                guard let event = AdvisoryDue.Event(rawValue: row["event"]),
                    let stored = try Row.fetchOne(
                        db, sql: "SELECT * FROM advisory_version WHERE number = ? AND version = ?",
                        arguments: [number, version])
                else { throw StorageFailure(.unusable, doing: "reading what \(number) owes") }
                return AdvisoryDue(
                    event: event, recipients: try StoredJSON.decode([EntityID].self, row["recipients"]),
                    actor: row["actor"], at: Instant(microseconds: row["at"]),
                    version: try Store.advisoryRecord(stored, in: db).version)
            }
        }
    }

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

    /// Notes that everybody of a debt is told or recorded as withheld; for the transaction in which that becomes true.
    /// False when it had been settled before.
    static func settleAdvisory(_ due: AdvisoryDue, at now: Instant, in db: Database) throws -> Bool {
        try db.execute(
            sql: """
                UPDATE advisory_due SET settled = ? WHERE number = ? AND version = ? AND event = ? AND settled IS NULL
                """,
            arguments: [
                now.microseconds, due.version.number.description, due.version.version, due.event.rawValue,
            ])
        return db.changesCount == 1
    }
}
