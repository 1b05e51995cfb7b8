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
    /// Who closed it, when and why; nil while nobody has.
    package var dismissal: RejectDismissal?
    /// When the first document came in which one of those that the row speaks for stands.
    package var since: Instant
    /// How many rejects the row speaks for: 1, or those of its group.
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
    /// One row for each reject, newest document first; else one for each feed, reason, place without its
    /// numbers, and message, with the newest as example.
    package var each = false
    /// Resolved ones instead of those that stand.
    package var resolved = false
    /// Those that stand, the resolved and the dismissed ones; groups then hold one kind each.
    package var all = false
    package var limit = 100

    package init() {}
}

extension Store {
    /// The first standing rejects of a document in document order.
    package func rejects(of document: Int64, limit: Int) async throws -> [Reject] {
        try await read("reading rejects") { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM reject j WHERE document = ? AND \(Store.standing) ORDER BY ordinal LIMIT ?",
                arguments: [document, limit]
            ).compactMap(Reject.init(row:))
        }
    }

    /// Each reject, newest document first; or one row for each group, sorted: one broken row that comes every day is
    /// one line, wherever it stands.
    package func rejects(_ query: RejectQuery) async throws -> [RejectRow] {
        let sql = Store.rejectList(query)
        return try await read("listing rejects") { db in
            try Row.fetchAll(
                db, sql: sql,
                arguments: [query.feed?.text, query.reason?.rawValue, query.document, query.limit]
            ).compactMap(RejectRow.init(row:))
        }
    }

    private static func rejectList(_ query: RejectQuery) -> String {
        let kind = query.all ? "1" : query.resolved ? "j.resolved IS NOT NULL" : Store.standing
        let chosen = """
            \(Store.rejectColumns)
            WHERE (?1 IS NULL OR d.feed = ?1) AND (?2 IS NULL OR j.reason = ?2) AND (?3 IS NULL OR j.document = ?3)
                AND \(kind)
            """
        guard !query.each else {
            return """
                SELECT *, received AS since, 1 AS rejects, 0 AS surplus, 1 AS documents FROM (\(chosen))
                ORDER BY document DESC, ordinal LIMIT ?4
                """
        }
        // The newest of each group stands for it; with ordinal, because a document may hold many.
        let group = "feed, reason, form, message, resolved IS NULL, dismissed IS NULL"
        let grouped = """
            SELECT * FROM (SELECT *, COUNT(*) OVER (PARTITION BY \(group)) AS rejects,
                    MIN(received) OVER (PARTITION BY \(group)) AS since,
                    ROW_NUMBER() OVER (PARTITION BY \(group) ORDER BY document DESC, ordinal) AS nth,
                    ROW_NUMBER() OVER (PARTITION BY feed, reason
                        ORDER BY (resolved IS NULL AND dismissed IS NULL) DESC, document DESC, ordinal) AS of_reason,
                    DENSE_RANK() OVER (PARTITION BY \(group) ORDER BY document) AS documents
                FROM (\(chosen)))
            WHERE nth = 1 ORDER BY \(group) LIMIT ?4
            """
        // What goes beyond the first thousand has no message; it joins the newest group of its feed and reason.
        let surplus = """
            CASE WHEN of_reason = 1 AND resolved IS NULL AND dismissed IS NULL THEN COALESCE(
                (SELECT SUM(s.count) FROM (\(Store.standingSurplus)) s JOIN document o ON o.id = s.document
                WHERE o.feed = g.feed AND s.reason = g.reason AND (?3 IS NULL OR s.document = ?3)), 0) ELSE 0 END
            """
        return "SELECT *, \(surplus) AS surplus FROM (\(grouped)) g ORDER BY \(group)"
    }

    /// A reject with its document and its dismissal; `j` is the reject.
    private static let rejectColumns = """
        SELECT j.*, d.feed, d.name, d.digest, d.received, x.at AS dismissed, x.actor, x.reason AS why
        FROM reject j JOIN document d ON d.id = j.document
        LEFT JOIN reject_dismissal x ON x.document = j.document AND x.ordinal = (
            SELECT MAX(y.ordinal) FROM reject_dismissal y
            WHERE y.document = j.document AND y.ordinal IN (-1, j.ordinal))
        """

    /// One reject, whether it stands or not; nil when there is none.
    package func reject(_ id: RejectID) async throws -> RejectRow? {
        try await read("reading a reject") { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT *, received AS since, 1 AS rejects, 0 AS surplus, 1 AS documents
                    FROM (\(Store.rejectColumns) WHERE j.document = ? AND j.ordinal = ?)
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
        dismissal = (row["dismissed"] as Int64?).map {
            RejectDismissal(at: Instant(microseconds: $0), actor: row["actor"], reason: row["why"])
        }
        since = Instant(microseconds: row["since"])
        countedOnly = row["surplus"]
        count = (row["rejects"] as Int) + countedOnly
        documents = row["documents"]
    }
}
