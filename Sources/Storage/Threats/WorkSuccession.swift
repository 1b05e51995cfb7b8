import GRDB
import Vocabulary

/// What people decided of a threat that goes, when another one continues it.
///
/// What stands with the old one is kept: a split brings it back.
struct WorkSuccession {
    let db: Database
    let at: Instant

    /// Which decisions another threat took over.
    struct Taken {
        var work = false
        var score = false
        var entries: [Entry] = []
    }

    /// What people decided of a threat holds for another one, unless they have decided something there.
    ///
    /// - Parameters:
    ///   - called: its id.
    ///   - feeds: those that told of it. Where more tell of the heir, that is news to whoever had put it aside.
    ///   - origin: with what it came, and with what it would go back: a name, or a report.
    func takeOver(
        _ no: Int64, called id: String, feeds: Set<String>, by heir: Int64, from origin: String
    ) throws -> Taken {
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
        let now = try StoredJSON.decode([String].self, heir["feeds"])
        var work = WorkState(rawValue: old["work"]) ?? .new
        switch work {
        case .dismissed, .watching, .closed:
            // More sources than the person knew of: that is news.
            if !Set(now).isSubset(of: feeds) { work = .new }
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
            try putWork(work, of: old, on: heir["no"], from: old["work_from"] as String? ?? origin)
        }
        if takesScore { try putScore(of: old, on: heir["no"], from: old["override_from"] as String? ?? origin) }
        let entry = Entry(
            kind: .threat, subject: heir["id"], event: "continued", at: at, actor: "service",
            detail: ["continues": .string(id)])
        return Taken(work: takesWork, score: takesScore, entries: [entry])
    }

    /// What a threat took over goes back where what it came with stands elsewhere: there it was kept. What a person
    /// decided here since stays here. Returns the entry that tells of it.
    func giveBack(_ no: Int64, where standsElsewhere: (String) throws -> Bool) throws -> [Entry] {
        guard let row = try GRDB.Row.fetchOne(
            db, sql: "SELECT id, work_from, override_from FROM threat WHERE no = ?", arguments: [no])
        else { return [] }
        var detail: [String: JSONValue] = [:]
        if let origin = row["work_from"] as String?, try standsElsewhere(origin) {
            try clearWork(no)
            detail["work"] = .string(origin)
        }
        if let origin = row["override_from"] as String?, try standsElsewhere(origin) {
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

    /// The sum counts again with the judgement for which the threat is due.
    func clearScore(_ no: Int64) throws {
        try db.execute(
            sql: """
                UPDATE threat SET overridden = NULL, override_reason = NULL, override_by = NULL, override_at = NULL,
                    override_from = NULL WHERE no = ?
                """, arguments: [no])
    }

    private func putWork(_ work: WorkState, of old: GRDB.Row, on heir: Int64, from origin: String) throws {
        try db.execute(
            sql: """
                UPDATE threat SET work = ?, work_reason = ?, watch_until = ?, assignee = ?, work_from = ?
                WHERE no = ?
                """,
            arguments: [work.rawValue, old["work_reason"], old["watch_until"], old["assignee"], origin, heir])
    }

    private func putScore(of old: GRDB.Row, on heir: Int64, from origin: String) throws {
        try db.execute(
            sql: """
                UPDATE threat SET overridden = ?, override_reason = ?, override_by = ?, override_at = ?,
                    override_from = ? WHERE no = ?
                """,
            arguments: [
                old["overridden"], old["override_reason"], old["override_by"], old["override_at"], origin, heir,
            ])
    }
}
