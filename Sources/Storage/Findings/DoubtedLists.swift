import GRDB
package import Vocabulary

/// A full list that closes nothing, because something is wrong with it.
package struct DoubtedList: Sendable, Hashable {
    package var feed: FeedID
    package var document: Int64
    package var stated: Instant
    /// What is wrong: `is empty`, `has 10 rows, under half the median of 100`.
    package var reason: String
}

extension Store {
    /// Full lists that count for nothing and that no accepted list has followed, oldest first.
    static func doubtedLists(in db: Database) throws -> [DoubtedList] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT feed, document, stated, reason FROM full_list l WHERE counts = 0 AND NOT EXISTS(
                    SELECT 1 FROM full_list o WHERE o.feed = l.feed AND o.counts = 1 AND o.stated > l.stated)
                ORDER BY feed, stated, document
                """
        ).compactMap { row in
            FeedID(row["feed"] as String).map {
                DoubtedList(
                    feed: $0, document: row["document"], stated: Instant(microseconds: row["stated"]),
                    reason: row["reason"])
            }
        }
    }

    /// Those of one feed.
    package func doubtedLists(of feed: FeedID) async throws -> [DoubtedList] {
        try await read("looking for doubted lists") { db in
            try Store.doubtedLists(in: db).filter { $0.feed == feed }
        }
    }

    /// Lets a full list count, because a person says that it is right; it closes what it closes at once.
    @discardableResult
    package func confirmList(_ document: Int64, of feed: FeedID, entries: [Entry]) async throws -> ListEffect {
        try await write("confirming a list of \(feed)") { db in
            let effect = try Store.confirmList(document, of: feed, in: db)
            try Store.append(entries, in: db)
            return effect
        }
    }

    /// What ``confirmList(_:of:entries:)`` would do: the same steps, taken back.
    package func wouldConfirmList(_ document: Int64, of feed: FeedID) async throws -> ListEffect {
        try await write("trying a list of \(feed)") { db in
            var effect = ListEffect()
            try db.inSavepoint {
                effect = try Store.confirmList(document, of: feed, in: db)
                return .rollback
            }
            return effect
        }
    }

    private static func confirmList(_ document: Int64, of feed: FeedID, in db: Database) throws -> ListEffect {
        let standing = try newestLists(of: feed, in: db)
        let stated = try Int64.fetchOne(
            db,
            sql: "UPDATE full_list SET confirmed = 1 WHERE feed = ? AND document = ? RETURNING stated",
            arguments: [feed.text, document])
        return try settleLists(of: feed, from: stated ?? 0, standing: standing, in: db)
    }
}
