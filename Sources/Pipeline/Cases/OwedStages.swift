import Coordinate
import Storage
import Vocabulary

/// A date of an incident that is near or past: a stage that its entity owes, or our own answer.
struct OwedStage {
    let number: SpokenNumber
    let entity: EntityID
    let by: Instant
    /// Nil: our feedback to the entity.
    let stage: IncidentReport.Stage?

    /// What is owed, in half a sentence.
    var what: String {
        guard let stage else { return "has not heard from us about" }
        let name =
            switch stage {
            case .earlyWarning: "early warning"
            case .notification: "notification"
            case .finalReport: "final report"
            }
        return "owes the \(name) of"
    }
}

extension Engine {
    private static let incidentsWatched = 2000

    /// Dates of open incidents that lie before `soon` and are not kept yet, the earliest first; and how many incidents
    /// were too many to look at.
    func owedStages(before soon: Instant) async throws -> (owed: [OwedStage], more: Int) {
        let (incidents, more) = try await store.openIncidents(limit: Engine.incidentsWatched)
        var owed: [OwedStage] = []
        for (number, events) in incidents {
            for part in CaseState(folding: events)?.participations ?? [] {
                guard let incident = part.incident else { continue }
                if let next = incident.next, let due = next.due, due <= soon {
                    owed.append(OwedStage(number: number, entity: part.entity, by: due, stage: next.stage))
                }
                if incident.feedbackAt == nil, let by = incident.clocks?.feedbackBy, by <= soon {
                    owed.append(OwedStage(number: number, entity: part.entity, by: by, stage: nil))
                }
            }
        }
        return (owed.sorted { ($0.by, $0.number.description, $0.what) < ($1.by, $1.number.description, $1.what) }, more)
    }
}
