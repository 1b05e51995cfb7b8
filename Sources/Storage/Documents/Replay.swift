import Foundation
import GRDB
package import Vocabulary

/// Who asked for a document to be read again, and why; kept with the document until its end is reached.
package struct ReplayOrder: Sendable, Hashable, Codable {
    package var actor: String
    package var reason: String?

    package init(actor: String, reason: String?) {
        self.actor = actor
        self.reason = reason
    }
}

/// How a report that a document states stands to the store.
package struct KnownReports: Sendable, Hashable {
    /// Never seen, seen with other content, seen with this content.
    package var new = 0
    package var revised = 0
    package var unchanged = 0

    package init() {}
}

extension Store {
    /// Makes documents due again from their first item, because somebody asked for it. Those whose reading has not
    /// ended are left alone. Returns the ones begun, in the order given.
    ///
    /// *A crash after the commit: the documents are due, and the reader goes on with each where it was.*
    package func beginReplay(of documents: [Int64], order: ReplayOrder) async throws -> [Int64] {
        try await write("asking for documents to be read again") { db in
            let order = try StoredJSON.encode(order)
            var begun: [Int64] = []
            for id in documents {
                guard
                    let row = try Row.fetchOne(
                        db, sql: "SELECT * FROM document WHERE id = ? AND state = 'done'", arguments: [id]),
                    let record = try DocumentRecord(row: row)
                else { continue }
                var summary = record.summary ?? DocumentSummary()
                // From here on the summary tells of this reading.
                (summary.newReports, summary.newRevisions, summary.unchanged, summary.newFindings) = (0, 0, 0, 0)
                try db.execute(
                    sql: """
                        UPDATE document SET state = 'due', next_item = 0, next_part = 0, round = round + 1, stalls = 0,
                            replay = ?, summary = ?
                        WHERE id = ?
                        """, arguments: [order, try StoredJSON.encode(summary), id])
                begun.append(id)
            }
            return begun
        }
    }

    /// Documents in which rejects stand, oldest first; of one feed.
    package func documentsWithRejects(feed: FeedID) async throws -> [Int64] {
        try await read("listing documents with rejects") { db in
            try Int64.fetchAll(
                db,
                sql: """
                    SELECT DISTINCT j.document FROM reject j JOIN document d ON d.id = j.document
                    WHERE d.feed = ? AND \(Store.standing) ORDER BY j.document
                    """, arguments: [feed.text])
        }
    }

    /// How many rejects of a document stand, with those that are counted only, and how many rows its latest reading
    /// resolved.
    package func rejectCounts(of document: Int64) async throws -> (standing: Int, resolved: Int) {
        try await read("counting rejects") { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT COUNT(*) FILTER (WHERE j.resolved IS NULL) + COALESCE((
                            SELECT SUM(count) FROM reject_surplus s WHERE s.document = ?1
                                AND s.round = (SELECT round FROM document WHERE id = ?1)), 0) AS standing,
                        COUNT(*) FILTER (WHERE j.resolved IS NOT NULL AND j.round = d.round) AS resolved
                    FROM reject j JOIN document d ON d.id = j.document WHERE j.document = ?1
                    """, arguments: [document])
            return (row?["standing"] ?? 0, row?["resolved"] ?? 0)
        }
    }

    /// How reports stand to what is known of their feed; nothing is changed.
    package func compare(_ reports: [Report], of feed: FeedID) async throws -> KnownReports {
        try await read("comparing reports") { db in
            let find = try db.cachedStatement(sql: "SELECT id FROM report WHERE feed = ? AND source_id = ?")
            let same = try db.cachedStatement(sql: "SELECT 1 FROM revision WHERE report = ? AND digest = ?")
            var known = KnownReports()
            for report in reports {
                guard let id = try Int64.fetchOne(find, arguments: [feed.text, report.sourceID]) else {
                    known.new += 1
                    continue
                }
                let isSame = try Int.fetchOne(same, arguments: [id, Data(report.digest.bytes)]) != nil
                if isSame { known.unchanged += 1 } else { known.revised += 1 }
            }
            return known
        }
    }
}
