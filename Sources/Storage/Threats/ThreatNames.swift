import GRDB
package import Vocabulary

extension Store {
    /// The id of the threat of this id or alias, or of the only one that begins so; a condition's name alone will do
    /// (`open-telnet`).
    /// - Throws: `.notFound`; `.conflict` when several begin so.
    package func threatID(_ name: String) async throws -> ThreatID {
        try await read("looking for a threat") { db in
            let no = try Store.threatNumber(name, in: db)
            let id = try String.fetchOne(db, sql: "SELECT id FROM threat WHERE no = ?", arguments: [no])
            guard let id else { throw StorageFailure.missing("threat", name) }
            return ThreatID(unchecked: id)
        }
    }

    static func threatNumber(_ name: String, in db: Database) throws -> Int64 {
        let no = try statedNumber(name, in: db)
        // The first report of a campaign may stand in another one now; what people did there is done here.
        return try Int64.fetchOne(
            db, sql: "SELECT w.threat FROM titled w JOIN threat t ON t.id = w.name WHERE t.no = ?", arguments: [no]
        ) ?? no
    }

    private static func statedNumber(_ name: String, in db: Database) throws -> Int64 {
        // Each report of a campaign names it.
        let named = "SELECT threat FROM titled WHERE name = ? AND threat IS NOT NULL"
        if let campaign = try Int64.fetchOne(db, sql: named, arguments: [name]) { return campaign }
        // One that none of them bears any more leads to those that stood in its campaign. No report states such a name.
        let kept = "SELECT t.no FROM alias a JOIN threat t ON t.no = a.threat AND t.kind = 'campaign' WHERE a.alias = ?"
        if let campaign = try Int64.fetchOne(db, sql: kept, arguments: [name]) { return campaign }
        if let exact = try Int64.fetchOne(db, sql: "SELECT no FROM threat WHERE id = ?", arguments: [name]) {
            return exact
        }
        var found = try Row.fetchAll(
            db,
            sql: """
                SELECT t.no AS no, t.id AS id FROM alias a JOIN threat t ON t.no = a.threat WHERE a.alias = ?
                ORDER BY t.id LIMIT 2
                """, arguments: [name])
        if found.isEmpty {
            found = try Row.fetchAll(
                db,
                sql: """
                    SELECT no, id FROM threat WHERE substr(id, 1, length(?1)) IN (?1, ?2)
                        OR kind = 'condition' AND (substr(id, -length(?1) - 1) = '/' || ?3
                            OR substr(id, 1, length(?1)) = ?3)
                    ORDER BY id LIMIT 2
                    """, arguments: [name, name.uppercased(), name.lowercased()])
        }
        guard let first = found.first, !name.isEmpty else { throw StorageFailure.missing("threat", name) }
        guard found.count == 1 else { throw StorageFailure.ambiguous("threat", name, found.map { $0["id"] }) }
        return first["no"]
    }
}
