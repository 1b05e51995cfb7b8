import GRDB
package import Vocabulary

/// Which mails are asked for; nil leaves a member open.
package struct MailQuery: Sendable, Hashable, Codable {
    package var feed: FeedID?
    package var outcome: MailOutcome?
    package var limit = 100

    package init() {}
}

/// What became of one mail.
package struct MailRow: Sendable, Hashable, Codable {
    package var document: Int64
    package var feed: FeedID
    /// Mailbox, numbering and UID, or the file's name.
    package var name: String
    package var received: Instant
    package var outcome: MailOutcome
    /// Of the report, the case that got a note, or the delivery that bounced.
    package var number: String?
    /// The notice that is the receipt, or why there is none; nil for what is no report.
    package var receipt: String?
}

extension Store {
    /// Mails, newest first.
    package func mails(_ query: MailQuery) async throws -> [MailRow] {
        try await read("listing mails") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT m.*, d.name, d.received FROM mail m JOIN document d ON d.id = m.document
                    WHERE (?1 IS NULL OR m.feed = ?1) AND (?2 IS NULL OR m.outcome = ?2)
                    ORDER BY m.document DESC LIMIT ?3
                    """, arguments: [query.feed?.text, query.outcome?.rawValue, min(max(query.limit, 1), 10_000)]
            ).compactMap { row in
                guard let outcome = MailOutcome(rawValue: row["outcome"]) else { return nil }
                return MailRow(
                    document: row["document"], feed: FeedID(unchecked: row["feed"]), name: row["name"],
                    received: Instant(microseconds: row["received"]), outcome: outcome, number: row["number"],
                    receipt: row["receipt"])
            }
        }
    }

    /// The document in which a report stands as it was stated last; nil when there is no such report.
    package func document(ofReport id: String, feed: FeedID) async throws -> Int64? {
        try await read("looking for a report's document") { db in
            try Int64.fetchOne(
                db,
                sql: """
                    SELECT v.document FROM report r JOIN revision v ON v.report = r.id AND v.digest = r.digest
                    WHERE r.feed = ? AND r.source_id = ?
                    """, arguments: [feed.text, id])
        }
    }
}
