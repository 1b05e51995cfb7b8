import Analyze
import Crypto
import Foundation
import GRDB
import Vocabulary

extension Store {
    /// One transaction: reports move to the campaigns in which they stand, each campaign that changed is folded anew
    /// and due for judgement, a person's words are kept, and entries tell of it.
    ///
    /// *A crash before the commit: the reports are still due. After it: those of later clusters are.* Returns the
    /// campaigns as they were folded.
    package func save(_ change: CampaignChange) async throws -> [FoldedThreat] {
        try await write("storing campaigns") { db in
            var writer = try CampaignWriter(db: db, at: change.at, isPersons: change.act != nil)
            for cluster in change.clusters { try writer.save(cluster) }
            for (name, due) in change.gone.sorted(by: { $0.key < $1.key }) { try writer.remove(name, due: due) }
            for (name, due) in change.settled.sorted(by: { $0.key < $1.key }) { try writer.settle(name, due: due) }
            if let act = change.act { try Store.keep(act, at: change.at, in: db) }
            let continued = try writer.fold()
            let entries = [change.entry].compactMap { $0 } + continued + (change.act?.entries ?? [])
            try Store.append(entries, in: db)
            // Behind the entries: what one of them tells of is not forgotten, and to close it changes no state.
            try writer.forgetEnded()
            return writer.folded
        }
    }

    private static func keep(_ act: CampaignAct, at now: Instant, in db: Database) throws {
        try db.execute(
            sql: "INSERT INTO campaign_act(threat, verb, reason, actor, at) VALUES (?, ?, ?, ?, ?)",
            arguments: [act.threat.text, act.verb.rawValue, act.reason, act.actor, now.microseconds])
        let number = db.lastInsertedRowID
        let put = try db.cachedStatement(
            sql: "INSERT INTO campaign_word(act, one, other, together, said) VALUES (?, ?, ?, ?, ?)")
        for word in Set(act.words) {
            try put.execute(arguments: [number, word.one, word.other, word.together, word.isSaid])
        }
    }
}

extension CampaignChange {
    /// One entry for all clusters of the transaction, with a root over them; nil when none changed.
    fileprivate var entry: Entry? {
        guard !clusters.isEmpty || !gone.isEmpty else { return nil }
        let lines = clusters.map { $0.joined(separator: ",") } + gone.keys.sorted().map { "-" + $0 }
        let root = SHA256.hash(data: Array(lines.joined(separator: ";").utf8))
        let detail: [String: JSONValue] = [
            "campaigns": .int(clusters.count), "left": .int(gone.count), "root": .string(Hex.encode(Array(root))),
        ]
        return Entry(kind: .batch, subject: "campaigns", event: "settled", at: at, actor: "service", detail: detail)
    }
}

/// Moves reports between campaigns inside one transaction, and folds those that changed.
struct CampaignWriter {
    let db: Database
    let at: Instant
    private let statements: ReportStatements
    private let find: HotStatement
    private let move: HotStatement
    private let leave: HotStatement
    private let gather: HotStatement
    private var text = StoredText()
    /// Campaigns whose reports changed, by number.
    private(set) var touched: [Int64: Touched] = [:]
    /// Reports that have changed since clusters were settled, by name.
    private(set) var revised: Set<String> = []
    /// A person's act says where reports stand; else their words do.
    let isPersons: Bool
    private(set) var folded: [FoldedThreat] = []
    /// Campaigns of which no report is left.
    private var ended: [Int64] = []

    /// A campaign before the change.
    struct Touched {
        var id: String
        /// The feeds that told of it.
        var feeds: Set<String>
        /// How the report stands that it is named by; nil where it is known no more.
        var head: Head?
        /// Unchanged reports that leave it, and the campaigns to which they go; of each the first in time.
        var leaving: [Int64: String] = [:]
    }

    /// The report that a campaign is named by: a new revision of it may be about something else.
    enum Head {
        case unchanged, revised, gone
    }

    init(db: Database, at: Instant, isPersons: Bool) throws {
        self.db = db
        self.at = at
        self.isPersons = isPersons
        statements = try ReportStatements(db)
        find = try HotStatement(
            db,
            """
            SELECT w.report, w.threat, w.grade, r.title, w.stands, w.due FROM titled w JOIN report r ON r.id = w.report
            WHERE w.name = ?
            """)
        move = try HotStatement(db, "UPDATE titled SET threat = ? WHERE report = ?")
        leave = try HotStatement(db, "DELETE FROM mention WHERE threat = ? AND report = ?")
        gather = try HotStatement(
            db,
            """
            SELECT r.feed, v.body, m.body FROM mention m JOIN report r ON r.id = m.report
            JOIN revision v ON v.report = r.id AND v.digest = r.digest WHERE m.threat = ? ORDER BY m.report
            """)
    }

