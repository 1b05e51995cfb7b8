package import Coordinate
import GRDB
package import Vocabulary

/// One stage of an entity's incident, about to be taken down.
package struct IncidentIntake: Sendable {
    package var entity: EntityID
    /// The incident it goes on with; nil opens one.
    package var number: SpokenNumber?
    package var report: IncidentReport
    /// The dates of an incident that begins with it; nil where the policy has none.
    package var clocks: IncidentClocks?
    package var tlp: TLP
    package var at: Instant
    package var submission: Submission

    package init(
        entity: EntityID, number: SpokenNumber?, report: IncidentReport, clocks: IncidentClocks? = nil, tlp: TLP,
        at: Instant, submission: Submission
    ) {
        self.clocks = clocks
        self.entity = entity
        self.number = number
        self.report = report
        self.tlp = tlp
        self.at = at
        self.submission = submission
    }
}

/// What became of a stage that was sent.
package enum IncidentTaking: Sendable, Hashable {
    /// Taken down, now or when it was sent first.
    case taken(SubmissionNumber)
    /// The entity has no such incident; another's does not exist (I9).
    case noSuchIncident
    /// A stage behind it was told already.
    case behind(IncidentReport.Stage)
    /// The sender's key came with other content before.
    case keyUsed
}

extension Store {
    /// Opens an incident's case with its first stage, or adds a stage to it: case, events, entries and the sender's key
    /// in one transaction. Sent again under its key, it changes nothing and gives the same number.
    package func takeIncident(_ intake: IncidentIntake) async throws -> IncidentTaking {
        try await write("taking down an incident") { db in
            switch try Store.known(intake.submission, at: intake.at, in: db) {
            case .same(let number): return .taken(number)
            case .other: return .keyUsed
            case .new: break
            }
            let actor = "entity:\(intake.entity)"
            let number: SpokenNumber
            if let given = intake.number {
                guard let last = try Store.lastStage(of: given, told: intake.entity, in: db) else {
                    return .noSuchIncident
                }
                guard intake.report.stage >= last else { return .behind(last) }
                number = given
            } else {
                number = try Store.nextNumber(.case, at: intake.at, in: db)
                let title = intake.report.title
                try Store.insertCase(
                    number, kind: .incident, title: title, advisory: nil, tlp: intake.tlp, at: intake.at, in: db)
                let opened = CaseEvent.Change.opened(kind: .incident, title: title, advisory: nil, tlp: intake.tlp)
                let event = CaseEvent(id: "", at: intake.at, actor: actor, entity: nil, change: opened)
                // The entries of a case follow its events one by one, so each is appended behind its own.
                try Store.append([try Store.appendCaseEvent(event, to: number, in: db)], in: db)
                if let clocks = intake.clocks {
                    let clocked = CaseEvent(
                        id: "", at: intake.at, actor: "service", entity: intake.entity, change: .clocked(clocks))
                    try Store.append([try Store.appendCaseEvent(clocked, to: number, in: db)], in: db)
                }
            }
            let told = CaseEvent(
                id: "", at: intake.at, actor: actor, entity: intake.entity, change: .reported(intake.report))
            let entry = try Store.appendCaseEvent(told, to: number, in: db)
            let event = try Int.fetchOne(
                db, sql: "SELECT MAX(n) FROM case_event WHERE case_number = ?", arguments: [number.description])
            // The event's entry commits to the sender's key with it.
            try Store.remember(intake.submission, as: number, event: event ?? 0, at: intake.at, in: db)
            try Store.append([entry], in: db)
            return .taken(SubmissionNumber(number: number, at: intake.at, isNew: true))
        }
    }

    /// The stage that the entity told last of this incident; nil when it has none of this number.
    private static func lastStage(
        of number: SpokenNumber, told entity: EntityID, in db: Database
    ) throws -> IncidentReport.Stage? {
        try Store.caseEvents(number.description, in: db).compactMap { event -> IncidentReport.Stage? in
            guard event.entity == entity, case .reported(let report) = event.change else { return nil }
            return report.stage
        }.max()
    }
}
