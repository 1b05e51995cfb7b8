import Durability
import Foundation
import GRDB

/// The store: one SQLite file, one process, one connection that writes and checkpoints.
///
/// A door method is one transaction that takes one value. Times, random bytes and identifiers are passed in or made by
/// counters in the same transaction. Readers see the last committed state and never wait for the writer. WAL with
/// `synchronous=FULL`: a commit that returned survives a power cut.
package final class Store: Sendable {
    let pool: DatabasePool
    /// The data directory; `ess.sqlite` and `raw/` live in it.
    package let directory: String

    /// A checkpoint after 8,000 pages (32 MiB) rather than 1,000: a page that many batches change is then copied once.
    /// More would gain little, and a start after a crash reads all of it.
    ///
    /// The writer meets the same pages again and again and has 32 MiB for them. Readers are several and have 8 MiB
    /// each: what they miss the kernel holds, and the service must stay small (I12).
    private static let writing =
        "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 8000; PRAGMA cache_size = -32768"

    /// Opens or creates `ess.sqlite` in `directory` and brings its schema up to date.
    ///
    /// The caller holds `ess.lock`. SQLite before 3.51.3 can corrupt a WAL that two connections write, so nobody else
    /// may open the file for writing.
    /// - Throws: `.unusable` (halt) when the file cannot be opened or belongs to a newer release.
    package init(directory: String) throws(StorageFailure) {
        self.directory = directory
        do {
            try DurableFile.prepareForLibrary(directory + "/ess.sqlite")
            pool = try DatabasePool(path: directory + "/ess.sqlite", configuration: Store.configuration())
            // GRDB chooses NORMAL for WAL; a power cut would then lose commits we have already acted on (I1).
            try pool.writeWithoutTransaction { db in try db.execute(sql: Store.writing) }
            try Schema.migrator.migrate(pool)
        } catch {
            throw StorageFailure(error, doing: "opening \(directory)/ess.sqlite")
        }
    }

    /// One transaction, in order after those asked for before it. A commit error is `.halt`: our own state is unknown.
    func write<Value: Sendable>(
        _ doing: String, _ body: @Sendable @escaping (Database) throws -> Value
    ) async throws -> Value {
        do { return try await pool.write(body) } catch { throw Store.failure(error, doing: doing) }
    }

    /// A short read of one consistent state.
    func read<Value: Sendable>(
        _ doing: String, _ body: @Sendable @escaping (Database) throws -> Value
    ) async throws -> Value {
        do { return try await pool.read(body) } catch { throw Store.failure(error, doing: doing) }
    }

    /// Ours and cancellations as they are; what SQLite says with what was being done.
    private static func failure(_ error: any Error, doing: String) -> any Error {
        if error is StorageFailure || error is CancellationError { return error }
        // A statement under way ends in this code when its task is cancelled; its transaction is rolled back.
        if (error as? DatabaseError)?.resultCode == .SQLITE_INTERRUPT { return CancellationError() }
        return StorageFailure(error, doing: doing)
    }

    /// Closes all connections; outstanding work has ended before.
    package func close() throws { try pool.close() }

    private static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY;")
        }
        return configuration
    }
}

/// A column that holds one of our values as JSON with sorted keys.
enum StoredJSON {
    static func encode(_ value: some Encodable) throws -> String { try StoredJSONWriter().text(of: value) }

    static func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }
}
