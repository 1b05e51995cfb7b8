import Crypto
import GRDB
import Vocabulary

extension Store {
    /// Gives entries their index, sequence, salt and leaf in the transaction of the change they tell of.
    ///
    /// Called behind all changes of the subjects, because the entries commit to what their rows say then
    /// (``SubjectState``). A crash leaves either the change with its entries or neither. The sequencer writes the tiles
    /// later.
    static func append(_ entries: [Entry], in db: Database) throws {
        guard !entries.isEmpty else { return }
        var index = try nextEntryIndex(db)
        let last = try HotStatement(
            db, "SELECT sequence, leaf FROM entry WHERE kind = ? AND subject = ? ORDER BY sequence DESC LIMIT 1")
        let insert = try HotStatement(
            db,
            """
            INSERT INTO entry(idx, kind, subject, event, at, sequence, previous, payload, salt, leaf)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        var random = SystemRandomNumberGenerator()
        let states = SubjectState(db)
        for entry in entries {
            last.bind(entry.kind.rawValue, 1)
            last.bind(entry.subject, 2)
            var sequence = 0
            var previous: Vocabulary.Digest?
            if try last.next() {
                sequence = Int(last.int(0)) + 1
                previous = Vocabulary.Digest(bytes: last.blob(1))
                last.reset()
            }
            let state = try states.digest(entry.kind, entry.subject, sequence: sequence)
            let payload = entry.payload(sequence: sequence, previous: previous, state: state).canonical
            let salt = salt(&random)
            insert.bind(index, 1)
            insert.bind(entry.kind.rawValue, 2)
            insert.bind(entry.subject, 3)
            insert.bind(entry.event, 4)
            insert.bind(entry.at.microseconds, 5)
            insert.bind(sequence, 6)
            insert.bind(previous?.bytes, 7)
            insert.bind(payload, 8)
            insert.bind(salt, 9)
            insert.bind(Array(SHA256.hash(data: salt + payload)), 10)
            try insert.run()
            index += 1
        }
        try db.execute(sql: "INSERT OR REPLACE INTO counter(name, value) VALUES ('entry', ?)", arguments: [index])
    }

    /// 32 random bytes, asked for eight at a time: each question is a call into the kernel.
    private static func salt(_ random: inout SystemRandomNumberGenerator) -> [UInt8] {
        var salt: [UInt8] = []
        salt.reserveCapacity(32)
        for _ in 0..<4 { withUnsafeBytes(of: random.next()) { salt += $0 } }
        return salt
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
}
