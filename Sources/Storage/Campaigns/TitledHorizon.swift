import GRDB
import Vocabulary

/// From when on reports are held for clustering: the newest ones, and of one feed no more than a share of them.
///
/// A report's place in time is when it was published, but never after its document came; a report without a date has
/// the latter. So neither dates of the future nor the lack of dates, and not a flood of one feed either, push out what
/// others tell. What is held is a bound on memory, and depends on the receipt of such reports alone.
package struct TitledHorizon: Sendable, Hashable {
    /// Microseconds; the least where all are held.
    var all = Int64.min
    /// Of feeds that have more than their share.
    var feeds: [String: Int64] = [:]

    /// As JSON, for `json_each`.
    var feedsText: String {
        get throws { try StoredJSON.encode(feeds) }
    }

    /// Names ``feedsText`` as the third argument, ``all`` as the fourth; the rows of `titled` are `n`.
    static let join = "LEFT JOIN json_each(?3) f ON f.key = n.feed"
    static let isBehind = "n.ranked > ?4 AND n.ranked > coalesce(f.value, ?4)"
}

extension Store {
    /// The horizon behind which at most `newest` reports lie, and of each feed at most `share`.
    package func titledHorizon(newest: Int, share: Int) async throws -> TitledHorizon {
        try await read("counting reports to cluster") { db in
            var horizon = TitledHorizon()
            let crowded = try String.fetchAll(
                db, sql: "SELECT feed FROM titled GROUP BY feed HAVING COUNT(*) > ? ORDER BY feed", arguments: [share])
            for feed in crowded {
                horizon.feeds[feed] = try Int64.fetchOne(
                    db, sql: "SELECT ranked FROM titled WHERE feed = ? ORDER BY ranked DESC LIMIT 1 OFFSET ?",
                    arguments: [feed, share])
            }
            horizon.all = try Int64.fetchOne(
                db,
                sql: """
                    SELECT n.ranked FROM titled n \(TitledHorizon.join) WHERE \(TitledHorizon.isBehind)
                    ORDER BY n.ranked DESC LIMIT ?1 OFFSET ?2
                    """, arguments: [1, newest, try horizon.feedsText, horizon.all]) ?? .min
            return horizon
        }
    }
}
