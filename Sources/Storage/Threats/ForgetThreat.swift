import GRDB
import Vocabulary

extension Store {
    /// A threat that no current report mentions any more: its source took it out of a later revision.
    ///
    /// In another order of the same reports it would never have been made, so it goes with its findings, unless people
    /// have worked on it, an advisory names it, or somebody was told of it: then it stays, closed, with what its
    /// reports said last. It is not judged (``hasReports``) until a report names it again.
    ///
    /// `kind`: which alone may go. A condition is known by observations, not by reports, and never goes so.
    static func forgetThreat(_ no: Int64, of kind: ThreatKind, in db: Database) throws {
        let own = try String.fetchOne(db, sql: "SELECT kind FROM threat WHERE no = ?", arguments: [no])
        guard own == kind.rawValue else { return }
        guard try !isUsed(no, in: db) else {
            try db.execute(sql: "UPDATE threat SET standing = 'closed' WHERE no = ?", arguments: [no])
            try db.execute(
                sql: """
                    UPDATE finding SET state = 'closed', reason = ? WHERE threat = ? AND state <> 'closed'
                    """, arguments: [ClosingReason.notReported.rawValue, no])
            return
        }
        try db.execute(sql: "DELETE FROM finding WHERE threat = ?", arguments: [no])
        try db.execute(sql: "DELETE FROM threat_sector WHERE threat = ?", arguments: [no])
        try db.execute(sql: "DELETE FROM alias WHERE threat = ?", arguments: [no])
        try db.execute(sql: "DELETE FROM threat_assessment WHERE threat = ?", arguments: [no])
        try db.execute(sql: "DELETE FROM threat WHERE no = ?", arguments: [no])
    }

    /// People have worked on a threat, an advisory names it, or somebody was told of it.
    static func isUsed(_ no: Int64, in db: Database) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: """
                SELECT t.work NOT IN ('new', 'closed') OR t.assignee IS NOT NULL OR t.overridden IS NOT NULL
                    OR EXISTS(SELECT 1 FROM entry e WHERE e.kind = 'threat' AND e.subject = t.id)
                    OR EXISTS(SELECT 1 FROM finding f WHERE f.threat = t.no
                        AND (\(Store.told) OR \(Store.withheldFinding)))
                    OR EXISTS(SELECT 1 FROM advisory_version v, json_each(v.content, '$.threats') named
                        WHERE named.value = t.id)
                FROM threat t WHERE t.no = ?
                """, arguments: [no]) ?? true
    }
}
