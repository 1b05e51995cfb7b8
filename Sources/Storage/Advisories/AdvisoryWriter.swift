import Advise
import Constituency
import Foundation
import GRDB
import Vocabulary

/// The parts of one change of one version, inside its transaction.
struct AdvisoryWriter {
    let db: Database
    let number: SpokenNumber
    let version: Int
    let at: Instant
    let actor: String
    let note: String?

    func entry(_ event: String, _ detail: [String: JSONValue]) -> Entry {
        Entry(kind: .advisory, subject: number.description, event: event, at: at, actor: actor, detail: detail)
    }

    /// Sets state and times if nobody changed the version since `epoch`.
    func move(to state: AdvisoryState, epoch: Int, scheduled: Instant?) throws {
        try db.execute(
            sql: """
                UPDATE advisory_version SET state = ?, epoch = epoch + 1, scheduled = ?,
                    issued = CASE WHEN ? = 'issued' THEN ? ELSE issued END,
                    withdrawn = CASE WHEN ? = 'withdrawn' THEN ? ELSE withdrawn END
                WHERE number = ? AND version = ? AND epoch = ?
                """,
            arguments: [
                state.rawValue, scheduled?.microseconds, state.rawValue, at.microseconds, state.rawValue,
                at.microseconds, number.description, version, epoch,
            ])
        guard db.changesCount == 1 else {
            throw StorageFailure(
                .conflict, doing: "changing \(number)", cause: "somebody else changed it in the meantime")
        }
    }

    func replace(_ content: AdvisoryContent, _ digest: Digest, editor: Officer) throws {
        try db.execute(
            sql: """
                UPDATE advisory_version SET content = ?, digest = ?, editor = ?, edited = ?
                WHERE number = ? AND version = ?
                """,
            arguments: [
                String(decoding: content.canonicalBytes, as: UTF8.self), Data(digest.bytes),
                try StoredJSON.encode(editor), at.microseconds, number.description, version,
            ])
    }

    /// Keeps a content for ever and notes which threats the version names now.
    func revise(_ content: AdvisoryContent, _ digest: Digest, by officer: Officer) throws {
        try db.execute(
            sql: """
                INSERT INTO advisory_revision(number, version, revision, content, digest, actor, officer, at)
                SELECT ?1, ?2, COALESCE(MAX(revision), 0) + 1, ?3, ?4, ?5, ?6, ?7 FROM advisory_revision
                WHERE number = ?1 AND version = ?2
                """,
            arguments: [
                number.description, version, String(decoding: content.canonicalBytes, as: UTF8.self),
                Data(digest.bytes), actor, try StoredJSON.encode(officer), at.microseconds,
            ])
        try db.execute(
            sql: "DELETE FROM advisory_threat WHERE number = ? AND version = ?",
            arguments: [number.description, version])
        for threat in content.threats {
            try db.execute(
                sql: "INSERT INTO advisory_threat(threat, number, version) VALUES (?, ?, ?)",
                arguments: [threat.text, number.description, version])
        }
    }

    /// Makes `approval` the one in force; voids the one before when it is another, or none.
    func keep(_ approval: Approval?) throws {
        let body = try approval.map { try StoredJSON.encode($0) }
        try db.execute(
            sql: """
                UPDATE approval SET voided = ? WHERE number = ? AND version = ? AND voided IS NULL AND body IS NOT ?
                """, arguments: [at.microseconds, number.description, version, body])
        let known = try Int.fetchOne(
            db, sql: "SELECT n FROM approval WHERE number = ? AND version = ? AND voided IS NULL",
            arguments: [number.description, version])
        guard known == nil, let approval, let body else { return }
        try db.execute(
            sql: """
                INSERT INTO approval(number, version, n, body, content, recipients, at)
                SELECT ?1, ?2, COALESCE(MAX(n), 0) + 1, ?3, ?4, ?5, ?6 FROM approval WHERE number = ?1 AND version = ?2
                """,
            arguments: [
                number.description, version, body, Data(approval.digests.content.bytes),
                Data(approval.digests.recipients.bytes), approval.at.microseconds,
            ])
    }

