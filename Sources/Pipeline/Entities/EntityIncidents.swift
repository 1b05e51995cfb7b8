import Constituency
package import Coordinate
import Crypto
package import Ledger
import Storage
package import Vocabulary

/// An incident as its entity sees it.
package struct EntityIncident: Codable, Sendable {
    /// One stage as it was told.
    package struct Told: Codable, Sendable {
        package var at: Instant
        package var stage: IncidentReport.Stage
        /// Nil for RED: a token speaks for the entity, not for a named person (I7).
        package var report: IncidentReport?
    }

    /// `C-2026-0018`: our number, which later stages name.
    package var number: SpokenNumber
    package var title: String
    package var tlp: TLP
    package var status: String
    package var opened: Instant
    /// The stage told last.
    package var stage: IncidentReport.Stage?
    /// In order of time.
    package var told: [Told]
    /// What we ask for by when, and what was told when; empty where nothing is asked for.
    package var stages: [IncidentStep]
    /// Proof that the stage just sent stands in the ledger; absent when only looked at.
    package var receipt: Receipt?
}

extension EntityDoor {
    /// Takes down one stage of an incident; durable and sealed before this returns (I1). `number`: the incident it goes
    /// on with. `content`: digest of what was sent, which is its own key for a day where the sender gives none. True
    /// beside it when it is new, false when the same was sent before. Refusals speak to the entity's program.
    package func tell(
        _ report: IncidentReport, of number: SpokenNumber?, key: String?, content: Vocabulary.Digest
    ) async throws -> (incident: EntityIncident, isNew: Bool) {
        let now = engine.now()
        if report.isAhead(of: now) {
            throw ActFailure(
                .badData, "`detected` lies in the future: it is \(now) here",
                hint: "send when it was noticed, in UTC or with its offset, such as \(now.adding(seconds: -3600)); "
                    + "look at the clock and the time zone of the machine that sent it")
        }
        // Of content and incident: the same words for another incident are something else.
        let hash = SHA256.hash(data: Array("\(number?.description ?? "new"):\(content)".utf8))
        guard let digest = Vocabulary.Digest(bytes: hash) else {
            throw ActFailure(.ourFault, "what was sent could not be hashed")
        }
        let scope = "incident:\(entity)"
        let submission = key.map { Submission(scope: scope, key: "key:\($0)", digest: digest) }
            ?? Submission(scope: scope, content: digest, at: now)
        let taking = try await engine.store.takeIncident(
            IncidentIntake(
                entity: entity, number: number, report: report,
                clocks: number == nil ? try await engine.incidentClocks(of: entity, report.detected, at: now) : nil,
                tlp: report.tlp ?? .amberStrict, at: now, submission: submission))
        let taken = try EntityDoor.number(of: taking, report.stage, number)
        if taken.isNew { engine.signals.entries.raise() }
        var incident = try await self.incident(taken.number)
        let entries = try await engine.store.entries(subject: taken.number.description, from: 0, limit: 10_000)
        // The entry of the stage that was sent: the one of its time.
        if let entry = entries.last(where: { $0.event == "reported" && $0.at == taken.at }) {
            incident.receipt = try await engine.receipt(index: entry.index)
        }
        return (incident, taken.isNew)
    }

    private static func number(
        of taking: IncidentTaking, _ stage: IncidentReport.Stage, _ number: SpokenNumber?
    ) throws(ActFailure) -> SubmissionNumber {
        let name = number?.description ?? "this incident"
        switch taking {
        case .taken(let number): return number
        case .noSuchIncident: throw missingIncident(name)
        case .behind(let last):
            throw ActFailure(
                .conflict, "`stage` is \(stage.rawValue), and the \(last.rawValue) of \(name) was told already",
                hint: "send what is new as another \(last.rawValue), or as a later stage")
        case .keyUsed:
            throw ActFailure(
                .conflict, "the `Idempotency-Key` was sent before, with another body",
                hint: "send a new thing under a key of its own; repeat a request with the same body")
        }
    }

    private static func missingIncident(_ number: String) -> ActFailure {
        ActFailure(.notFound, "you have told of no incident \(number)", hint: "GET /v1/incidents lists yours")
    }

    /// One incident of the entity.
    /// - Throws: `.notFound`, also when it is another's.
    package func incident(_ number: SpokenNumber) async throws -> EntityIncident {
        guard let story = try await ownStory(of: number), story.kind == .incident, !story.told.isEmpty
        else {
            throw EntityDoor.missingIncident(number.description)
        }
        let isPersonal = story.tlp == .red
        return EntityIncident(
            number: number, title: isPersonal ? "" : story.title, tlp: story.tlp, status: story.status.rawValue,
            opened: story.opened, stage: story.told.last?.report.stage,
            told: story.told.map {
                EntityIncident.Told(at: $0.at, stage: $0.report.stage, report: isPersonal ? nil : $0.report)
            }, stages: story.participations.first { $0.entity == entity }?.incident?.stages ?? [], receipt: nil)
    }

    /// The entity's incidents, newest first.
    package func incidents(limit: Int) async throws -> [EntityIncident] {
        var found: [EntityIncident] = []
        for summary in try await cases(limit: 1000) where summary.kind == .incident && summary.stage != nil {
            guard found.count < limit else { break }
            found.append(try await incident(summary.number))
        }
        return found
    }
}

extension Engine {
    /// The dates that the policy gives an incident of the entity's, told now.
    fileprivate func incidentClocks(
        of entity: EntityID, _ detected: Instant?, at now: Instant
    ) async throws -> IncidentClocks? {
        let register = try await register().index
        guard let place = register.position(of: entity) else { return nil }
        let facts = register.entities[place]
        return policies.deadlines.incidentClocks(
            of: entity, sector: facts.sector, criticality: facts.criticality, detected: detected, told: now)
    }
}
