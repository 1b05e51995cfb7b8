import GRDB
import Vocabulary

extension CampaignWriter {
    /// A campaign whose reports all stand in another one now: what people decided of it holds for that one, unless they
    /// have decided something there. What stands here is kept, for a split brings it back.
    ///
    /// Returns the entry that tells of it.
    func continueWork(on no: Int64, _ before: Touched) throws -> [Entry] {
        let found = "SELECT w.threat FROM titled w WHERE w.name = ? AND w.threat <> ?"
        guard let heir = try Int64.fetchOne(db, sql: found, arguments: [before.id, no]) else { return [] }
        try leadAliases(of: no, to: heir)
        return try takeOver(no, before, by: heir, from: before.id).entries
    }

    /// Other ids that lead to a campaign lead to another one.
    func leadAliases(of no: Int64, to heir: Int64) throws {
        try db.execute(sql: "UPDATE OR IGNORE alias SET threat = ? WHERE threat = ?", arguments: [heir, no])
    }

    /// What people decided of a campaign holds for another one, unless they have decided something there.
    ///
    /// - Parameter origin: the report with which it came, and with which it would go back.
    func takeOver(_ no: Int64, _ before: Touched, by heir: Int64, from origin: String) throws -> Taken {
        let heir = try GRDB.Row.fetchOne(
            db,
            sql: """
                SELECT t.no, t.id, t.work, t.assignee, t.overridden,
                    (SELECT json_group_array(DISTINCT r.feed) FROM mention m JOIN report r ON r.id = m.report
                        WHERE m.threat = t.no) AS feeds
                FROM threat t WHERE t.no = ?
                """, arguments: [heir])
        guard let heir, let old = try GRDB.Row.fetchOne(db, sql: "SELECT * FROM threat WHERE no = ?", arguments: [no])
        else { return Taken() }
        let feeds = try StoredJSON.decode([String].self, heir["feeds"])
        var work = WorkState(rawValue: old["work"]) ?? .new
        switch work {
        case .dismissed, .watching, .closed:
            // More sources than the person knew of: that is news.
            if !Set(feeds).isSubset(of: before.feeds) { work = .new }
        case .new, .triaged, .advised: break
        }
        // Somebody works on what goes: it does not end in what somebody else had put aside.
        let isInWork = work == .triaged || work == .advised || (old["assignee"] as String?) != nil
        let there = WorkState(rawValue: heir["work"]) ?? .new
        let isAside = there == .dismissed || there == .watching || there == .closed
        let isFree = there == .new && (heir["assignee"] as String?) == nil
        let takesWork = isFree && (work != .new || isInWork) || isAside && isInWork
        let takesScore = (heir["overridden"] as Int?) == nil && (old["overridden"] as Int?) != nil
        guard takesWork || takesScore else { return Taken() }
        if takesWork {
            try db.execute(
                sql: """
                    UPDATE threat SET work = ?, work_reason = ?, watch_until = ?, assignee = ?, work_from = ?
                    WHERE no = ?
                    """,
                arguments: [
                    work.rawValue, old["work_reason"], old["watch_until"], old["assignee"],
                    old["work_from"] as String? ?? origin, heir["no"] as Int64,
                ])
        }
        if takesScore {
            try db.execute(
                sql: """
                    UPDATE threat SET overridden = ?, override_reason = ?, override_by = ?, override_at = ?,
                        override_from = ? WHERE no = ?
                    """,
                arguments: [
                    old["overridden"], old["override_reason"], old["override_by"], old["override_at"],
                    old["override_from"] as String? ?? origin, heir["no"] as Int64,
                ])
        }
        let detail: [String: JSONValue] = ["continues": .string(before.id)]
        let entry = Entry(
            kind: .threat, subject: heir["id"], event: "continued", at: at, actor: "service", detail: detail)
        return Taken(work: takesWork, score: takesScore, entries: [entry])
    }

    /// Which of a campaign's decisions another one took over.
    struct Taken {
        var work = false
        var score = false
        var entries: [Entry] = []
    }

    /// What a campaign took over from one whose first report stands in it no more: that belongs to the other one, which
    /// has kept it. What a person decided here since stays here.
    ///
    /// Returns the entry that tells of it.
    func giveBack(_ no: Int64) throws -> [Entry] {
        guard let row = try GRDB.Row.fetchOne(
            db, sql: "SELECT id, work_from, override_from FROM threat WHERE no = ?", arguments: [no])
        else { return [] }
        var detail: [String: JSONValue] = [:]
        if let origin = row["work_from"] as String?, try standsElsewhere(origin, than: no) {
            try clearWork(no)
            detail["work"] = .string(origin)
        }
        if let origin = row["override_from"] as String?, try standsElsewhere(origin, than: no) {
            try clearScore(no)
            detail["score"] = .string(origin)
        }
        if detail.isEmpty { return [] }
        return [
            Entry(kind: .threat, subject: row["id"], event: "given-back", at: at, actor: "service", detail: detail)
        ]
    }

    func clearWork(_ no: Int64) throws {
        try db.execute(
            sql: """
                UPDATE threat SET work = 'new', work_reason = NULL, watch_until = NULL, assignee = NULL,
                    work_from = NULL WHERE no = ?
                """, arguments: [no])
    }

    /// The sum counts again with the judgement for which the campaign is due.
    func clearScore(_ no: Int64) throws {
        try db.execute(
            sql: """
                UPDATE threat SET overridden = NULL, override_reason = NULL, override_by = NULL, override_at = NULL,
                    override_from = NULL WHERE no = ?
                """, arguments: [no])
    }

    /// Whether the report stands in another campaign. One that stands in none any more, because its source took it back
    /// or named a vulnerability since, takes nobody's work with it.
    func standsElsewhere(_ report: String, than threat: Int64) throws -> Bool {
        let found = try Int64.fetchOne(db, sql: "SELECT threat FROM titled WHERE name = ?", arguments: [report])
        return found.map { $0 != threat } ?? false
    }
}
