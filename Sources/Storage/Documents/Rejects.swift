import Foundation
import GRDB
package import Vocabulary

/// `17.3`: the fourth reject of document 17. Said on the telephone and typed after `ess reject show`.
package struct RejectID: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let document: Int64
    /// From 0, in the order in which the rejects of a document were met.
    package let ordinal: Int

    package init(document: Int64, ordinal: Int) {
        self.document = document
        self.ordinal = ordinal
    }

    /// Nil for anything but two plain numbers with a point between them.
    package init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } }),
            let document = Int64(String(Substring(parts[0]))), let ordinal = Int(String(Substring(parts[1])))
        else { return nil }
        self.init(document: document, ordinal: ordinal)
    }

    package var description: String { "\(document).\(ordinal)" }

    package static func < (left: RejectID, right: RejectID) -> Bool {
        (left.document, left.ordinal) < (right.document, right.ordinal)
    }
}

/// A reject with the document it stands in.
package struct RejectRow: Sendable, Hashable {
    package var id: RejectID
    package var feed: FeedID
    /// Name of the document.
    package var name: String
    package var digest: Digest
    package var received: Instant
    package var reject: Reject
    /// When the document was read without meeting it again; nil while it stands.
    package var resolved: Instant?
    /// How many rejects the row speaks for: 1, or those of its feed and reason.
    package var count: Int
    /// Of ``count``: those beyond the first thousand of their document, which have no row of their own.
    package var countedOnly: Int
    /// In how many documents they stand.
    package var documents: Int
}

/// Which rejects a list asks for.
package struct RejectQuery: Sendable, Hashable, Codable {
    package var feed: FeedID?
    package var reason: Reject.Reason?
    package var document: Int64?
    /// One row for each reject, newest document first; else one for each feed and reason, with the newest as example.
    package var each = false
    /// Resolved ones instead of those that stand.
    package var resolved = false
    package var limit = 100

    package init() {}
}

extension Store {
    /// The first standing rejects of a document in document order.
    package func rejects(of document: Int64, limit: Int) async throws -> [Reject] {
        try await read("reading rejects") { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM reject WHERE document = ? AND resolved IS NULL ORDER BY ordinal LIMIT ?",
                arguments: [document, limit]
            ).compactMap(Reject.init(row:))
        }
    }

    /// Each reject, newest document first; or one row for each feed and reason, sorted by them.
    package func rejects(_ query: RejectQuery) async throws -> [RejectRow] {
        let chosen = """
            SELECT j.*, d.feed, d.name, d.digest, d.received FROM reject j JOIN document d ON d.id = j.document
            WHERE (?1 IS NULL OR d.feed = ?1) AND (?2 IS NULL OR j.reason = ?2) AND (?3 IS NULL OR j.document = ?3)
                AND (j.resolved IS NOT NULL) = ?4
            """
        // The newest of each group stands for it; with ordinal, because a document may hold many.
        let grouped = """
            SELECT * FROM (SELECT *, COUNT(*) OVER (PARTITION BY feed, reason) AS rejects,
                    ROW_NUMBER() OVER (PARTITION BY feed, reason ORDER BY document DESC, ordinal) AS nth,
                    DENSE_RANK() OVER (PARTITION BY feed, reason ORDER BY document) AS documents
                FROM (\(chosen)))
            WHERE nth = 1 ORDER BY feed, reason LIMIT ?5
            """
        let surplus = """
            COALESCE((SELECT SUM(s.count) FROM (\(Store.standingSurplus)) s JOIN document o ON o.id = s.document
                WHERE ?4 = 0 AND o.feed = g.feed AND s.reason = g.reason AND (?3 IS NULL OR s.document = ?3)), 0)
            """
        let groups = "SELECT *, \(surplus) AS surplus FROM (\(grouped)) g ORDER BY feed, reason"
        let each = """
            SELECT *, 1 AS rejects, 0 AS surplus, 1 AS documents FROM (\(chosen))
            ORDER BY document DESC, ordinal LIMIT ?5
            """
        return try await read("listing rejects") { db in
            try Row.fetchAll(
                db, sql: query.each ? each : groups,
                arguments: [
                    query.feed?.text, query.reason?.rawValue, query.document, query.resolved, query.limit,
                ]
            ).compactMap(RejectRow.init(row:))
        }
    }

    /// What has no row stands; of a document that is being read again, as its last whole reading met it.
    static let standingSurplus = """
        SELECT document, reason, count FROM reject_surplus s
        WHERE round = (SELECT MIN(round) FROM reject_surplus f WHERE f.document = s.document)
        """

    /// One reject, whether it stands or not; nil when there is none.
    package func reject(_ id: RejectID) async throws -> RejectRow? {
        try await read("reading a reject") { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT j.*, d.feed, d.name, d.digest, d.received, 1 AS rejects, 0 AS surplus,
                        1 AS documents
                    FROM reject j JOIN document d ON d.id = j.document WHERE j.document = ? AND j.ordinal = ?
                    """, arguments: [id.document, id.ordinal]
            ).flatMap(RejectRow.init(row:))
        }
    }

    /// How many rejects of a document stand at each place.
    package func standingPlaces(of document: Int64) async throws -> [String: Int] {
        try await read("reading places of rejects") { db in
            var places: [String: Int] = [:]
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT place, COUNT(*) AS count FROM reject WHERE document = ? AND resolved IS NULL
                    GROUP BY place
                    """, arguments: [document])
            while let row = try rows.next() { places[row["place"]] = row["count"] }
            return places
        }
    }
}

extension Reject {
    /// Nil for a reason that this release does not know.
    init?(row: Row) {
        guard let reason = Reject.Reason(rawValue: row["reason"]) else { return nil }
        self.init(reason, place: row["place"], offset: row["byte_offset"], message: row["message"])
    }
}

extension RejectRow {
    init?(row: Row) {
        guard let feed = FeedID(row["feed"] as String), let digest = Digest(bytes: row["digest"] as Data),
            let reject = Reject(row: row)
        else { return nil }
        id = RejectID(document: row["document"], ordinal: row["ordinal"])
        self.feed = feed
        name = row["name"]
        self.digest = digest
        received = Instant(microseconds: row["received"])
        self.reject = reject
        resolved = (row["resolved"] as Int64?).map(Instant.init(microseconds:))
        countedOnly = row["surplus"]
        count = (row["rejects"] as Int) + countedOnly
        documents = row["documents"]
    }
}
