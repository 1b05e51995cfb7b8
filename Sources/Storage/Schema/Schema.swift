import GRDB

/// The numbered migrations: append-only, never edited after a release. Each lane keeps its tables in its own file.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            for lane in [ledger, documents, campaigns, following, register, findings, notices, cases, advisories] {
                try db.execute(sql: lane)
            }
        }
        return migrator
    }
}
