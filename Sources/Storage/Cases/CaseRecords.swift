package import Coordinate
import GRDB
package import Vocabulary

/// A case as lists show it.
package struct CaseSummary: Sendable, Hashable, Codable {
    package var number: SpokenNumber
    package var kind: CaseKind
    package var title: String
    package var advisory: SpokenNumber?
    package var tlp: TLP
    package var isOpen: Bool
    package var assignee: String?
    package var opened: Instant
    /// Participants, and how many of them have not been heard.
    package var participants: Int
    package var unheard: Int
    /// Earliest date to acknowledge that still runs or passed unheard.
    package var ackBy: Instant?
    /// Of an incident: the stage its entity told last.
    package var stage: IncidentReport.Stage?

    private enum CodingKeys: String, CodingKey {
        case number, kind, title, advisory, tlp, isOpen = "open", assignee, opened, participants, unheard
        case ackBy = "ack_by", stage
    }
}

/// Events to be added to one case at once, with what the sweep shall look at next.
package struct CaseStep: Sendable {
    package var number: SpokenNumber
    package var events: [CaseEvent]
    /// Entities whose next step of the chain is known now; nil for none left.
    package var chase: [EntityID: Instant?] = [:]
    /// Reminder notices that leave with the events.
    package var notices: NoticeBatch?

    package init(number: SpokenNumber, events: [CaseEvent]) {
        self.number = number
        self.events = events
    }
}

extension Store {
    static func insertCase(
        _ number: SpokenNumber, kind: CaseKind, title: String, advisory: SpokenNumber?, tlp: TLP, at: Instant,
        in db: Database
    ) throws {
        try db.run(
            sql: """
                INSERT INTO case_file(number, kind, title, advisory, tlp, status, opened, changed)
                VALUES (?, ?, ?, ?, ?, 'open', ?, ?)
                """,
            arguments: [
                number.description, kind.rawValue, title, advisory?.description, tlp.rawValue, at.microseconds,
                at.microseconds,
            ])
    }

    static func isClosed(_ number: SpokenNumber, in db: Database) throws -> Bool {
        try Bool.fetchOne(
            db, sql: "SELECT status = 'closed' FROM case_file WHERE number = ?", arguments: [number.description]
        ) ?? false
    }

    /// Adds one event and moves the projections; returns the event's entry. The event gets its place as its id.
    static func appendCaseEvent(_ event: CaseEvent, to number: SpokenNumber, in db: Database) throws -> Entry {
        let name = number.description
        let n = try Int.fetchOne(
            db, sql: "SELECT COALESCE(MAX(n), 0) + 1 FROM case_event WHERE case_number = ?", arguments: [name]) ?? 1
        try db.run(
            sql: "INSERT INTO case_event(case_number, n, at, actor, entity, body) VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [
                name, n, event.at.microseconds, event.actor, event.entity?.text, try StoredJSON.encode(event.change),
            ])
        try project(event, name, in: db)
        try db.run(
            sql: "UPDATE case_file SET changed = ? WHERE number = ?", arguments: [event.at.microseconds, name])
        var detail: [String: JSONValue] = ["entity": .string(event.entity?.text ?? ""), "n": .int(n)]
        switch event.change {
        case .answered(let subject, let answer, _, let channel, _):
            detail["subject"] = .string(subject)
            detail["answer"] = .string(answer.rawValue)
            detail["channel"] = .string(channel.rawValue)
        case .acknowledged(_, let channel): detail["channel"] = .string(channel.rawValue)
        case .notified(let notice, let clocks):
            detail["notice"] = .string(notice.description)
            detail["row"] = .string(clocks.row)
            detail["ack_by"] = .string(clocks.ackBy?.description ?? "")
            detail["fix_by"] = .string(clocks.fixBy?.description ?? "")
        case .cancelled(let notice, _): detail["notice"] = .string(notice.description)
        case .reminded(let step, let notice):
            detail["step"] = .int(step)
            detail["notice"] = .string(notice?.description ?? "")
        case .escalated(let step, let to, _):
            detail["step"] = .int(step)
            detail["to"] = .string(to)
        case .opened(let kind, _, let advisory, let tlp):
            detail["kind"] = .string(kind.rawValue)
            detail["advisory"] = .string(advisory?.description ?? "")
            detail["tlp"] = .string(tlp.rawValue)
        case .reported(let report): detail["stage"] = .string(report.stage.rawValue)
        case .clocked(let clocks):
            detail["row"] = .string(clocks.row)
            detail["early_warning_by"] = .string(clocks.earlyWarningBy?.description ?? "")
            detail["notification_by"] = .string(clocks.notificationBy?.description ?? "")
            detail["feedback_by"] = .string(clocks.feedbackBy?.description ?? "")
        case .note, .assigned, .referred, .closed, .reopened: break
        }
        return Entry(kind: .case, subject: name, event: event.name, at: event.at, actor: event.actor, detail: detail)
    }

    /// A case is labelled as strictly as the strictest of what stands in it.
    private static func bind(_ name: String, _ label: TLP, in db: Database) throws {
        let text = try String.fetchOne(db, sql: "SELECT tlp FROM case_file WHERE number = ?", arguments: [name])
        let present = text.flatMap { TLP(rawValue: $0) } ?? .red
        try db.run(
            sql: "UPDATE case_file SET tlp = ? WHERE number = ?",
            arguments: [present.strictest(label).rawValue, name])
    }

    private static func project(_ event: CaseEvent, _ name: String, in db: Database) throws {
        switch event.change {
        case .notified(_, let clocks):
            guard let entity = event.entity else { return }
            try db.run(
                sql: """
                    INSERT INTO participation(case_number, entity, ack_by, fix_by, heard, chase_at)
                    VALUES (?, ?, ?, ?, 0, ?) ON CONFLICT DO NOTHING
                    """,
                arguments: [
                    name, entity.text, clocks.ackBy?.microseconds, clocks.fixBy?.microseconds,
                    clocks.ackBy?.microseconds,
                ])
            if db.changesCount == 0 { try renewClocks(of: entity.text, in: name, db) }
        case .cancelled:
            if let entity = event.entity { try keepClocks(of: entity.text, in: name, db) }
        case .acknowledged, .answered, .reported:
            if case .reported(let report) = event.change, let label = report.tlp { try bind(name, label, in: db) }
            guard let entity = event.entity else { return }
            try db.run(
                sql: """
                    INSERT INTO participation(case_number, entity, heard) VALUES (?, ?, 1)
                    ON CONFLICT DO UPDATE SET heard = 1, chase_at = NULL
                    """, arguments: [name, entity.text])
        case .assigned(let to):
            try db.run(sql: "UPDATE case_file SET assignee = ? WHERE number = ?", arguments: [to, name])
        case .closed where event.entity == nil:
            try db.run(sql: "UPDATE case_file SET status = 'closed' WHERE number = ?", arguments: [name])
            try db.run(sql: "UPDATE participation SET chase_at = NULL WHERE case_number = ?", arguments: [name])
        case .reopened where event.entity == nil:
            try db.run(sql: "UPDATE case_file SET status = 'open' WHERE number = ?", arguments: [name])
            try db.run(
                sql: "UPDATE participation SET chase_at = ack_by WHERE case_number = ? AND heard = 0",
                arguments: [name])
        case .opened, .clocked, .note, .escalated, .reminded, .referred, .closed, .reopened: break
        }
    }
}
