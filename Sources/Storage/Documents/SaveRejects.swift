import GRDB
import Ingest
import Vocabulary

extension Store {
    /// Rejects of one reading of a document that have rows of their own; of each reason at least the first.
    package static let rejectsKept = 1000

    /// Keeps the rejects of one batch: the first with place and message, what goes beyond as a number by reason. The
    /// document itself is kept whole, so that reading it again reaches all of them.
    ///
    /// A document that is read again meets its rejects again: each is looked for by its place, the same reason first,
    /// and stays the row it was, with what is said of it now. So nothing doubles, and an id keeps its meaning.
    static func saveRejects(_ batch: DocumentBatch, in db: Database) throws {
        guard !batch.rejects.isEmpty else { return }
        let round = try Int.fetchOne(db, sql: "SELECT round FROM document WHERE id = ?", arguments: [batch.document])
        var met = try RejectsMet(batch.document, round: round ?? 0, in: db)
        let again = try db.cachedStatement(
            sql: """
                UPDATE reject SET reason = ?1, byte_offset = ?2, message = ?3, round = ?4, resolved = NULL
                WHERE document = ?5 AND ordinal = (
                    SELECT ordinal FROM reject WHERE document = ?5 AND place = ?6 AND round < ?4
                    ORDER BY reason <> ?1, ordinal LIMIT 1)
                """)
        let put = try db.cachedStatement(
            sql: """
                INSERT INTO reject(document, ordinal, reason, place, form, byte_offset, message, round)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """)
        var next = try nextOrdinal(of: batch.document, in: db)
        for reject in batch.rejects {
            if let round, round > 0 {
                try again.execute(arguments: [
                    reject.reason.rawValue, reject.offset, reject.message, round, batch.document, reject.place,
                ])
                if db.changesCount > 0 {
                    met.keep(reject.reason)
                    continue
                }
            }
            guard met.keepsAnother(reject.reason) else { continue }
            try put.execute(arguments: [
                batch.document, next, reject.reason.rawValue, reject.place, form(of: reject.place), reject.offset,
                reject.message, round ?? 0,
            ])
            next += 1
        }
        try met.saveSurplus(of: batch.document, in: db)
    }

    /// At the end of a document that was read again: rejects that this reading did not meet are resolved. Returns the
    /// entry of a replay; none when nobody asked for the reading.
    static func settleRejects(
        _ batch: DocumentBatch, _ summary: DocumentSummary, in db: Database
    ) throws -> [Entry] {
        guard batch.closing != nil,
            let row = try Row.fetchOne(
                db, sql: "SELECT round, replay, digest FROM document WHERE id = ?", arguments: [batch.document])
        else { return [] }
        let round: Int = row["round"]
        try settleMended(batch, summary, in: db)
        guard round > 0 else { return [] }
        try db.execute(
            sql: "UPDATE reject SET resolved = ?, round = ? WHERE document = ? AND round < ? AND resolved IS NULL",
            arguments: [batch.at.microseconds, round, batch.document, round])
        let resolvedCount = db.changesCount
        try db.execute(
            sql: "DELETE FROM reject_surplus WHERE document = ? AND round < ?", arguments: [batch.document, round])
        guard let stored = row["replay"] as String? else { return [] }
        try db.execute(sql: "UPDATE document SET replay = NULL WHERE id = ?", arguments: [batch.document])
        let order = try StoredJSON.decode(ReplayOrder.self, stored)
        var detail: [String: JSONValue] = [
            "feed": .string(batch.feed.id.text), "new_reports": .int(summary.newReports),
            "new_revisions": .int(summary.newRevisions), "new_findings": .int(summary.newFindings),
            "rejects": .int(summary.rejects), "resolved": .int(resolvedCount),
        ]
        if let reason = order.reason { detail["reason"] = .string(reason) }
        return [
            Entry(
                kind: .batch, subject: "document:\(batch.document)", event: "replayed", at: batch.at,
                actor: order.actor, detail: detail)
        ]
    }
}

