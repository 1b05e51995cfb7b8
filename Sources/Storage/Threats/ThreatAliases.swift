import GRDB
import Vocabulary

extension Store {
    /// The aliases of a threat become those that its current reports state.
    ///
    /// One that they state no more goes: in another order of the same reports it would never have been there (I5). A
    /// name by which people or notices have called the threat stays (`used`), and so does one that leads to it
    /// (`held`): ``AliasGraph`` has the word there.
    static func saveAliases(_ aliases: [String], of threat: Int64, in db: Database) throws {
        let known = try db.cachedStatement(sql: "SELECT alias FROM alias WHERE threat = ?")
        let before = Set(try String.fetchAll(known, arguments: [threat]))
        if before.isEmpty && aliases.isEmpty { return }
        let put = try db.cachedStatement(sql: "INSERT INTO alias(alias, threat) VALUES (?, ?)")
        for alias in aliases where !before.contains(alias) { try put.execute(arguments: [alias, threat]) }
        let leave = try db.cachedStatement(
            sql: "DELETE FROM alias AS n WHERE n.alias = ? AND n.threat = ? AND n.held = 0 AND NOT \(used)")
        for alias in before.subtracting(aliases) { try leave.execute(arguments: [alias, threat]) }
    }

    /// Of `alias n`: an entry, a decision, an advisory, or a notice or reason about a finding of its threat has it.
    private static let used = """
        (EXISTS(SELECT 1 FROM entry e WHERE e.kind = 'threat' AND e.subject = n.alias)
            OR EXISTS(SELECT 1 FROM gap_decision d WHERE d.threat = n.alias)
            OR EXISTS(SELECT 1 FROM advisory_version v, json_each(v.content, '$.threats') named
                WHERE named.value = n.alias)
            OR EXISTS(SELECT 1 FROM finding f JOIN notice_cause x ON x.cause = \(causePlace) || n.alias
                WHERE f.threat = n.threat)
            OR EXISTS(SELECT 1 FROM finding f JOIN withheld x ON x.cause = \(causePlace) || n.alias
                WHERE f.threat = n.threat))
        """
}
