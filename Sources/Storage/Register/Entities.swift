package import Constituency
import Foundation
import GRDB
package import Vocabulary

extension Store {
    /// The whole register with store numbers, by number.
    package func entities() async throws -> [(no: Int64, entity: Entity)] {
        try await read("reading the register") { db in
            let decoder = JSONDecoder()
            let list = try HotStatement(db, "SELECT no, body FROM entity ORDER BY no")
            defer { list.reset() }
            var found: [(no: Int64, entity: Entity)] = []
            // Row by row: the bodies of a hundred thousand entities are not held beside the entities.
            while try list.next() {
                found.append((list.int(0), try decoder.decode(Entity.self, from: Data(list.blob(1)))))
            }
            return found
        }
    }

    /// Puts entities into the register, new or changed, in one transaction.
    package func saveEntities(_ entities: [Entity], at now: Instant, entries: [Entry]) async throws {
        try await write("changing the register") { db in
            let put = try db.cachedStatement(
                sql: """
                    INSERT INTO entity(id, body, changed) VALUES (?, ?, ?)
                    ON CONFLICT(id) DO UPDATE SET body = excluded.body, changed = excluded.changed
                    """)
            for entity in entities {
                try put.execute(arguments: [entity.id.text, try StoredJSON.encode(entity), now.microseconds])
            }
            try Store.append(entries, in: db)
        }
    }

    /// Stores a token's hash; the token itself is shown once and never kept.
    package func saveToken(
        hash: Digest, entity: EntityID, label: String, at now: Instant, entries: [Entry]
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

    /// Whose token this is; nil when unknown or revoked. Look-up is by the hash of a 256-bit random token, so the time
    /// it takes tells nothing about other tokens.
    package func entity(ofTokenHash hash: Digest) async throws -> EntityID? {
        try await read("checking a token") { db in
            try String.fetchOne(
                db, sql: "SELECT entity FROM token WHERE hash = ? AND revoked IS NULL", arguments: [Data(hash.bytes)]
            ).flatMap { EntityID($0) }
        }
    }
}
