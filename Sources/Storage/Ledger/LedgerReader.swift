import Foundation
import GRDB
package import Vocabulary

/// The ledger's rows of a data directory, opened for reading alone, beside a running service or without one.
///
/// Each call is one short read, so the service's WAL does not grow. Rows that cannot be made sense of are returned as
/// they are: the verification names what is wrong with them.
package final class LedgerReader: Sendable {
    /// One entry with every column as stored.
    package struct Stored: Sendable {
        package let index: Int
        package let kind: String
        package let subject: String
        package let event: String
        package let at: Instant
        package let sequence: Int
        package let previous: [UInt8]?
        /// Nil, with the salt, when the entry was erased.
        package let payload: [UInt8]?
        package let salt: [UInt8]?
        package let leaf: [UInt8]
    }

    private let queue: DatabaseQueue
    let directory: String

    /// - Throws: `.unusable` when `ess.sqlite` is missing or cannot be read.
    package init(directory: String) throws(StorageFailure) {
        self.directory = directory
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        do {
            queue = try DatabaseQueue(path: directory + "/ess.sqlite", configuration: configuration)
        } catch {
            throw StorageFailure(error, doing: "opening \(directory)/ess.sqlite for reading")
        }
    }

    /// Rows of a range of indexes, by index; those that are missing are left out.
    package func rows(_ range: Range<Int>) throws(StorageFailure) -> [Stored] {
        try read("reading entries") { db in
            let row = try HotStatement(
                db,
                """
                SELECT idx, kind, subject, event, at, sequence, previous, payload, salt, leaf FROM entry
                WHERE idx >= ? AND idx < ? ORDER BY idx
                """)
            row.bind(range.lowerBound, 1)
            row.bind(range.upperBound, 2)
            var found: [Stored] = []
            found.reserveCapacity(range.count)
            while try row.next() {
                found.append(
                    Stored(
                        index: Int(row.int(0)), kind: row.text(1) ?? "", subject: row.text(2) ?? "",
                        event: row.text(3) ?? "", at: Instant(microseconds: row.int(4)), sequence: Int(row.int(5)),
                        previous: row.isNull(6) ? nil : row.blob(6), payload: row.isNull(7) ? nil : row.blob(7),
                        salt: row.isNull(8) ? nil : row.blob(8), leaf: row.blob(9)))
            }
            return found
        }
    }

    /// How many entries the counter says there are, and where the rows end: one behind the last index.
    package func count() throws(StorageFailure) -> (counted: Int, end: Int) {
        try read("counting entries") { db in
            (
                try Int.fetchOne(db, sql: "SELECT value FROM counter WHERE name = 'entry'") ?? 0,
                try Int.fetchOne(db, sql: "SELECT MAX(idx) + 1 FROM entry") ?? 0
            )
        }
    }

    /// The head's note; nil before the first.
    package func headNote() throws(StorageFailure) -> (size: Int, note: String)? {
        try read("reading the head") { db in
            try Row.fetchOne(db, sql: "SELECT size, note FROM head WHERE id = 1").map { ($0[0], $0[1]) }
        }
    }

    /// What SQLite itself finds wrong with the file: pages, order of rows, NOT NULL and CHECK; at most 100.
    package func damagedPages() throws(StorageFailure) -> [String] {
        try read("checking the file of the store") { db in
            try String.fetchAll(db, sql: "PRAGMA quick_check(100)").filter { $0 != "ok" }
        }
    }

    func read<Value>(
        _ doing: String, _ body: (Database) throws -> Value
    ) throws(StorageFailure) -> Value {
        do {
            return try queue.read(body)
        } catch {
            throw StorageFailure(error, doing: doing)
        }
    }
}
