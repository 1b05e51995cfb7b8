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

extension Store {
    /// Opens an incident's case with its first stage, or adds a stage to it: case, events, entries and the sender's key
    /// in one transaction. Sent again under its key, it changes nothing and gives the same number.
    ///
    /// - Throws: `.notFound` when the entity has no such incident; `.conflict` when a later stage was told already, or
    ///   the key was used for something else.
    package func takeIncident(_ intake: IncidentIntake) async throws -> SubmissionNumber {
        try await write("taking down an incident") { db in
            if let known = try Store.known(intake.submission, in: db) { return known }
            let actor = "entity:\(intake.entity)"
            var entries: [Entry] = []
            let number: SpokenNumber
            if let given = intake.number {
                try Store.requireNext(intake, of: given, in: db)
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
            entries.append(try Store.appendCaseEvent(told, to: number, in: db))
            try Store.remember(intake.submission, as: number, at: intake.at, in: db)
            try Store.append(entries, in: db)
            return SubmissionNumber(number: number, at: intake.at, isNew: true)
        }
    }

    private static func requireNext(_ intake: IncidentIntake, of number: SpokenNumber, in db: Database) throws {
        let stages = try Store.caseEvents(number.description, in: db).compactMap { event -> IncidentReport.Stage? in
            guard event.entity == intake.entity, case .reported(let report) = event.change else { return nil }
            return report.stage
        }
        // Another's incident does not exist (I9).
        guard let last = stages.max() else { throw StorageFailure.missing("incident", number) }
        guard intake.report.stage >= last else {
            throw StorageFailure(
                .conflict, doing: "taking down a stage of \(number)", cause: "its \(last.rawValue) was told already")
        }
    }
}