    /// Puts reports into the campaign of the first of them.
    mutating func save(_ cluster: [String]) throws {
        guard let first = cluster.first else { return }
        var number: Int64?
        for name in cluster {
            guard let row = try titled(name) else { continue }
            number = try number ?? statements.number(of: first, as: .campaign, title: row.title, at: at, in: db)
            guard let no = number else { continue }
            if row.due > 0 { revised.insert(name) }
            try touch(no)
            if let old = row.threat, old != no {
                try touch(old)
                if row.due == 0, touched[old]?.leaving[no] == nil { touched[old]?.leaving[no] = name }
                try leave(old, row.report)
            }
            if row.threat != no {
                move.bind(no, 1)
                move.bind(row.report, 2)
                try move.run()
            }
            statements.insertMention.bind(no, 1)
            statements.insertMention.bind(row.report, 2)
            statements.insertMention.bind(row.grade, 3)
            try statements.insertMention.run()
        }
    }

    /// Takes a report out; one that is to be clustered again meanwhile stays.
    mutating func remove(_ name: String, due: Int) throws {
        guard let row = try titled(name), !row.stands else { return }
        if let old = row.threat {
            try touch(old)
            try leave(old, row.report)
        }
        try db.execute(sql: "UPDATE titled SET threat = NULL WHERE report = ?", arguments: [row.report])
        if row.due == due { try db.execute(sql: "DELETE FROM titled WHERE report = ?", arguments: [row.report]) }
    }

    /// The report's changes are stored.
    func settle(_ name: String, due: Int) throws {
        let done = try db.cachedStatement(sql: "UPDATE titled SET due = 0 WHERE name = ? AND due = ?")
        try done.execute(arguments: [name, due])
    }

    /// Folds what changed. Who continues a campaign of which no report is left takes over what people did there.
    /// Returns entries that tell of that.
    mutating func fold() throws -> [Entry] {
        var entries = isPersons ? [] : try handOn()
        var empty: [(no: Int64, before: Touched)] = []
        for (no, before) in touched.sorted(by: { $0.value.id < $1.value.id }) {
            let mentions = try mentions(of: no, id: before.id)
            guard let assessment = ThreatAssessment.fold(ThreatID(unchecked: before.id), mentions, as: .campaign) else {
                empty.append((no, before))
                continue
            }
            // The same feed's next article is no news to somebody who has put the campaign aside; neither is what a
            // split gives back to a campaign that a merge had emptied.
            let reopens = !before.feeds.isEmpty && !Set(mentions.map(\.feed.text)).isSubset(of: before.feeds)
            try statements.put(assessment, of: no, at: at, reopens: reopens, &text)
            folded.append(FoldedThreat(no: no, changed: at, assessment: assessment))
        }
        for (no, before) in empty { entries += try continueWork(on: no, before) }
        for threat in folded { entries += try giveBack(threat.no) }
        ended += empty.map(\.no)
        touched = [:]
        return entries
    }

    /// Campaigns without reports go, or stay closed for what people did.
    mutating func forgetEnded() throws {
        for no in ended { try Store.forgetThreat(no, of: .campaign, in: db) }
        ended = []
    }

    private func leave(_ threat: Int64, _ report: Int64) throws {
        leave.bind(threat, 1)
        leave.bind(report, 2)
        try leave.run()
    }

    private mutating func touch(_ no: Int64) throws {
        guard touched[no] == nil else { return }
        let id = try String.fetchOne(db, sql: "SELECT id FROM threat WHERE no = ?", arguments: [no]) ?? ""
        let feeds = try String.fetchAll(
            db, sql: "SELECT DISTINCT r.feed FROM mention m JOIN report r ON r.id = m.report WHERE m.threat = ?",
            arguments: [no])
        let head = try titled(id).map { $0.stands ? $0.due > 0 ? .revised : .unchanged : .gone } as Head?
        touched[no] = Touched(id: id, feeds: Set(feeds), head: head)
    }

    private func mentions(of no: Int64, id: String) throws -> [ThreatMention] {
        gather.bind(no, 1)
        var mentions: [ThreatMention] = []
        while try gather.next() {
            mentions.append(try Store.campaignMention(gather, of: id))
        }
        return mentions
    }

    private struct Row {
        var report: Int64
        var threat: Int64?
        var grade: String
        var title: String
        var stands: Bool
        var due: Int
    }

    private func titled(_ name: String) throws -> Row? {
        find.bind(name, 1)
        guard try find.next() else { return nil }
        defer { find.reset() }
        return Row(
            report: find.int(0), threat: find.isNull(1) ? nil : find.int(1), grade: find.text(2) ?? "",
            title: find.text(3) ?? "", stands: find.int(4) != 0, due: Int(find.int(5)))
    }
}
