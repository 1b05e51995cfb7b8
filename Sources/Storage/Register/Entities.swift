package import Constituency
import Crypto
import Foundation
import GRDB
package import Vocabulary

/// The register as stored, with what people taught and decided: one consistent state.
package struct StoredRegister: Sendable {
    /// Counts the changes of all that is in here.
    package var round: Int64
    /// By number.
    package var entities: [StoredEntity] = []
    package var lessons: [StoredLesson] = []
    package var decisions: [GapDecision] = []
}

/// An entity with its number in the store.
package struct StoredEntity: Sendable {
    package var no: Int64
    /// SHA-256 of its body.
    package var digest: Vocabulary.Digest
    /// Nil where the asker knows this very body.
    package var entity: Entity?
}

extension Store {
    private static let register = "register"

    /// How often the register changed, or what people taught and decided of it: a state of another round is an old one.
    package func registerRound() async throws -> Int64 {
        try await read("asking whether the register changed") { db in try Store.registerRound(in: db) }
    }

    /// The register as it stands.
    ///
    /// - Parameters:
    ///   - known: digests of bodies by number: an entity that has the same body is not read again.
    ///   - shared: software that is in memory already; equal facts share its storage.
    package func register(
        knowing known: [Int64: Vocabulary.Digest] = [:], sharing shared: [Asset.Fact] = []
    ) async throws -> StoredRegister {
        try await read("reading the register") { db in
            var register = StoredRegister(round: try Store.registerRound(in: db))
            register.lessons = try Store.productLessons(in: db)
            register.decisions = try Store.gapDecisions(in: db)
            var facts = SharedFacts(shared)
            let list = try HotStatement(db, "SELECT no, body FROM entity ORDER BY no")
            defer { list.reset() }
            // Row by row: the bodies of a hundred thousand entities are not held beside the entities.
            while try list.next() {
                let (no, body) = (list.int(0), list.blob(1))
                guard let digest = Vocabulary.Digest(bytes: SHA256.hash(data: body)) else {
                    preconditionFailure("SHA-256 gives 32 bytes")
                }
                let entity = known[no] == digest ? nil : facts.shared(try EntityReading.entity(body))
                register.entities.append(StoredEntity(no: no, digest: digest, entity: entity))
            }
            return register
        }
    }

    private static func registerRound(in db: Database) throws -> Int64 {
        try Int64.fetchOne(db, sql: "SELECT value FROM counter WHERE name = ?", arguments: [register]) ?? 0
    }

    /// Counts a change, in its own transaction.
    static func registerMoved(in db: Database) throws {
        try db.execute(
            sql: "INSERT INTO counter(name, value) VALUES (?, 1) ON CONFLICT DO UPDATE SET value = value + 1",
            arguments: [register])
    }

    /// Puts entities into the register, new or changed, in one transaction.
    ///
    /// - Parameter rematch: whether assets may have changed, so that all vulnerabilities are matched again, what was
    ///   observed is scanned again, and findings at places that are nobody's any more end. *A crash after the commit:
    ///   all this is at the next start.*
    package func saveEntities(
        _ entities: [Entity], at now: Instant, entries: [Entry], rematch: Bool = true
    ) async throws {
        try await write("changing the register") { db in
            let put = try db.cachedStatement(
                sql: """
                    INSERT INTO entity(id, body, changed) VALUES (?, ?, ?)
                    ON CONFLICT(id) DO UPDATE SET body = excluded.body, changed = excluded.changed
                    """)
            for entity in entities {
                let body = try StoredJSON.encode(entity)
                try Store.forgetRouting(of: entity.id, becoming: body, in: db)
                try put.execute(arguments: [entity.id.text, body, now.microseconds])
            }
            try Store.registerMoved(in: db)
            if rematch {
                try Store.askForRematch(in: db)
                try Store.askForPlaces(in: db)
            }
            try Store.append(entries, in: db)
        }
    }

    /// Stores a token's hash; the token itself is shown once and never kept.
    package func saveToken(
        hash: Vocabulary.Digest, entity: EntityID, label: String, at now: Instant, entries: [Entry]
    ) async throws {
        try await write("making a token") { db in
            try db.execute(
                sql: "INSERT INTO token(hash, entity, label, made) VALUES (?, ?, ?, ?)",
                arguments: [Data(hash.bytes), entity.text, label, now.microseconds])
            try Store.append(entries, in: db)
        }
    }

    /// Revokes every token of an entity.
    package func revokeTokens(of entity: EntityID, at now: Instant, entries: [Entry]) async throws -> Int {
        try await write("revoking tokens") { db in
            try db.execute(
                sql: "UPDATE token SET revoked = ? WHERE entity = ? AND revoked IS NULL",
                arguments: [now.microseconds, entity.text])
            let count = db.changesCount
            try Store.append(entries, in: db)
            return count
        }
    }

    /// How many tokens of an entity open its page now.
    package func liveTokens(of entity: EntityID) async throws -> Int {
        try await read("counting tokens") { db in
            try Int.fetchOne(
                db, sql: "SELECT COUNT(*) FROM token WHERE entity = ? AND revoked IS NULL", arguments: [entity.text]
            ) ?? 0
        }
    }

    /// Whose token this is; nil when unknown or revoked. Look-up is by the hash of a 256-bit random token, so the time
    /// it takes tells nothing about other tokens.
    package func entity(ofTokenHash hash: Vocabulary.Digest) async throws -> EntityID? {
        try await read("checking a token") { db in
            try String.fetchOne(
                db, sql: "SELECT entity FROM token WHERE hash = ? AND revoked IS NULL", arguments: [Data(hash.bytes)]
            ).flatMap { EntityID($0) }
        }
    }
}
