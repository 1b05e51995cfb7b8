import GRDB
package import Vocabulary

/// Who closed a reject, when and why.
package struct RejectDismissal: Sendable, Hashable {
    package var at: Instant
    /// `user:UID:NAME`.
    package var actor: String
    package var reason: String

    package init(at: Instant, actor: String, reason: String) {
        self.at = at
        self.actor = actor
        self.reason = reason
    }
}

/// Which rejects somebody closes.
package enum RejectTarget: Sendable, Hashable {
    case reject(RejectID)
    /// It and all of its feed that are of its group: of its reason, form of the place, and message.
    case alike(RejectID)
    /// All of a document, also those that a later reading of the same bytes meets. Of one that was refused only the
    /// refusal: it has not been read.
    case document(Int64)
    /// Those of all documents of a feed that stand now; a document that comes later has its own.
    case feed(FeedID)
}

/// What was closed in one document.
package struct DismissedRejects: Sendable, Hashable {
    package var document: Int64
    package var feed: FeedID
    package var name: String
    /// Those that stood, with those that are counted only when the whole document was named.
    package var rejects = 0
    fileprivate var isWhole = false
    fileprivate var ordinals: Set<Int> = []
}

extension Store {
    /// Of a reject `j`: it counts, because no reading came out without it and nobody closed it.
    static let standing = """
        j.resolved IS NULL AND NOT EXISTS(
            SELECT 1 FROM reject_dismissal x WHERE x.document = j.document AND x.ordinal IN (-1, j.ordinal))
        """

    /// What has no row stands while a row of its document and reason does; of a document that is being read again, as
    /// its last whole reading met it.
    static let standingSurplus = """
        SELECT document, reason, count FROM reject_surplus s
        WHERE round = (SELECT MIN(round) FROM reject_surplus f WHERE f.document = s.document)
            AND EXISTS(SELECT 1 FROM reject j
                WHERE j.document = s.document AND j.reason = s.reason AND \(standing))
        """

    /// What ``dismiss(_:by:)`` would close, by document.
    package func dismissible(_ targets: [RejectTarget]) async throws -> [DismissedRejects] {
        try await read("looking which rejects stand") { db in try Store.chosen(targets, in: db) }
    }

    /// Closes the rejects of `targets` that stand; one entry for each document. Returns what was closed: nothing where
    /// all of it was closed or resolved before.
    package func dismiss(_ targets: [RejectTarget], by dismissal: RejectDismissal) async throws -> [DismissedRejects] {
        try await write("closing rejects") { db in
            let chosen = try Store.chosen(targets, in: db)
            let put = try db.cachedStatement(
                sql: """
                    INSERT INTO reject_dismissal(document, ordinal, at, actor, reason) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT DO NOTHING
                    """)
            for one in chosen {
                for ordinal in one.isWhole ? [-1] : one.ordinals.sorted() {
                    try put.execute(arguments: [
                        one.document, ordinal, dismissal.at.microseconds, dismissal.actor, dismissal.reason,
                    ])
                }
            }
            try Store.append(chosen.map { $0.entry(by: dismissal) }, in: db)
            return chosen
        }
    }

    /// How many rejects stand, and how many groups they are.
    static func countRejects(in db: Database) throws -> (rejects: Int, kinds: Int) {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT COUNT(*) AS count, COUNT(DISTINCT json_array(d.feed, j.reason, j.form, j.message)) AS kinds
                FROM reject j JOIN document d ON d.id = j.document WHERE \(standing)
                """)
        let surplus = try Int.fetchOne(db, sql: "SELECT SUM(count) FROM (\(standingSurplus))") ?? 0
        return ((row?["count"] ?? 0) + surplus, row?["kinds"] ?? 0)
    }

    /// How many of the `rejects` of a document's summary somebody closed.
    static func dismissedCount(of document: Int64, _ rejects: Int, in db: Database) throws -> Int {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT COUNT(*) FILTER (WHERE \(standing)) AS standing, COUNT(*) AS met
                FROM reject j WHERE j.document = ? AND j.resolved IS NULL
                """, arguments: [document])
        let (standing, met): (Int, Int) = (row?["standing"] ?? 0, row?["met"] ?? 0)
        // What has no row is closed with the last that has one.
        if standing == 0, met > 0 { return rejects }
        return min(met - standing, rejects)
    }

    private static func chosen(_ targets: [RejectTarget], in db: Database) throws -> [DismissedRejects] {
        var documents: [Int64: DismissedRejects] = [:]
        for target in targets {
            let (condition, arguments) = target.selection
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT j.document, j.ordinal, d.feed, d.name, EXISTS(
                        SELECT 1 FROM document_check c WHERE c.document = d.id AND c.refused = 1) AS refused
                    FROM reject j JOIN document d ON d.id = j.document
                    WHERE \(condition) AND \(standing)
                    """, arguments: arguments)
            while let row = try rows.next() {
                guard let feed = FeedID(row["feed"] as String) else { continue }
                let id: Int64 = row["document"]
                var one = documents[id] ?? DismissedRejects(document: id, feed: feed, name: row["name"])
                one.isWhole = one.isWhole || target.isWhole && !(row["refused"] as Bool)
                one.ordinals.insert(row["ordinal"])
                documents[id] = one
            }
        }
        return try documents.values.sorted { $0.document < $1.document }.map { one in
            var one = one
            let surplus = try Int.fetchOne(
                db, sql: "SELECT SUM(count) FROM (\(standingSurplus)) WHERE document = ?", arguments: [one.document])
            one.rejects = one.ordinals.count + (one.isWhole ? surplus ?? 0 : 0)
            return one
        }
    }
}

extension RejectTarget {
    /// Whether it closes documents as a whole.
    fileprivate var isWhole: Bool {
        switch self {
        case .reject, .alike: false
        case .document, .feed: true
        }
    }

    /// Which rejects `j` of documents `d` it means.
    fileprivate var selection: (String, StatementArguments) {
        switch self {
        case .reject(let id): ("j.document = ? AND j.ordinal = ?", [id.document, id.ordinal])
        case .alike(let id):
            (
                """
                (d.feed, j.reason, j.form, j.message) = (SELECT e.feed, k.reason, k.form, k.message
                    FROM reject k JOIN document e ON e.id = k.document WHERE k.document = ? AND k.ordinal = ?)
                """, [id.document, id.ordinal]
            )
        case .document(let id): ("j.document = ?", [id])
        case .feed(let feed): ("d.feed = ?", [feed.text])
        }
    }
}

extension DismissedRejects {
    fileprivate func entry(by dismissal: RejectDismissal) -> Entry {
        Entry(
            kind: .batch, subject: "document:\(document)", event: "rejects-dismissed", at: dismissal.at,
            actor: dismissal.actor,
            detail: [
                "feed": .string(feed.text), "rejects": .int(rejects), "reason": .string(dismissal.reason),
                "whole": .bool(isWhole),
            ])
    }
}
