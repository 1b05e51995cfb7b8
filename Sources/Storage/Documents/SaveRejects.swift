import GRDB
import Ingest
import Vocabulary

extension Store {
    /// Keeps the rejects of one batch.
    ///
    /// A document that is read again meets its rejects again: each is looked for by its place, the same reason first,
    /// and stays the row it was, with what is said of it now. So nothing doubles, and an id keeps its meaning.
    static func saveRejects(_ batch: DocumentBatch, in db: Database) throws {
        guard !batch.rejects.isEmpty else { return }
        let round = try Int.fetchOne(db, sql: "SELECT round FROM document WHERE id = ?", arguments: [batch.document])
        let again = try db.cachedStatement(
            sql: """
                UPDATE reject SET reason = ?1, byte_offset = ?2, message = ?3, round = ?4, resolved = NULL
                WHERE document = ?5 AND ordinal = (
                    SELECT ordinal FROM reject WHERE document = ?5 AND place = ?6 AND round < ?4
                    ORDER BY reason <> ?1, ordinal LIMIT 1)
                """)
        let put = try db.cachedStatement(
            sql: """
                INSERT INTO reject(document, ordinal, reason, place, byte_offset, message, round)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """)
        var next =
            try Int.fetchOne(
                db, sql: "SELECT COALESCE(MAX(ordinal) + 1, 0) FROM reject WHERE document = ?",
                arguments: [batch.document]) ?? 0
        for reject in batch.rejects {
            if let round, round > 0 {
                try again.execute(arguments: [
                    reject.reason.rawValue, reject.offset, reject.message, round, batch.document, reject.place,
                ])
                if db.changesCount > 0 { continue }
            }
            try put.execute(arguments: [
                batch.document, next, reject.reason.rawValue, reject.place, reject.offset, reject.message, round ?? 0,
            ])
            next += 1
        }
    }

    /// At the end of a document that was read again: rejects that this reading did not meet are resolved. Returns the
    /// entry of a replay; none when nobody asked for the reading.
    static func settleRejects(
        _ batch: DocumentBatch, _ summary: DocumentSummary, in db: Database
    ) throws -> [Entry] {
        guard batch.closing != nil,
            let row = try Row.fetchOne(
                db, sql: "SELECT round, replay, digest FROM document WHERE id = ?", arguments: [batch.document])
        else { return [] }
        let round: Int = row["round"]
        guard round > 0 else { return [] }
        try db.execute(
            sql: "UPDATE reject SET resolved = ?, round = ? WHERE document = ? AND round < ? AND resolved IS NULL",
            arguments: [batch.at.microseconds, round, batch.document, round])
        let resolvedCount = db.changesCount
        guard let stored = row["replay"] as String? else { return [] }
        try db.execute(sql: "UPDATE document SET replay = NULL WHERE id = ?", arguments: [batch.document])
        let order = try StoredJSON.decode(ReplayOrder.self, stored)
        var detail: [String: JSONValue] = [
            "feed": .string(batch.feed.id.text), "new_reports": .int(summary.newReports),
            "new_revisions": .int(summary.newRevisions), "new_findings": .int(summary.newFindings),
            "rejects": .int(summary.rejects), "resolved": .int(resolvedCount),
        ]
        if let reason = order.reason { detail["reason"] = .string(reason) }
        return [
            Entry(
                kind: .batch, subject: "document:\(batch.document)", event: "replayed", at: batch.at,
                actor: order.actor, detail: detail)
        ]
    }
}
