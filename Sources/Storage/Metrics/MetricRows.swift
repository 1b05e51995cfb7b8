import GRDB
package import Vocabulary

/// What the store can count for the gauges, from one consistent state. Nothing here names anybody (I7).
package struct MetricRows: Sendable, Hashable {
    /// Documents not yet read to their end.
    package var documentsDue = 0
    /// When the oldest of them came in; nil when none is due.
    package var oldestDocument: Instant?
    /// Deliveries by state; states without any are absent.
    package var deliveries: [String: Int] = [:]
    /// When the oldest delivery that has not left was made due.
    package var oldestDelivery: Instant?
    /// Earliest planned time of a delivery that has not left; in the past when the outbox is behind.
    package var nextDelivery: Instant?
    /// Entries written, sequenced or not.
    package var entries = 0
    /// Leaves under the newest signed head.
    package var ledgerSize = 0
    package var threatsToMatch = 0
    package init() {}
}

extension Store {
    /// Counts through indexes only, so that a scrape costs milliseconds beside a million rows.
    package func metricRows() async throws -> MetricRows {
        try await read("counting for the gauges") { db in
            var rows = MetricRows()
            rows.documentsDue = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM document WHERE state = 'due'") ?? 0
            rows.oldestDocument = try Store.instant(
                db, "SELECT received FROM document WHERE state = 'due' ORDER BY id LIMIT 1")
            for row in try Row.fetchAll(db, sql: "SELECT state, COUNT(*) AS count FROM delivery GROUP BY state") {
                rows.deliveries[row["state"]] = row["count"]
            }
            let waiting = "FROM delivery WHERE state IN ('due', 'sealed')"
            rows.oldestDelivery = try Store.instant(db, "SELECT MIN(made) \(waiting)")
            rows.nextDelivery = try Store.instant(db, "SELECT MIN(next_at) \(waiting)")
            rows.entries = try Int.fetchOne(db, sql: "SELECT value FROM counter WHERE name = 'entry'") ?? 0
            rows.ledgerSize = try Int.fetchOne(db, sql: "SELECT size FROM head WHERE id = 1") ?? 0
            rows.threatsToMatch = try Int.fetchOne(
                db, sql: "SELECT COUNT(*) FROM threat WHERE match_due > 0 AND \(Store.hasReports)") ?? 0
            return rows
        }
    }

    /// Whether the store answers a read: the schema's own table is asked.
    package func answers() async throws -> Bool {
        try await read("asking whether the store answers") { db in
            try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM head") != nil
        }
    }

    private static func instant(_ db: Database, _ sql: String) throws -> Instant? {
        try Int64.fetchOne(db, sql: sql).map(Instant.init(microseconds:))
    }
}
