package import Constituency
import Coordinate
import Foundation
import GRDB
package import Ingest
import Notify
import Vocabulary

/// A mail that was read, with what is needed to decide what becomes of it.
package struct MailTaking: Sendable {
    package var statement: MailStatement
    /// Mailboxes that are our own, in lower case.
    package var own: Set<String>
    /// The receipt as it would leave, without number and case; nil where this site sends none or nobody may be
    /// answered.
    package var receipt: NewDelivery?
    /// By which the limits of receipts know whose a domain is.
    package var suffixes: PublicSuffixes

    package init(statement: MailStatement, own: Set<String>, receipt: NewDelivery?, suffixes: PublicSuffixes) {
        self.statement = statement
        self.own = own
        self.receipt = receipt
        self.suffixes = suffixes
    }
}

/// What became of a mail; stored, counted and shown by this name.
package enum MailOutcome: String, Sendable, Hashable, Codable, CaseIterable {
    /// A report with a number and a case.
    case report
    /// Rows: observations of abuse.
    case abuse
    /// A note in the case that it answers.
    case note
    /// It told that a delivery of ours failed.
    case bounced
    /// The same mail came before, perhaps by another way.
    case repeated
    /// Set aside, kept and listed: ours, a program's answer, a relay's word about nothing of ours, filtered as spam.
    case own, automatic, returned, spam
}

extension Store {
    /// Decides what becomes of a mail of this document and does it, inside the batch's transaction: report with case,
    /// receipt, note, bounce. *A crash before the commit leaves none of it, and the document is read again.*
    static func take(
        _ mail: MailTaking, _ batch: DocumentBatch, _ reports: inout ReportWriter, _ outcome: inout BatchOutcome,
        in db: Database
    ) throws {
        let writer = MailWriter(db: db, batch: batch, mail: mail)
        guard try !writer.isTaken() else { return }
        try writer.take(&reports, &outcome)
    }
}

/// One mail, one transaction.
struct MailWriter {
    let db: Database
    let batch: DocumentBatch
    let mail: MailTaking

    var statement: MailStatement { mail.statement }

    /// A row's worth: what became of it, by which number it is known, and whether a receipt leaves.
    private struct Fate {
        var outcome: MailOutcome
        var number: String?
        var receipt: String?
    }

    /// Documents are read again when the register changes; what a mail did is done once.
    func isTaken() throws -> Bool {
        try Bool.fetchOne(
            db, sql: "SELECT 1 FROM mail WHERE document = ? AND identity = ?",
            arguments: [batch.document, Data(statement.identity.bytes)]) != nil
    }

