import Foundation
import GRDB
package import Vocabulary

extension Store {
    /// A feed's oldest document behind `id` whose items are not all durable.
    package func nextDueDocument(of feed: FeedID, after id: Int64) async throws -> DocumentRecord? {
        try await read("looking for due documents") { db in
            try Row.fetchOne(
                db, sql: Store.documents + " WHERE state = 'due' AND feed = ? AND id > ? ORDER BY id LIMIT 1",
                arguments: [feed.text, id]
            ).flatMap(DocumentRecord.init(row:))
        }
    }

    /// One such document of each feed, its oldest behind the place where the feed stands; by number. So a feed's
    /// thousand documents stand before one of another feed never but once.
    /// - Parameter places: 0 for a feed that is not named.
    package func dueDocuments(after places: [FeedID: Int64]) async throws -> [DocumentRecord] {
        let places = Dictionary(uniqueKeysWithValues: places.map { ($0.key.text, $0.value) })
        let text = String(decoding: try JSONEncoder().encode(places), as: UTF8.self)
        return try await read("looking for due documents") { db in
            // From one feed to the next by the index, however many documents of a feed are due.
            try Row.fetchAll(
                db,
                sql: """
                    WITH RECURSIVE turn(feed) AS (
                        SELECT MIN(feed) FROM document WHERE state = 'due'
                        UNION ALL
                        SELECT (SELECT MIN(feed) FROM document WHERE state = 'due' AND feed > turn.feed)
                        FROM turn WHERE turn.feed IS NOT NULL)
                    \(Store.documents) WHERE id IN (
                        SELECT (SELECT d.id FROM document d WHERE d.state = 'due' AND d.feed = turn.feed
                            AND d.id > IFNULL((SELECT value FROM json_each(?) WHERE key = turn.feed), 0)
                            ORDER BY d.id LIMIT 1)
                        FROM turn WHERE turn.feed IS NOT NULL)
                    ORDER BY id
                    """, arguments: [text]
            ).compactMap(DocumentRecord.init(row:))
        }
    }
}
