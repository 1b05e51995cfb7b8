import GRDB
import Vocabulary

extension CampaignWriter {
    /// A campaign whose reports all stand in another one now: what people decided of it holds for that one, unless they
    /// have decided something there. What stands here is kept, for a split brings it back.
    ///
    /// Returns the entry that tells of it.
    func continueWork(on no: Int64, _ before: Touched) throws -> [Entry] {
        let heir = try GRDB.Row.fetchOne(
            db,
            sql: """
                SELECT t.no, t.id, t.work, t.assignee, t.overridden,
                    (SELECT json_group_array(DISTINCT r.feed) FROM mention m JOIN report r ON r.id = m.report
                        WHERE m.threat = t.no) AS feeds
                FROM titled w JOIN threat t ON t.no = w.threat WHERE w.name = ? AND t.no <> ?
                """, arguments: [before.id, no])
        guard let heir, let old = try GRDB.Row.fetchOne(db, sql: "SELECT * FROM threat WHERE no = ?", arguments: [no])
        else { return [] }
        let feeds = try StoredJSON.decode([String].self, heir["feeds"])
        var work = WorkState(rawValue: old["work"]) ?? .new
        switch work {
        case .dismissed, .watching, .closed:
            // More sources than the person knew of: that is news.
            if !Set(feeds).isSubset(of: before.feeds) { work = .new }
        case .new, .triaged, .advised: break
        }
        let takesWork = heir["work"] == WorkState.new.rawValue && (heir["assignee"] as String?) == nil
            && (work != .new || (old["assignee"] as String?) != nil)
        let takesScore = (heir["overridden"] as Int?) == nil && (old["overridden"] as Int?) != nil
        guard takesWork || takesScore else { return [] }
        if takesWork {
            try db.execute(
                sql: "UPDATE threat SET work = ?, work_reason = ?, watch_until = ?, assignee = ? WHERE no = ?",
                arguments: [
                    work.rawValue, old["work_reason"], old["watch_until"], old["assignee"], heir["no"] as Int64,
                ])
        }
        if takesScore {
            try db.execute(
                sql: """
                    UPDATE threat SET overridden = ?, override_reason = ?, override_by = ?, override_at = ?
                    WHERE no = ?
                    """,
                arguments: [
                    old["overridden"], old["override_reason"], old["override_by"], old["override_at"],
                    heir["no"] as Int64,
                ])
        }
        let detail: [String: JSONValue] = ["continues": .string(before.id)]
        return [
            Entry(kind: .threat, subject: heir["id"], event: "continued", at: at, actor: "service", detail: detail)
        ]
    }
}
