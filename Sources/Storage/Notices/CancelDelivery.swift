import GRDB
import Notify
package import Vocabulary

extension Store {
    /// Takes a delivery that has not left out of the outbox, for good, and says what is not told by it now.
    ///
    /// Its causes are free: another notice may tell of them. What a standing order would send again at once is withheld
    /// as `cancelled`, and so is the version of an advisory; the findings that an advisory would have told of are where
    /// they were before it. A participation whose notices are all cancelled runs no clocks.
    /// *A crash leaves all of it or nothing.*
    /// - Throws: `.notFound`; `.conflict` when it has left, or a try is under way.
    package func cancel(delivery id: String, reason: String, entry: Entry) async throws {
        try await write("cancelling delivery \(id)") { db in
            let next = try Store.stateAfter(.cancel, delivery: id, in: db)
            try db.execute(
                sql: "UPDATE delivery SET state = ?, next_at = NULL, changed = ? WHERE id = ?",
                arguments: [next.rawValue, entry.at.microseconds, id])
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT n.number, n.kind, n.entity, n.case_number, d.contact, d.channel, d.directive
                    FROM delivery d
                    JOIN notice n ON n.number = d.notice WHERE d.id = ?
                    """, arguments: [id])
            guard let row, let kind = NoticeKind(rawValue: row["kind"]) else { return }
            let number: String = row["number"]
            let causes = try String.fetchAll(
                db,
                sql: """
                    UPDATE notice_cause SET stands = 0 WHERE notice = ? AND contact = ? AND channel = ? AND stands = 1
                    RETURNING cause
                    """, arguments: [number, row["contact"] as String, row["channel"] as String])
            let entity = EntityID(unchecked: row["entity"])
            let withheld = causes.sorted().filter { kind == .findings || !$0.hasPrefix("finding:") }.map {
                Withheld(
                    cause: $0, entity: entity, directive: DirectiveID(unchecked: row["directive"]),
                    contact: row["contact"], reason: .cancelled, detail: "\(number) was cancelled: \(reason)")
            }
            for one in withheld { try Store.put(one, at: entry.at, in: db) }
            var entries = [entry]
            entries.append(
                Entry(
                    kind: .notice, subject: number, event: "cancelled", at: entry.at, actor: entry.actor,
                    detail: ["causes": .int(causes.count), "delivery": .string(id)]))
            if !withheld.isEmpty {
                entries.append(Entry(withheld: withheld, from: entity, at: entry.at, actor: entry.actor))
            }
            if let number = (row["case_number"] as String?).flatMap({ SpokenNumber($0) }) {
                entries += try Store.endClocks(of: entity, in: number, reason: reason, by: entry, db)
            }
            try Store.append(entries, in: db)
        }
    }

    /// Stores why something is not sent; the newest decision of each way counts.
    static func put(_ withheld: Withheld, at now: Instant, in db: Database) throws {
        try db.run(
            sql: """
                INSERT INTO withheld(cause, entity, contact, directive, reason, detail, at) VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET reason = excluded.reason, detail = excluded.detail, at = excluded.at
                """,
            arguments: [
                withheld.cause, withheld.entity.text, withheld.contact ?? "", withheld.directive?.text ?? "",
                withheld.reason.rawValue, withheld.detail, now.microseconds,
            ])
    }
}
