import GRDB
package import Vocabulary

extension Store {
    /// Commits one small write; the watchdog feeds on it. The row is the time of the last one.
    package func heartbeat(at now: Instant) async throws {
        try await write("committing a heartbeat") { db in
            try db.execute(
                sql: "INSERT OR REPLACE INTO counter(name, value) VALUES ('heartbeat', ?)",
                arguments: [max(0, now.microseconds)])
        }
    }
}