    /// The version in force before this one gives way to it.
    func supersedeOlder() throws -> [Entry] {
        let older = try Int.fetchAll(
            db, sql: "SELECT version FROM advisory_version WHERE number = ? AND state = 'issued' AND version < ?",
            arguments: [number.description, version])
        return try older.map { old in
            try db.execute(
                sql: """
                    UPDATE advisory_version SET state = 'superseded', epoch = epoch + 1
                    WHERE number = ? AND version = ?
                    """, arguments: [number.description, old])
            let writer = AdvisoryWriter(
                db: db, number: number, version: old, at: at, actor: actor, note: "version \(version)")
            let rule = AdvisoryDecision.Reason.laterVersion.rawValue
            try writer.record("superseded", reason: rule, state: .superseded)
            return writer.entry(
                "superseded", ["by": .int(version), "rule": .string(rule), "version": .int(old)])
        }
    }

    /// Findings and contacts may have moved between the decision and this transaction; an approval holds for whom it
    /// named, by the ways it named.
    func requireRecipients(_ expected: [EntityID], seen: [Entity]) throws {
        let threats = try String.fetchAll(
            db, sql: "SELECT threat FROM advisory_threat WHERE number = ? AND version = ? ORDER BY threat",
            arguments: [number.description, version])
        let sectors = try String.fetchAll(
            db,
            sql: """
                SELECT named.value FROM advisory_version v, json_each(v.content, '$.sectors') named
                WHERE v.number = ? AND v.version = ?
                """, arguments: [number.description, version])
        let now = try Store.advisoryRecipients(
            threats.map(ThreatID.init(unchecked:)), sectors: sectors.compactMap(Sector.init(rawValue:)), in: db
        ).map(\.entity)
        guard now == Set(expected).sorted() else {
            throw StorageFailure(
                .conflict, doing: "issuing \(number)", cause: "its recipients changed in the meantime")
        }
        for entity in seen {
            let body = try String.fetchOne(
                db, sql: "SELECT body FROM entity WHERE id = ?", arguments: [entity.id.text])
            guard try body.map({ try StoredJSON.decode(Entity.self, $0) }) == entity else {
                throw StorageFailure(
                    .conflict, doing: "issuing \(number)", cause: "\(entity.id) changed in the register meanwhile")
            }
        }
    }

    /// The threats that advisories name, each by the id of the threat that continues it, if one does.
    private static let standing = """
        SELECT COALESCE((SELECT h.id FROM titled w JOIN threat h ON h.no = w.threat WHERE w.name = a.threat),
            (SELECT h.id FROM alias n JOIN threat h ON h.no = n.threat WHERE n.alias = a.threat AND n.held = 1),
            a.threat)
        FROM advisory_threat a
        """

    /// Its threats are advised now; what a person dismissed or closed stays so.
    func adviseThreats() throws -> [Entry] {
        let ids = try String.fetchAll(
            db,
            sql: """
                UPDATE threat SET work = 'advised', work_reason = ?, work_from = NULL
                WHERE work IN ('new', 'triaged', 'watching')
                    AND id IN (\(AdvisoryWriter.standing) WHERE a.number = ? AND a.version = ?) RETURNING id
                """, arguments: [number.description, number.description, version])
        return ids.sorted().map {
            Entry(
                kind: .threat, subject: $0, event: "advised", at: at, actor: actor,
                detail: ["advisory": .string(number.description), "version": .int(version)])
        }
    }

    /// The threats of a withdrawn version that no other issued advisory speaks of: they wait for somebody again.
    func returnThreats() throws -> [Entry] {
        let ids = try String.fetchAll(
            db,
            sql: """
                UPDATE threat SET work = 'triaged', work_reason = ?, work_from = NULL WHERE work = 'advised'
                    AND id IN (\(AdvisoryWriter.standing) WHERE a.number = ? AND a.version = ?)
                    AND id NOT IN (\(AdvisoryWriter.standing) JOIN advisory_version v
                            ON v.number = a.number AND v.version = a.version WHERE v.state = 'issued')
                RETURNING id
                """, arguments: ["\(number) was withdrawn", number.description, version])
        return ids.sorted().map {
            Entry(
                kind: .threat, subject: $0, event: "returned", at: at, actor: actor,
                detail: ["advisory": .string(number.description), "version": .int(version)])
        }
    }

    func record(_ event: String, reason: String, state: AdvisoryState) throws {
        try db.execute(
            sql: """
                INSERT INTO advisory_event(number, version, n, event, reason, state, actor, at, note)
                SELECT ?1, ?2, COALESCE(MAX(n), 0) + 1, ?3, ?4, ?5, ?6, ?7, ?8 FROM advisory_event
                WHERE number = ?1 AND version = ?2
                """,
            arguments: [
                number.description, version, event, reason, state.rawValue, actor, at.microseconds, note,
            ])
    }
}
