import GRDB

/// How far all threats were matched again since the register, or what people taught, last changed.
package struct RematchPlace: Sendable, Hashable {
    /// Counts the changes; a place of another round says nothing any more.
    package var round: Int64
    /// Threats up to this number are done.
    package var after: Int64
    /// The greatest number there is.
    package var last: Int64
}

extension Store {
    private static let round = "rematch round"
    private static let finished = "rematch finished"
    private static let after = "rematch after"

    /// Asks for all vulnerabilities to be matched again, in the transaction that changes what they are matched with.
    static func askForRematch(in db: Database) throws {
        try put(try counter(round, in: db) + 1, round, in: db)
        try put(0, after, in: db)
    }

    /// Where the re-match goes on; nil when there is none to make.
    package func rematchPlace() async throws -> RematchPlace? {
        try await read("looking for a re-match") { db in
            let round = try Store.counter(Store.round, in: db)
            guard try Store.counter(Store.finished, in: db) != round else { return nil }
            let last = try Int64.fetchOne(db, sql: "SELECT MAX(no) FROM threat") ?? 0
            return RematchPlace(round: round, after: try Store.counter(Store.after, in: db), last: last)
        }
    }

    /// Records that the threats up to `through` were looked at, and makes those due whose judgement would differ.
    /// Nothing is stored when the round is over: the register has changed again, and all begins anew.
    ///
    /// *A crash before the commit: the same threats are looked at again.*
    package func rematched(_ place: RematchPlace, through: Int64, differing: [Int64]) async throws {
        try await write("storing how far a re-match came") { db in
            guard try Store.counter(Store.round, in: db) == place.round else { return }
            let due = try HotStatement(db, "UPDATE threat SET match_due = match_due + 1 WHERE no = ?")
            for no in differing.sorted() {
                due.bind(no, 1)
                try due.run()
            }
            try Store.put(through, Store.after, in: db)
            if through >= place.last { try Store.put(place.round, Store.finished, in: db) }
        }
    }

    static func counter(_ name: String, in db: Database) throws -> Int64 {
        try Int64.fetchOne(db, sql: "SELECT value FROM counter WHERE name = ?", arguments: [name]) ?? 0
    }

    static func put(_ value: Int64, _ name: String, in db: Database) throws {
        try db.execute(
            sql: "INSERT INTO counter(name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            arguments: [name, value])
    }
}
