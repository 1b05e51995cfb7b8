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
    /// Threats whose set of mentions changed, with their numbers.
    private var touched: [String: Int64] = [:]
    /// Those among them that have news: a first report, or a changed one. News reopens what a person had put aside.
    private var reopening = Set<String>()
    /// What this transaction has written of mentions, so that the fold need not read it back from JSON.
    private var fresh: [MentionKey: ThreatMention] = [:]
    /// What the fold gave, for the judge.
    private(set) var folded: [FoldedThreat] = []
    /// The report at hand as it is stored, and where its vulnerability statements stand in it; nil until asked for.
    private var reportText = StoredText()
    private var statementPlaces: [Range<Int>]?
    /// Of mentions and assessments.
    private var text = StoredText()
    let statements: ReportStatements
    /// When the document came, and when a poll brought it; 0 if none did.
    let received: Int64
    private let polled: Int64

    private struct MentionKey: Hashable {
        var threat: Int64
        var report: Int64
    }

    init(db: Database, batch: DocumentBatch) throws {
        self.db = db
        self.batch = batch
        statements = try ReportStatements(db)
        let document = try Row.fetchOne(
            db, sql: "SELECT received, polled FROM document WHERE id = ?", arguments: [batch.document])
        received = document?["received"] ?? batch.at.microseconds
        polled = document?["polled"] ?? 0
    }

    /// What anybody may write to us opens a case of its own, and nothing that people have put aside: else one mail that
    /// names a thousand vulnerabilities would fill the queue with them.
    private var reopensWork: Bool { batch.feed.sourceKind != .user }

    /// Identity is (feed, source id); same digest = seen again; other digest = new revision; the current revision is
    /// the one of the greatest ``RevisionRank``, so order of arrival has no influence.
    mutating func save(_ report: Report, _ outcome: inout BatchOutcome) throws {
        statementPlaces = nil
        let find = statements.findReport
        find.bind(batch.feed.id.text, 1)
        find.bind(report.sourceID, 2)
        guard try find.next() else {
            let id = try insert(report)
            try insertRevision(report, of: id)
            try saveMentions(report, of: id, isRevisionNew: true)
            if report.isTakenAtItsWords { try putTitled(report, id: id) }
            if reopensWork { reopening.formUnion(report.vulnerabilities.map(\.id)) }
            if report.kind == .incident { try openCase(for: report, id: id) }
            outcome.newReports += 1
            return
        }
        let id = find.int(0)
        let current = RevisionRank(
            sound: find.int(5), revised: find.int(1), stated: find.int(3), polled: find.int(4), digest: find.blob(2))
        find.reset()
        let isNew = try saveRevision(report, of: id)
        if isNew { outcome.newRevisions += 1 } else { outcome.unchanged += 1 }
        let becomes = current < RevisionRank(report, received: received, polled: polled)
        try touch(report, id: id, becomes: becomes, countsRevision: isNew)
        // Also when the same content is stated again at a later time: what a threat says of its sources' ages must not
        // depend on the order in which two lists arrived.
        if becomes, current.digest != report.digest.bytes || current.revised != report.revised.microseconds {
            try removeMentions(of: id)
            try saveMentions(report, of: id, isRevisionNew: isNew)
            try retitle(report, id: id)
            if current.digest != report.digest.bytes, reopensWork {
                reopening.formUnion(report.vulnerabilities.map(\.id))
            }
        }
    }

    /// Gathers the mentions of every touched threat and lets Analyze fold them.
    mutating func foldTouchedThreats() throws {
        for (id, no) in touched.sorted(by: { $0.key < $1.key }) {
            let mentions = try mentions(of: no)
            guard let assessment = ThreatAssessment.fold(ThreatID(unchecked: id), mentions) else {
                try Store.forgetThreat(no, of: .vulnerability, in: db)
                continue
            }
            let reopens = reopening.contains(id)
            try statements.put(assessment, of: no, at: batch.at, reopens: reopens, &text)
            try Store.saveAliases(assessment.aliases, of: no, in: db)
            folded.append(FoldedThreat(no: no, changed: batch.at, assessment: assessment))
        }
        touched = [:]
        reopening = []
        fresh = [:]
    }

    private mutating func mentions(of threat: Int64) throws -> [ThreatMention] {
        let gather = statements.gatherMentions
        gather.bind(threat, 1)
        var mentions: [ThreatMention] = []
        while try gather.next() {
            if let known = fresh[MentionKey(threat: threat, report: gather.int(0))] {
                mentions.append(known)
            } else {
                mentions.append(try StoredMention.decode(gather.text(1) ?? "", of: gather.int(0), statements.findBody))
            }
        }
        return mentions
    }

    private func insert(_ report: Report) throws -> Int64 {
        let put = statements.insertReport
        put.bind(batch.feed.id.text, 1)
        put.bind(report.sourceID, 2)
        put.bind(report.kind.rawValue, 3)
        put.bind(report.title, 4)
        put.bind(report.revised.microseconds, 5)
        put.bind(report.digest.bytes, 6)
        put.bind(report.status.rawValue, 7)
        put.bind(batch.at.microseconds, 8)
        put.bind(batch.at.microseconds, 9)
        let rank = RevisionRank(report, received: received, polled: polled)
        put.bind(rank.stated, 10)
        put.bind(rank.polled, 11)
        put.bind(rank.sound, 12)
        try put.run()
        return db.lastInsertedRowID
    }

    /// Somebody reports an incident: a case is opened with it, so that it stands in the queue until a person takes it.
    private func openCase(for report: Report, id: Int64) throws {
        let number = try Store.nextNumber(.case, at: batch.at, in: db)
        // What people tell us in trust is AMBER+STRICT unless they or the feed's file say otherwise.
        let tlp = report.tlp ?? batch.feed.defaultTLP ?? .amberStrict
        let title = "\(report.sourceID): \(report.title.prefix(200))"
        try Store.insertCase(number, kind: .incident, title: title, advisory: nil, tlp: tlp, at: batch.at, in: db)
        let change = CaseEvent.Change.opened(kind: .incident, title: title, advisory: nil, tlp: tlp)
        let event = CaseEvent(id: "", at: batch.at, actor: "service", entity: nil, change: change)
        try Store.append([try Store.appendCaseEvent(event, to: number, in: db)], in: db)
        try db.execute(
            sql: "UPDATE report SET case_number = ?, case_document = ? WHERE id = ?",
            arguments: [number.description, batch.document, id])
    }

    private func touch(_ report: Report, id: Int64, becomes: Bool, countsRevision: Bool) throws {
        let seen = try db.cachedStatement(
            sql: "UPDATE report SET last_received = MAX(last_received, ?), revisions = revisions + ? WHERE id = ?")
        try seen.execute(arguments: [batch.at.microseconds, countsRevision ? 1 : 0, id])
        guard becomes else { return }
        let move = try db.cachedStatement(
            sql: """
                UPDATE report SET kind = ?, title = ?, sound = ?, revised = ?, stated = ?, polled = ?, digest = ?,
                    status = ? WHERE id = ?
                """)
        let rank = RevisionRank(report, received: received, polled: polled)
        try move.execute(arguments: [
            report.kind.rawValue, report.title, rank.sound, rank.revised, rank.stated, rank.polled, Data(rank.digest),
            report.status.rawValue, id,
        ])
    }

    /// Returns whether the revision is new. A known one keeps the latest time at which its source stood by it.
    private mutating func saveRevision(_ report: Report, of id: Int64) throws -> Bool {
        let again = statements.repeatRevision
        let rank = RevisionRank(report, received: received, polled: polled)
        again.bind(rank.revised, 1)
        again.bind(rank.stated, 2)
        again.bind(rank.polled, 3)
        again.bind(id, 4)
        again.bind(rank.digest, 5)
        again.bind(rank.sound, 6)
        try again.run()
        if db.changesCount > 0 { return false }
        try insertRevision(report, of: id)
        return true
    }

    private mutating func insertRevision(_ report: Report, of id: Int64) throws {
        _ = try writeReport(report)
        let put = statements.insertRevision
        put.bind(id, 1)
        put.bind(report.digest.bytes, 2)
        let rank = RevisionRank(report, received: received, polled: polled)
        put.bind(rank.revised, 3)
        put.bind(batch.document, 4)
        put.bind(text: reportText.bytes, 5)
        put.bind(rank.stated, 6)
        put.bind(rank.polled, 7)
        put.bind(rank.sound, 8)
        try put.run()
    }

    private mutating func writeReport(_ report: Report) throws -> [Range<Int>] {
        if let statementPlaces { return statementPlaces }
        reportText.clear()
        let places = try reportText.put(report)
        statementPlaces = places
        return places
    }

    /// - Parameter isRevisionNew: the revision's body was written just now and holds exactly this report, so the
    ///   mention of a report about one thing need not hold it once more.
    private mutating func saveMentions(_ report: Report, of id: Int64, isRevisionNew: Bool) throws {
        let put = statements.insertMention
        // Unmarked items take the feed's stated default; without one they are RED, the strictest.
        let tlp = report.tlp ?? batch.feed.defaultTLP ?? .red
        for (statement, place) in zip(report.vulnerabilities, try writeReport(report)) {
            let number = try statements.number(
                of: statement.id, title: statement.title ?? report.title, at: batch.at, in: db)
            guard let threat = number else { continue }
            let mention = ThreatMention(
                report: report, feed: batch.feed.id, source: batch.feed.sourceKind,
                reliability: batch.feed.reliability, tlp: tlp, statement: statement)
            put.bind(threat, 1)
            put.bind(id, 2)
            text.clear()
            if isRevisionNew, report.vulnerabilities.count == 1 {
                text.put(MentionGrade(mention))
            } else {
                text.put(mention, statement: reportText.bytes[place])
            }
            put.bind(text: text.bytes, 3)
            try put.run()
            fresh[MentionKey(threat: threat, report: id)] = mention
            touched[statement.id] = threat
        }
    }

    private mutating func removeMentions(of id: Int64) throws {
        let gone = try Row.fetchAll(
            db,
            sql: """
                SELECT t.id, t.no FROM mention m JOIN threat t ON t.no = m.threat
                WHERE m.report = ? AND t.kind = 'vulnerability'
                """, arguments: [id])
        // What it says of a campaign ends when clusters are settled.
        for row in gone {
            touched[row["id"]] = row["no"]
            try db.execute(
                sql: "DELETE FROM mention WHERE threat = ? AND report = ?", arguments: [row["no"] as Int64, id])
        }
    }
}
