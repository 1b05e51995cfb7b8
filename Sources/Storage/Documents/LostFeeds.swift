import Foundation
import GRDB
package import Vocabulary

/// What is kept of a released feed, whoever describes it.
package struct KeptFeed: Sendable, Hashable {
    package var feed: FeedID
    package var documents: Int
}

extension Store {
    private static let kept = """
        SELECT f.feed, (SELECT COUNT(*) FROM document d WHERE d.feed = f.feed) AS documents
        FROM feed_state f WHERE f.released = 1 AND f.paused = 0
        """

    /// Released feeds that are not paused and of which there are documents, without those of `described`; by id.
    package func keptFeeds(without described: Set<FeedID>) async throws -> [KeptFeed] {
        try await read("looking for feeds without a file") { db in try Store.keptFeeds(without: described, in: db) }
    }

    /// The same of a data directory that may be in use: it is read only, and nothing of it is made or mended. Empty
    /// when there is none.
    package static func keptFeeds(in directory: String, without described: Set<FeedID>) throws -> [KeptFeed] {
        let path = directory + "/ess.sqlite"
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        return try queue.read { db in try keptFeeds(without: described, in: db) }
    }

    private static func keptFeeds(without described: Set<FeedID>, in db: Database) throws -> [KeptFeed] {
        let names = try String.fetchAll(db, sql: "SELECT feed FROM feed_state WHERE released = 1 AND paused = 0")
            .filter { name in FeedID(name).map { !described.contains($0) } ?? false }
        return try names.sorted().compactMap { name in
            guard let row = try Row.fetchOne(db, sql: kept + " AND f.feed = ?", arguments: [name]),
                let feed = FeedID(name), (row["documents"] as Int) > 0
            else { return nil }
            return KeptFeed(feed: feed, documents: row["documents"])
        }
    }
}
