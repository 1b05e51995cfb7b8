import Analyze
import Coordinate
import Foundation
import GRDB
import Ingest
import Vocabulary

/// Saves the reports of one batch and folds the threats they touch, inside the batch's transaction.
///
/// The fold must see what this transaction wrote, and only Analyze may judge; so Storage calls the judge here.
struct ReportWriter {
    let db: Database
    let batch: DocumentBatch
    /// Threat ids whose set of mentions changed.
    private var touched = Set<String>()
    /// Those among them that have news: a first report, or a changed one. News reopens what a person had put aside.
    private var reopening = Set<String>()

    init(db: Database, batch: DocumentBatch) {
        self.db = db
        self.batch = batch
    }

    /// Identity is (feed, source id); same digest = seen again; other digest = new revision; the current revision is
    /// the greatest by (revised, digest), so order of arrival has no influence.
    mutating func save(_ report: Report, _ outcome: inout BatchOutcome) throws {
        let feed = batch.feed.id.text
        let find = try db.cachedStatement(
            sql: "SELECT id, revised, digest FROM report WHERE feed = ? AND source_id = ?")
        let digest = Data(report.digest.bytes)
        let now = batch.at.microseconds
        guard let row = try Row.fetchOne(find, arguments: [feed, report.sourceID]) else {
            let put = try db.cachedStatement(
                sql: """
                    INSERT INTO report(feed, source_id, kind, title, revised, digest, status, revisions,
                        first_received, last_received) VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?)
                    """)
            try put.execute(arguments: [
                feed, report.sourceID, report.kind.rawValue, report.title, report.revised.microseconds, digest,
                report.status.rawValue, now, now,
            ])
            let id = db.lastInsertedRowID
            _ = try saveRevision(report, of: id, digest)
            try saveMentions(report, of: id)
            reopening.formUnion(report.vulnerabilities.map(\.id))
            if report.kind == .incident { try openCase(for: report, id: id) }
            outcome.newReports += 1
            return
        }
        let id: Int64 = row["id"]
        let isNew = try saveRevision(report, of: id, digest)
        if isNew { outcome.newRevisions += 1 } else { outcome.unchanged += 1 }
        let currentDigest: Data = row["digest"]
        let current = (row["revised"] as Int64, [UInt8](currentDigest))
        let this = (report.revised.microseconds, [UInt8](digest))
        let becomes = this.0 > current.0 || (this.0 == current.0 && current.1.lexicographicallyPrecedes(this.1))
        try touch(report, id: id, becomes: becomes, countsRevision: isNew)
        // Also when the same content is stated again at a later time: what a threat says of its sources' ages must not
        // depend on the order in which two lists arrived.
        if becomes {
            try removeMentions(of: id)
            try saveMentions(report, of: id)
            if currentDigest != digest { reopening.formUnion(report.vulnerabilities.map(\.id)) }
        }
    }

    /// Gathers the mentions of every touched threat and lets Analyze fold them.
    mutating func foldTouchedThreats() throws {
        let gather = try db.cachedStatement(
            sql: "SELECT m.body FROM mention m JOIN threat t ON t.no = m.threat WHERE t.id = ? ORDER BY m.report")
        let put = try db.cachedStatement(
            sql: """
                UPDATE threat SET kind = ?, presence = ?, title = ?, standing = ?, assessment = ?, changed = ?,
                    match_due = 1, work = CASE WHEN work IN ('dismissed', 'closed', 'watching') AND ? THEN 'new'
                    WHEN ? AND work = 'new' THEN 'closed' ELSE work END
                WHERE id = ?
                """)
        let decoder = JSONDecoder()
        for id in touched.sorted() {
            let bodies = try String.fetchAll(gather, arguments: [id])
            let mentions = try bodies.map { try decoder.decode(ThreatMention.self, from: Data($0.utf8)) }
            guard let assessment = ThreatAssessment.fold(ThreatID(unchecked: id), mentions) else { continue }
            try put.execute(arguments: [
                assessment.kind.rawValue, assessment.presence.rawValue, assessment.title.value,
                assessment.isClosed ? "closed" : "current", try StoredJSON.encode(assessment),
                batch.at.microseconds, !assessment.isClosed && reopening.contains(id), assessment.isClosed, id,
            ])
            try saveAliases(assessment, of: id)
        }
        touched = []
        reopening = []
    }