    func take(_ reports: inout ReportWriter, _ outcome: inout BatchOutcome) throws {
        let fate = try decided(&reports, &outcome)
        try db.execute(
            sql: """
                INSERT INTO mail(document, feed, identity, outcome, number, receipt, at) VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                batch.document, batch.feed.id.text, Data(statement.identity.bytes), fate.outcome.rawValue, fate.number,
                fate.receipt, batch.at.microseconds,
            ])
    }

    private func decided(_ reports: inout ReportWriter, _ outcome: inout BatchOutcome) throws -> Fate {
        if let earlier = try repeated() { return earlier }
        if let from = statement.from?.lowercased(), mail.own.contains(from) { return Fate(outcome: .own) }
        switch statement.author {
        case .relay: return try bounce()
        case .reporter: return Fate(outcome: .abuse)
        case .spam: return Fate(outcome: .spam)
        case .automatic, .person, .machine, .bulk:
            if let answered = try answered(), try takesNote(answered) { return try note(answered) }
            return statement.author == .automatic ? Fate(outcome: .automatic) : try report(&reports, &outcome)
        }
    }

    private func repeated() throws -> Fate? {
        let row = try Row.fetchOne(
            db, sql: "SELECT number FROM mail WHERE identity = ? ORDER BY document LIMIT 1",
            arguments: [Data(statement.identity.bytes)])
        return row.map { Fate(outcome: .repeated, number: $0["number"]) }
    }

    // MARK: A report

    private func report(_ reports: inout ReportWriter, _ outcome: inout BatchOutcome) throws -> Fate {
        let number = try Store.nextNumber(.report, at: batch.at, in: db)
        var words = statement.report
        words.id = number.description
        try reports.save(words.report, &outcome)
        let stored = try String.fetchOne(
            db, sql: "SELECT case_number FROM report WHERE feed = ? AND source_id = ?",
            arguments: [batch.feed.id.text, words.id])
        let receipt = try receipt(number, stored.flatMap { SpokenNumber($0) }, &outcome)
        return Fate(outcome: .report, number: words.id, receipt: receipt)
    }

    // MARK: An answer

    private struct Answered {
        var caseNumber: SpokenNumber
        var entity: EntityID?
    }

    /// The case of what the mail answers: by Message-IDs of ours, then by numbers of ours in its subject.
    private func answered() throws -> Answered? {
        for id in statement.refersTo.reversed() {
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT n.case_number, CASE WHEN lower(d.mailbox) = ?2 THEN n.entity END AS entity
                    FROM delivery d JOIN notice n ON n.number = d.notice WHERE d.message_id = ?1
                    """, arguments: [id, statement.from?.lowercased()])
            if let row, let found = answered(row) { return found }
        }
        for number in statement.numbers {
            let sql: String
            switch number.series {
            case .notice: sql = "SELECT case_number, NULL AS entity FROM notice WHERE number = ?"
            case .case: sql = "SELECT number AS case_number, NULL AS entity FROM case_file WHERE number = ?"
            case .report:
                sql = "SELECT case_number, NULL AS entity FROM report WHERE source_id = ? AND kind = 'incident'"
            case .advisory, .measure, .hold: continue
            }
            if let row = try Row.fetchOne(db, sql: sql, arguments: [number.description]), let found = answered(row) {
                return found
            }
        }
        return nil
    }

    private func answered(_ row: Row) -> Answered? {
        guard let number = (row["case_number"] as String?).flatMap({ SpokenNumber($0) }) else { return nil }
        let entity = row["entity"] as String?
        let known = entity.flatMap { EntityID($0) }
        return Answered(caseNumber: number, entity: known == .reporter ? nil : known)
    }

    /// Notes by mail in one case within an hour, from one entity or from all others together. A number of ours is no
    /// secret; what goes beyond is a report of its own, and nobody's case is buried under it.
    private static let notesMax = 20

    private func takesNote(_ answered: Answered) throws -> Bool {
        let recent = try Int.fetchOne(
            db,
            sql: """
                SELECT COUNT(*) FROM case_event WHERE case_number = ? AND actor = ? AND entity IS ? AND at > ?
                """,
            arguments: [
                answered.caseNumber.description, Store.mailActor, answered.entity?.text,
                batch.at.adding(seconds: -3600).microseconds,
            ])
        return (recent ?? 0) < MailWriter.notesMax
    }

    /// A note for the officer. Never an acknowledgement: who wrote it was not verified, and programs write too.
    private func note(_ answered: Answered) throws -> Fate {
        let words = statement.report
        let kind = statement.author == .automatic ? "automatic answer by mail" : "mail"
        // The case has a label of its own, which a stranger's mail must not move: whom we may remind hangs on it.
        let label = (words.tlp ?? .red).marking
        var text = "\(label) \(kind) from \(words.contact ?? "nobody named"): \(words.title)\n"
            + words.text.prefix(4000)
        let count = words.attachments?.count ?? 0
        if count > 0 { text += "\n\(count) attachments" }
        text += "\nwhole: ess report original --document \(batch.document)"
        let event = CaseEvent(
            id: "", at: batch.at, actor: Store.mailActor, entity: answered.entity, change: .note(text: text))
        try Store.append([try Store.appendCaseEvent(event, to: answered.caseNumber, in: db)], in: db)
        return Fate(outcome: .note, number: answered.caseNumber.description)
    }

    // MARK: A relay's word

    /// A delivery that its relay had accepted did not arrive. Believed only where the header that came back is one that
    /// we sent: its Message-ID and its recipient.
    private func bounce() throws -> Fate {
        guard let returned = statement.returned, returned.isFailure else { return Fate(outcome: .returned) }
        let row = try Row.fetchOne(
            db, sql: "SELECT id, state, mailbox, notice FROM delivery WHERE message_id = ?",
            arguments: [returned.messageID])
        guard let row, let state = DeliveryState(rawValue: row["state"]), let next = state.after(.bounce),
            (row["mailbox"] as String?)?.lowercased() == returned.recipient?.lowercased()
        else { return Fate(outcome: .returned, number: row?["id"]) }
        let id = row["id"] as String
        try db.execute(
            sql: "UPDATE delivery SET state = ?, next_at = NULL, last_text = ?, changed = ? WHERE id = ?",
            arguments: [next.rawValue, returned.text, batch.at.microseconds, id])
        let entry = Entry(
            kind: .delivery, subject: id, event: next.rawValue, at: batch.at, actor: "service",
            detail: ["by": "mail", "notice": .string(row["notice"] as String)])
        try Store.append([entry], in: db)
        return Fate(outcome: .bounced, number: id)
    }
}

extension Store {
    /// Who wrote a note that came by mail.
    static let mailActor = "mail"
}
