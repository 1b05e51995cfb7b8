import Crypto
import Foundation
import GRDB
package import Notify
package import Vocabulary

/// A directive as it stands in the store, with the people who approved exactly its present bytes.
package struct DirectiveRecord: Sendable, Hashable, Codable {
    package var directive: Directive
    /// SHA-256 of ``Directive/canonical``.
    package var digest: Vocabulary.Digest
    /// Actors in order of approval.
    package var approvals: [String]
    /// Two people, who differ by uid and, where known, by login uid, have approved it.
    package var isApproved: Bool

    private enum CodingKeys: String, CodingKey { case directive, digest, approvals, isApproved = "approved" }
}

/// One person's approval of one directive.
package struct DirectiveApproval: Sendable {
    package var directive: DirectiveID
    /// At least eight hex digits of the digest that the person saw.
    package var digest: String
    package var uid: UInt32
    package var loginUID: UInt32?
    package var entry: Entry

    package init(directive: DirectiveID, digest: String, uid: UInt32, loginUID: UInt32?, entry: Entry) {
        self.directive = directive
        self.digest = digest
        self.uid = uid
        self.loginUID = loginUID
        self.entry = entry
    }
}

extension Store {
    /// Makes the stored directives those of the settings. Returns the ids whose bytes changed; their approvals are
    /// void, because an approval names a digest.
    package func replaceDirectives(_ directives: [Directive], at now: Instant) async throws -> [DirectiveID] {
        try await write("storing directives") { db in
            var changed: [DirectiveID] = []
            var entries: [Entry] = []
            var inForce = try Set(String.fetchAll(db, sql: "SELECT id FROM directive WHERE active = 1"))
            try db.execute(sql: "UPDATE directive SET active = 0")
            for directive in directives {
                let digest = Data(SHA256.hash(data: directive.canonical))
                let known = try Data.fetchOne(
                    db, sql: "SELECT digest FROM directive WHERE id = ?", arguments: [directive.id.text])
                try db.execute(
                    sql: """
                        INSERT INTO directive(id, body, digest, active, changed) VALUES (?, ?, ?, 1, ?)
                        ON CONFLICT DO UPDATE SET body = excluded.body, digest = excluded.digest, active = 1,
                            changed = CASE WHEN digest = excluded.digest THEN changed ELSE excluded.changed END
                        """,
                    arguments: [directive.id.text, try StoredJSON.encode(directive), digest, now.microseconds])
                let wasInForce = inForce.remove(directive.id.text) != nil
                if known == digest, wasInForce { continue }
                if known != digest { changed.append(directive.id) }
                let event = known == digest ? "restored" : "changed"
                entries.append(Store.entry(directive.id.text, event, digest: digest, at: now))
            }
            // Those that the settings no longer name.
            for id in inForce.sorted() { entries.append(Store.entry(id, "retired", digest: nil, at: now)) }
            if !changed.isEmpty { try Store.forgetWithheldFindings(in: db) }
            try Store.append(entries, in: db)
            return changed
        }
    }

    /// All directives in force, by id. `compareLogins`: `sudo -u` is no second person (I8).
    package func directives(compareLogins: Bool) async throws -> [DirectiveRecord] {
        try await read("reading directives") { db in
            try Row.fetchAll(db, sql: "SELECT * FROM directive WHERE active = 1 ORDER BY id").compactMap { row in
                try Store.directive(row, with: nil, compareLogins: compareLogins, in: db)
            }
        }
    }

    /// The directive as it would stand after an approval; changes nothing.
    /// - Throws: as ``approve(_:)``.
    package func wouldApprove(
        _ approval: DirectiveApproval, compareLogins: Bool
    ) async throws -> DirectiveRecord {
        try await read("looking at directive \(approval.directive)") { db in
            _ = try Store.digest(of: approval, in: db)
            let row = try Row.fetchOne(
                db, sql: "SELECT * FROM directive WHERE id = ?", arguments: [approval.directive.text])
            let record = try row.flatMap {
                try Store.directive($0, with: approval, compareLogins: compareLogins, in: db)
            }
            guard let record else { throw StorageFailure.missing("directive", approval.directive) }
            return record
        }
    }

    /// - Parameter further: an approval that is not stored yet.
    private static func directive(
        _ row: Row, with further: DirectiveApproval?, compareLogins: Bool, in db: Database
    ) throws -> DirectiveRecord? {
        guard let digest = Vocabulary.Digest(bytes: row["digest"] as Data) else { return nil }
        var people = try Row.fetchAll(
            db, sql: "SELECT * FROM directive_approval WHERE directive = ? AND digest = ? ORDER BY at, uid",
            arguments: [row["id"] as String, row["digest"] as Data]
        ).map { (uid: $0["uid"] as Int64, login: $0["login_uid"] as Int64?, actor: $0["actor"] as String) }
        if let further, !people.contains(where: { $0.uid == Int64(further.uid) }) {
            people.append((Int64(further.uid), further.loginUID.map(Int64.init), further.entry.actor))
        }
        let isApproved = people.contains { one in
            people.contains { other in
                one.uid != other.uid
                    && (!compareLogins || one.login == nil || other.login == nil || one.login != other.login)
            }
        }
        return DirectiveRecord(
            directive: try StoredJSON.decode(Directive.self, row["body"]), digest: digest,
            approvals: people.map(\.actor), isApproved: isApproved)
    }

    /// Records an approval of the present bytes.
    /// - Throws: `.notFound`; `.conflict` when the digest named is not the present one.
    package func approve(_ approval: DirectiveApproval) async throws {
        try await write("approving directive \(approval.directive)") { db in
            let digest = try Store.digest(of: approval, in: db)
            try db.execute(
                sql: """
                    INSERT INTO directive_approval(directive, digest, uid, login_uid, actor, at)
                    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                    """,
                arguments: [
                    approval.directive.text, digest, approval.uid, approval.loginUID, approval.entry.actor,
                    approval.entry.at.microseconds,
                ])
            guard db.changesCount == 1 else { return }
            try Store.forgetWithheldFindings(in: db)
            try Store.append([approval.entry], in: db)
        }
    }

    /// The present bytes' digest, which the approval must name.
    private static func digest(of approval: DirectiveApproval, in db: Database) throws -> Data {
        let digest = try Data.fetchOne(
            db, sql: "SELECT digest FROM directive WHERE id = ? AND active = 1", arguments: [approval.directive.text])
        guard let digest else { throw StorageFailure.missing("directive", approval.directive) }
        let named = approval.digest.lowercased()
        guard named.utf8.count >= 8, Hex.encode(digest).hasPrefix(named) else {
            throw StorageFailure(
                .conflict, doing: "approving directive \(approval.directive)",
                cause: "its digest is \(Hex.encode(digest.prefix(4))) now")
        }
        return digest
    }

    private static func entry(_ directive: String, _ event: String, digest: Data?, at now: Instant) -> Entry {
        Entry(
            kind: .directive, subject: directive, event: event, at: now, actor: "service",
            detail: digest.map { ["digest": .string(Hex.encode($0))] } ?? [:])
    }

    /// Policy changed: what was withheld for findings is to be decided anew, but for what a person cancelled.
    private static func forgetWithheldFindings(in db: Database) throws {
        try db.execute(
            sql: "DELETE FROM withheld WHERE cause GLOB 'finding:*' AND reason <> ?",
            arguments: [Withholding.cancelled.rawValue])
    }
}
