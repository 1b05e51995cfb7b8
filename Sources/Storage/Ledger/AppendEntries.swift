import Crypto
import Foundation
import GRDB
import Vocabulary

extension Store {
    /// Gives entries their index, sequence, salt and leaf in the transaction of the change they tell of.
    ///
    /// A crash leaves either the change with its entries or neither. The sequencer writes the tiles later.
    static func append(_ entries: [Entry], in db: Database) throws {
        guard !entries.isEmpty else { return }
        var index = try nextEntryIndex(db)
        let last = try db.cachedStatement(
            sql: "SELECT sequence, leaf FROM entry WHERE kind = ? AND subject = ? ORDER BY sequence DESC LIMIT 1")
        let insert = try db.cachedStatement(
            sql: """
                INSERT INTO entry(idx, kind, subject, event, at, sequence, previous, payload, salt, leaf)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        var random = SystemRandomNumberGenerator()
        for entry in entries {
            let before = try Row.fetchOne(last, arguments: [entry.kind.rawValue, entry.subject])
            let sequence = before.map { ($0["sequence"] as Int) + 1 } ?? 0
            let previous = before.flatMap { Digest(bytes: $0["leaf"] as Data) }
            let payload = entry.payload(sequence: sequence, previous: previous).canonical
            let salt = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            let leaf = Array(SHA256.hash(data: salt + payload))
            try insert.execute(arguments: [
                index, entry.kind.rawValue, entry.subject, entry.event, entry.at.microseconds, sequence,
                previous.map { Data($0.bytes) }, Data(payload), Data(salt), Data(leaf),
            ])
            index += 1
        }
        try db.execute(sql: "UPDATE counter SET value = ? WHERE name = 'entry'", arguments: [index])
    }

    /// The next value of a named counter, counting from 1.
    static func nextSerial(_ name: String, in db: Database) throws -> Int {
        try Int.fetchOne(
            db,
            sql: """
                INSERT INTO counter(name, value) VALUES (?, 1)
                ON CONFLICT(name) DO UPDATE SET value = value + 1 RETURNING value
                """, arguments: [name]) ?? 1
    }

    /// The next number of a series in a year, made in the transaction that uses it.
    static func nextNumber(_ series: SpokenNumber.Series, at: Instant, in db: Database) throws -> SpokenNumber {
        let year = at.day.civil.year
        return SpokenNumber(series, year: year, serial: try nextSerial("\(series.rawValue)-\(year)", in: db))
    }

    private static func nextEntryIndex(_ db: Database) throws -> Int {
        if let value = try Int.fetchOne(db, sql: "SELECT value FROM counter WHERE name = 'entry'") { return value }
        try db.execute(sql: "INSERT INTO counter(name, value) VALUES ('entry', 0)")
        return 0
    }
}
