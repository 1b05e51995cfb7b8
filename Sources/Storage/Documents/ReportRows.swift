import GRDB
package import Ingest
package import Vocabulary

/// A report as lists show it: identity and current revision.
package struct ReportRow: Sendable, Hashable {
    package var feed: FeedID
    package var sourceID: String
    package var kind: ReportKind
    package var status: ReportStatus
    package var title: String
    package var revised: Instant
    package var revisions: Int
    /// The case that was opened with it; incidents only.
    package var caseNumber: String?
}

/// Which reports a list asks for; order: newest revision first, then feed and id.
package struct ReportQuery: Sendable, Hashable, Codable {
    package var feed: FeedID?
    package var kind: ReportKind?
    /// At least this many revisions.
    package var minimumRevisions = 1
    package var limit = 100
    package var offset = 0

    private enum CodingKeys: String, CodingKey {
        case feed, kind, minimumRevisions = "minimum_revisions", limit, offset
    }
    package init() {}
}

extension Store {
    /// The reports that `query` asks for, in its order; at most `limit` from `offset`.
    package func reports(_ query: ReportQuery) async throws -> [ReportRow] {
        try await read("listing reports") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM report WHERE (?1 IS NULL OR feed = ?1) AND (?2 IS NULL OR kind = ?2)
                        AND revisions >= ?3 ORDER BY revised DESC, feed, source_id LIMIT ?4 OFFSET ?5
                    """,
                arguments: [
                    query.feed?.text, query.kind?.rawValue, query.minimumRevisions, query.limit, query.offset,
                ]
            ).compactMap(ReportRow.init(row:))
        }
    }

    /// One report's identity and current revision.
    package func report(feed: FeedID, sourceID: String) async throws -> ReportRow? {
        try await read("reading a report") { db in
            try Row.fetchOne(
                db, sql: "SELECT * FROM report WHERE feed = ? AND source_id = ?", arguments: [feed.text, sourceID]
            ).flatMap(ReportRow.init(row:))
        }
    }

    /// Every revision of one report, the current one first, each with what hashes and signature say of its document.
    ///
    /// `sourceID`: whole, or what stands before the publisher's name (`@`) when only one report of the feed has it.
    /// - Throws: `.conflict` when several publishers of the feed have such a report.
    package func revisions(
        feed: FeedID, sourceID: String
    ) async throws -> [(report: Report, document: Int64, check: DocumentCheck?)] {
        try await read("reading revisions") { db in
            let whole = try Store.wholeSourceID(sourceID, of: feed, in: db)
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT v.body, v.document, c.body FROM revision v JOIN report r ON r.id = v.report
                    LEFT JOIN document_check c ON c.document = v.document
                    WHERE r.feed = ? AND r.source_id = ?
                    ORDER BY v.sound DESC, v.sound * v.revised DESC, v.stated DESC, v.polled DESC, v.digest DESC
                    """, arguments: [feed.text, whole]
            ).map { row in
                (
                    try StoredJSON.decode(Report.self, row[0]), row[1] as Int64,
                    try (row[2] as String?).map { try StoredJSON.decode(DocumentCheck.self, $0) }
                )
            }
        }
    }
}

extension Store {
    private static func wholeSourceID(_ text: String, of feed: FeedID, in db: Database) throws -> String {
        // `A` follows `@`: the ids between are those that begin with the text and an `@`.
        let near = try String.fetchAll(
            db,
            sql: """
                SELECT source_id FROM report
                WHERE feed = ?1 AND (source_id = ?2 OR source_id >= ?2 || '@' AND source_id < ?2 || 'A')
                ORDER BY source_id LIMIT 3
                """, arguments: [feed.text, text])
        guard !near.contains(text), let first = near.first else { return text }
        guard near.count == 1 else { throw StorageFailure.ambiguous("report", text, near) }
        return first
    }
}

extension ReportRow {
    init?(row: Row) {
        guard let feed = FeedID(row["feed"] as String), let kind = ReportKind(rawValue: row["kind"]),
            let status = ReportStatus(rawValue: row["status"])
        else { return nil }
        self.feed = feed
        self.kind = kind
        self.status = status
        sourceID = row["source_id"]
        title = row["title"]
        revised = Instant(microseconds: row["revised"])
        revisions = row["revisions"]
        caseNumber = row["case_number"]
    }
}