    /// Somebody reports an incident: a case is opened with it, so that it stands in the queue until a person takes it.
    private func openCase(for report: Report, id: Int64) throws {
        let number = try Store.nextNumber(.case, at: batch.at, in: db)
        // What people tell us in trust is AMBER+STRICT unless they or the feed's file say otherwise (DESIGN §3, Case).
        let tlp = report.tlp ?? batch.feed.defaultTLP ?? .amberStrict
        let title = "\(report.sourceID): \(report.title.prefix(200))"
        try Store.insertCase(number, kind: .incident, title: title, advisory: nil, tlp: tlp, at: batch.at, in: db)
        let change = CaseEvent.Change.opened(kind: .incident, title: title, advisory: nil, tlp: tlp)
        let event = CaseEvent(id: "", at: batch.at, actor: "service", entity: nil, change: change)
        try Store.append([try Store.appendCaseEvent(event, to: number, in: db)], in: db)
        try db.execute(
            sql: "UPDATE report SET case_number = ? WHERE id = ?", arguments: [number.description, id])
    }

    private func touch(_ report: Report, id: Int64, becomes: Bool, countsRevision: Bool) throws {
        let seen = try db.cachedStatement(
            sql: "UPDATE report SET last_received = MAX(last_received, ?), revisions = revisions + ? WHERE id = ?")
        try seen.execute(arguments: [batch.at.microseconds, countsRevision ? 1 : 0, id])
        guard becomes else { return }
        let move = try db.cachedStatement(
            sql: "UPDATE report SET kind = ?, title = ?, revised = ?, digest = ?, status = ? WHERE id = ?")
        try move.execute(arguments: [
            report.kind.rawValue, report.title, report.revised.microseconds, Data(report.digest.bytes),
            report.status.rawValue, id,
        ])
    }

    /// Returns whether the revision is new. A known one keeps the latest time at which its source stood by it.
    private func saveRevision(_ report: Report, of id: Int64, _ digest: Data) throws -> Bool {
        let again = try db.cachedStatement(
            sql: "UPDATE revision SET revised = MAX(revised, ?) WHERE report = ? AND digest = ?")
        try again.execute(arguments: [report.revised.microseconds, id, digest])
        if db.changesCount > 0 { return false }
        let put = try db.cachedStatement(
            sql: "INSERT INTO revision(report, digest, revised, document, body) VALUES (?, ?, ?, ?, ?)")
        try put.execute(arguments: [
            id, digest, report.revised.microseconds, batch.document, try StoredJSON.encode(report),
        ])
        return true
    }

    private mutating func saveMentions(_ report: Report, of id: Int64) throws {
        let put = try db.cachedStatement(
            sql: "INSERT INTO mention(threat, report, body) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body")
        // Unmarked items take the feed's stated default; without one they are RED, the strictest (DESIGN §6).
        let tlp = report.tlp ?? batch.feed.defaultTLP ?? .red
        for statement in report.vulnerabilities {
            let threat = try threatNumber(statement.id, title: statement.title ?? report.title)
            let mention = ThreatMention(
                report: report, feed: batch.feed.id, source: batch.feed.sourceKind,
                reliability: batch.feed.reliability, tlp: tlp, statement: statement)
            try put.execute(arguments: [threat, id, try StoredJSON.encode(mention)])
            touched.insert(statement.id)
        }
    }

    private mutating func removeMentions(of id: Int64) throws {
        let gone = try String.fetchAll(
            db, sql: "SELECT t.id FROM mention m JOIN threat t ON t.no = m.threat WHERE m.report = ?", arguments: [id])
        touched.formUnion(gone)
        try db.execute(sql: "DELETE FROM mention WHERE report = ?", arguments: [id])
    }

    private func threatNumber(_ id: String, title: String) throws -> Int64 {
        let find = try db.cachedStatement(sql: "SELECT no FROM threat WHERE id = ?")
        if let no = try Int64.fetchOne(find, arguments: [id]) { return no }
        let put = try db.cachedStatement(
            sql: """
                INSERT INTO threat(id, kind, presence, title, standing, assessment, first_seen, changed)
                VALUES (?, 'vulnerability', 'potential', ?, 'current', '{}', ?, ?)
                """)
        try put.execute(arguments: [id, title, batch.at.microseconds, batch.at.microseconds])
        return db.lastInsertedRowID
    }

    private func saveAliases(_ assessment: ThreatAssessment, of id: String) throws {
        guard !assessment.aliases.isEmpty else { return }
        let put = try db.cachedStatement(
            sql: "INSERT INTO alias(alias, threat) SELECT ?, no FROM threat WHERE id = ? ON CONFLICT DO NOTHING")
        for alias in assessment.aliases { try put.execute(arguments: [alias, id]) }
    }
}
