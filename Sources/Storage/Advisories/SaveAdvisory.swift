package import Advise
package import Constituency
import Foundation
import GRDB
package import Vocabulary

/// A new advisory, or a new version of one.
package struct NewAdvisoryVersion: Sendable {
    /// Nil makes a new number in the year of ``at``.
    package var of: SpokenNumber?
    package var content: AdvisoryContent
    package var digest: Digest
    package var author: Officer
    package var at: Instant
    package var actor: String
    package var note: String?

    package init(
        of: SpokenNumber?, content: AdvisoryContent, digest: Digest, author: Officer, at: Instant, actor: String,
        note: String?
    ) {
        self.of = of
        self.content = content
        self.digest = digest
        self.author = author
        self.at = at
        self.actor = actor
        self.note = note
    }
}

/// A decided step on one version, to be written as a whole.
package struct AdvisoryChange: Sendable {
    package var number: SpokenNumber
    package var version: Int
    /// The epoch that the decision was made on.
    package var epoch: Int
    package var decision: AdvisoryDecision
    package var at: Instant
    package var actor: String
    package var note: String?
    /// New content with its digest and editor, for an edit.
    package var edit: (content: AdvisoryContent, digest: Digest, editor: Officer)?
    /// For a schedule.
    package var scheduled: Instant?
    /// Whom an issue was decided for; it is refused when the findings name others by now.
    package var recipients: [EntityID]?
    /// Those of them that the register knows, as it was when the ways to them were digested; an issue is refused when
    /// it says anything else by now.
    package var seen: [Entity] = []
    /// What an issue or a withdrawal owes; made due in the same transaction.
    package var notices: NoticeBatch?
    /// Further facts for the entry.
    package var detail: [String: JSONValue] = [:]

    package init(
        of record: AdvisoryRecord, decision: AdvisoryDecision, at: Instant, actor: String, note: String?
    ) {
        number = record.version.number
        version = record.version.version
        epoch = record.epoch
        self.decision = decision
        self.at = at
        self.actor = actor
        self.note = note
    }
}

extension Store {
    /// Version 1 of a new advisory, or the next version of one; its first event and entry in the same transaction.
    /// - Throws: `.conflict` while another version is open for work.
    package func addAdvisory(_ new: NewAdvisoryVersion) async throws -> (number: SpokenNumber, version: Int) {
        try await write("drafting an advisory") { db in
            let number = try new.of ?? Store.nextNumber(.advisory, at: new.at, in: db)
            if new.of == nil {
                try db.execute(
                    sql: "INSERT INTO advisory(number, made) VALUES (?, ?)",
                    arguments: [number.description, new.at.microseconds])
            }
            let version = try (Int.fetchOne(
                db, sql: "SELECT MAX(version) FROM advisory_version WHERE number = ?",
                arguments: [number.description]) ?? 0) + 1
            let officer = try StoredJSON.encode(new.author)
            let content = String(decoding: new.content.canonicalBytes, as: UTF8.self)
            try db.execute(
                sql: """
                    INSERT INTO advisory_version(number, version, state, content, digest, author, editor, made, edited)
                    VALUES (?, ?, 'draft', ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    number.description, version, content, Data(new.digest.bytes), officer, officer,
                    new.at.microseconds, new.at.microseconds,
                ])
            let writer = AdvisoryWriter(
                db: db, number: number, version: version, at: new.at, actor: new.actor, note: new.note)
            try writer.revise(new.content, new.digest, by: new.author)
            try writer.record("drafted", reason: "", state: .draft)
            try Store.append(
                [writer.entry("drafted", ["content": .string(new.digest.description), "version": .int(version)])],
                in: db)
            return (number, version)
        }
    }

    /// Writes one decided step: state, content, approval, event, what is owed, entries; all or nothing.
    ///
    /// *A crash before the commit leaves the version as it was; after it, its notices are due.* Returns what
    /// the notices made; nil when the change owes none.
    /// - Throws: `.conflict` when the version, or its recipients, changed since the decision was made.
    package func saveAdvisory(_ change: AdvisoryChange) async throws -> NoticeOutcome? {
        try await write("changing \(change.number)") { db in try Store.save(change, in: db) }
    }

    /// Adds a comment to a version's story; not part of the content, so approvals stand.
    package func commentAdvisory(
        _ number: SpokenNumber, version: Int, comment: AdvisoryComment, actor: String
    ) async throws {
        try await write("commenting \(number)") { db in
            let writer = AdvisoryWriter(
                db: db, number: number, version: version, at: comment.at, actor: actor, note: comment.text)
            let state = try String.fetchOne(
                db, sql: "SELECT state FROM advisory_version WHERE number = ? AND version = ?",
                arguments: [number.description, version]
            ).flatMap(AdvisoryState.init(rawValue:))
            guard let state else { throw StorageFailure(.notFound, doing: "commenting \(number)") }
            try writer.record("commented", reason: "", state: state)
            try Store.append([writer.entry("commented", ["version": .int(version)])], in: db)
        }
    }

    private static func save(_ change: AdvisoryChange, in db: Database) throws -> NoticeOutcome? {
        let state = change.decision.state
        let writer = AdvisoryWriter(
            db: db, number: change.number, version: change.version, at: change.at, actor: change.actor,
            note: change.note)
        var detail = change.detail
        detail["version"] = .int(change.version)
        detail["rule"] = .string(change.decision.reason.rawValue)
        var entries = [writer.entry(change.decision.event, detail)]
        if state == .issued { entries += try writer.supersedeOlder() }
        try writer.move(to: state, epoch: change.epoch, scheduled: change.scheduled)
        try writer.keep(change.decision.approval)
        if let edit = change.edit {
            try writer.replace(edit.content, edit.digest, editor: edit.editor)
            try writer.revise(edit.content, edit.digest, by: edit.editor)
        }
        if let recipients = change.recipients { try writer.requireRecipients(recipients, seen: change.seen) }
        if state == .issued { entries += try writer.adviseThreats() }
        if state == .withdrawn { entries += try writer.returnThreats() }
        try writer.record(change.decision.event, reason: change.decision.reason.rawValue, state: state)
        try Store.append(entries, in: db)
        return try change.notices.map { try Store.insertNotices($0, in: db) }
    }
}