extension Store {
    /// Behind all that were given: rows of a refused document go when it is read after all, and what was said of them
    /// must not be said of others.
    private static func nextOrdinal(of document: Int64, in db: Database) throws -> Int {
        try Int.fetchOne(
            db,
            sql: """
                SELECT COALESCE(MAX(ordinal) + 1, 0) FROM (
                    SELECT ordinal FROM reject WHERE document = ?1
                    UNION ALL SELECT ordinal FROM reject_dismissal WHERE document = ?1)
                """, arguments: [document]) ?? 0
    }

    /// `vulnerabilities[17].product` is `vulnerabilities[#].product`.
    private static func form(of place: String) -> String {
        var form: [UInt8] = []
        for byte in place.utf8 {
            let isDigit = (0x30...0x39).contains(byte)
            if !isDigit { form.append(byte) } else if form.last != UInt8(ascii: "#") { form.append(UInt8(ascii: "#")) }
        }
        return String(decoding: form, as: UTF8.self)
    }

    /// A full list says all there is: rejects of its feed's older lists that it does not hold any more, by reason, form
    /// of the place and message, are resolved. One that it still holds keeps the older ones, so that the list tells
    /// since when. What a list that is cut does not hold says nothing; nor does what is missing among the rejects that
    /// have rows, when others of that reason were only counted.
    private static func settleMended(_ batch: DocumentBatch, _ summary: DocumentSummary, in db: Database) throws {
        let isList = batch.feed.format.isObservations ? batch.closing?.fullList != nil : batch.feed.isSnapshot
        guard isList, summary.items > 0, try !isCut(batch.document, in: db) else { return }
        try db.execute(
            sql: """
                UPDATE reject SET resolved = ?1 WHERE resolved IS NULL AND document IN (
                    SELECT o.id FROM document n JOIN document o ON o.feed = n.feed
                    WHERE n.id = ?2 AND o.id <> n.id AND o.state = 'done'
                        AND COALESCE(o.stated, o.returned, o.received)
                            < COALESCE(n.stated, n.returned, n.received))
                AND NOT EXISTS(SELECT 1 FROM reject s WHERE s.document = ?2 AND s.resolved IS NULL
                    AND s.reason = reject.reason AND s.form = reject.form AND s.message = reject.message)
                AND NOT EXISTS(SELECT 1 FROM reject_surplus s JOIN document n ON n.id = s.document
                    WHERE s.document = ?2 AND s.round = n.round AND s.reason = reject.reason)
                """, arguments: [batch.at.microseconds, batch.document])
    }
}

extension Store {
    /// Whether a document's latest reading left out more than single items: it does not say what it does not name.
    static func isCut(_ document: Int64, in db: Database) throws -> Bool {
        let cuts = Reject.Reason.cuts.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS(SELECT 1 FROM reject r JOIN document d ON d.id = r.document
                    WHERE d.id = ? AND r.round = d.round AND r.resolved IS NULL AND r.reason IN (\(cuts)))
                """, arguments: [document]) ?? false
    }
}

/// What one reading of a document has met so far.
private struct RejectsMet {
    private let round: Int
    private var kept = 0
    private var reasons: Set<String> = []
    private var surplus: [String: Int] = [:]

    init(_ document: Int64, round: Int, in db: Database) throws {
        self.round = round
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT reason, COUNT(*) FROM reject WHERE document = ? AND round = ? AND resolved IS NULL
                GROUP BY reason
                """, arguments: [document, round])
        for row in rows {
            reasons.insert(row[0])
            kept += row[1] as Int
        }
    }

    mutating func keep(_ reason: Reject.Reason) {
        kept += 1
        reasons.insert(reason.rawValue)
    }

    /// Whether the next new one gets a row; if not, it is counted.
    mutating func keepsAnother(_ reason: Reject.Reason) -> Bool {
        guard kept < Store.rejectsKept || !reasons.contains(reason.rawValue) else {
            surplus[reason.rawValue, default: 0] += 1
            return false
        }
        keep(reason)
        return true
    }

    func saveSurplus(of document: Int64, in db: Database) throws {
        for (reason, count) in surplus.sorted(by: { $0.key < $1.key }) {
            try db.execute(
                sql: """
                    INSERT INTO reject_surplus(document, reason, round, count) VALUES (?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET count = count + excluded.count
                    """, arguments: [document, reason, round, count])
        }
    }
}
