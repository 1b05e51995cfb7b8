import GRDB

/// The numbered migrations: append-only, never edited after a release. Each lane keeps its tables in its own file.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            for lane in [ledger, documents, register, findings, notices, cases, advisories] {
                try db.execute(sql: lane)
            }
        }
        // Keys stay enforced meanwhile; checking all of them afterwards would read every finding.
        migrator.registerMigration("2", foreignKeyChecks: .immediate) { db in try db.execute(sql: assessmentsApart) }
        migrator.registerMigration("following", foreignKeyChecks: .immediate) { db in try db.execute(sql: following) }
        return migrator
    }
}
