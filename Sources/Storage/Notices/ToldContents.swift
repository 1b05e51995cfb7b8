import GRDB
package import Notify
package import Vocabulary

/// What one delivery of a notice said, to whom and under which Message-ID.
package struct ToldContent: Sendable, Hashable {
    package var contact: String
    package var language: Language
    package var content: NoticeContent
    /// Without angle brackets; nil for what was never sealed as a message.
    package var messageID: String?
    /// When it first left; for a page, when it was there.
    package var sentAt: Instant
}

extension Store {
    /// What a notice said by each of its deliveries that were not cancelled, in their order.
    package func told(by notice: SpokenNumber) async throws -> [ToldContent] {
        try await read("reading what \(notice) said") { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM delivery WHERE notice = ? AND state <> 'cancelled' ORDER BY id",
                arguments: [notice.description]
            ).compactMap { row in
                guard let language = Language(rawValue: row["language"]) else { return nil }
                return ToldContent(
                    contact: row["contact"], language: language,
                    content: try StoredJSON.decode(NoticeContent.self, row["content"]), messageID: row["message_id"],
                    sentAt: Instant(microseconds: row["first_at"] as Int64? ?? row["made"]))
            }
        }
    }
}
