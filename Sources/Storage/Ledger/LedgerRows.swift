import Foundation
import GRDB
package import Vocabulary

/// The signed head as the store knows it: from its transaction on, this is the ledger's state (step 5 of "What is
/// durable when").
package struct LedgerHead: Sendable, Hashable {
    package var size: Int
    package var root: Digest
    package var note: String
    package var at: Instant

    package init(size: Int, root: Digest, note: String, at: Instant) {
        self.size = size
        self.root = root
        self.note = note
        self.at = at
    }
}

/// One entry as stored.
package struct EntryRow: Sendable, Hashable {
    package var index: Int
    package var kind: Entry.Kind
    package var subject: String
    package var event: String
    package var at: Instant
    package var sequence: Int
    /// RFC 8785 text; nil when the entry's payload was erased.
    package var payload: String?
    package var salt: [UInt8]?
    package var leaf: Digest
}

extension Store {
    /// The head signed last; nil before the first one.
    package func ledgerHead() async throws -> LedgerHead? {
        try await read("reading the ledger's head") { db in
            try Row.fetchOne(db, sql: "SELECT * FROM head WHERE id = 1").flatMap { row in
                guard let root = Digest(bytes: row["root"] as Data) else { return nil }
                return LedgerHead(
                    size: row["size"], root: root, note: row["note"], at: Instant(microseconds: row["at"]))
            }
        }
    }

    /// Makes a signed head the ledger's state, if the one before it had `oldSize` leaves.
    ///
    /// *A crash before: the same leaves are signed again. After: the stored note is published at the next start.*
    /// - Throws: `.conflict` when another head stands there: two processes cannot sign two heads (I6).
    package func saveHead(_ head: LedgerHead, after oldSize: Int) async throws {
        try await write("storing the ledger's head") { db in
            let present = try Int.fetchOne(db, sql: "SELECT size FROM head WHERE id = 1") ?? 0
            guard present == oldSize else {
                throw StorageFailure(.conflict, doing: "storing the ledger's head", cause: "it has moved to \(present)")
            }
            try db.execute(
                sql: "INSERT OR REPLACE INTO head(id, size, root, note, at) VALUES (1, ?, ?, ?, ?)",
                arguments: [head.size, Data(head.root.bytes), head.note, head.at.microseconds])
        }
    }

    /// Leaves from `index` on, at most `limit`, dense.
    /// - Throws: `.unknown` (halt) where an entry is missing: signed, the leaves behind it would stand in its place for
    ///   ever.
    package func leaves(from index: Int, limit: Int) async throws -> [Digest] {
        try await read("reading leaves") { db in
            let rows = try HotStatement(db, "SELECT idx, leaf FROM entry WHERE idx >= ? ORDER BY idx LIMIT ?")
            rows.bind(index, 1)
            rows.bind(limit, 2)
            var leaves: [Digest] = []
            while try rows.next() {
                let expected = index + leaves.count
                guard Int(rows.int(0)) == expected, let leaf = Digest(bytes: rows.blob(1)) else {
                    throw StorageFailure(
                        .unknown, doing: "reading leaves", cause: "entry \(expected) is missing or has no leaf")
                }
                leaves.append(leaf)
            }
            return leaves
        }
    }

    /// Compares the counter that gives entries their index with the entries that are there.
    /// - Throws: `.unknown` (halt) when they disagree: the next entry would leave a hole, or take another's place.
    package func requireCountedEntries() async throws {
        try await read("counting entries") { db in _ = try Store.nextEntryIndex(db) }
    }

    /// The next entry's index, which the counter and the last entry must agree on.
    static func nextEntryIndex(_ db: Database) throws -> Int {
        let counted = try Int.fetchOne(db, sql: "SELECT value FROM counter WHERE name = 'entry'") ?? 0
        let next = try Int.fetchOne(db, sql: "SELECT MAX(idx) + 1 FROM entry") ?? 0
        guard counted == next else {
            throw StorageFailure(
                .unknown, doing: "counting entries",
                cause: "the counter `entry` says \(counted), the rows end at \(next)")
        }
        return next
    }

    /// Entries ever appended, sequenced or not: the next one's index.
    package func entryCount() async throws -> Int {
        try await read("counting entries") { db in
            try Int.fetchOne(db, sql: "SELECT value FROM counter WHERE name = 'entry'") ?? 0
        }
    }

    /// Entries in order: of one subject, or all from `index` on.
    package func entries(subject: String?, from index: Int, limit: Int) async throws -> [EntryRow] {
        try await read("reading entries") { db in
            let rows =
                try subject.map {
                    try Row.fetchAll(
                        db, sql: "SELECT * FROM entry WHERE subject = ? AND idx >= ? ORDER BY idx LIMIT ?",
                        arguments: [$0, index, limit])
                }
                ?? Row.fetchAll(
                    db, sql: "SELECT * FROM entry WHERE idx >= ? ORDER BY idx LIMIT ?", arguments: [index, limit])
            return rows.compactMap(EntryRow.init(row:))
        }
    }
}

extension EntryRow {
    init?(row: Row) {
        guard let kind = Entry.Kind(rawValue: row["kind"]), let leaf = Digest(bytes: row["leaf"] as Data) else {
            return nil
        }
        index = row["idx"]
        self.kind = kind
        subject = row["subject"]
        event = row["event"]
        at = Instant(microseconds: row["at"])
        sequence = row["sequence"]
        payload = (row["payload"] as Data?).map { String(decoding: $0, as: UTF8.self) }
        salt = (row["salt"] as Data?).map { [UInt8]($0) }
        self.leaf = leaf
    }
}
