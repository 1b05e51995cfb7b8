import GRDB
package import Vocabulary

extension Store {
    /// The first rejects of a document in document order.
    package func rejects(of document: Int64, limit: Int) async throws -> [Reject] {
        try await read("reading rejects") { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM reject WHERE document = ? ORDER BY ordinal LIMIT ?",
                arguments: [document, limit]
            ).compactMap { row in
                guard let reason = Reject.Reason(rawValue: row["reason"]) else { return nil }
                return Reject(reason, place: row["place"], offset: row["byte_offset"], message: row["message"])
            }
        }
    }
}
