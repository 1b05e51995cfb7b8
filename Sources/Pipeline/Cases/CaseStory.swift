package import Coordinate
package import Vocabulary

/// A case as people read it: the fold at one moment, and its story.
package struct CaseStory: Codable, Sendable {
    /// One participant's part.
    package struct Part: Codable, Sendable {
        package var entity: EntityID
        /// `silent` is a standing like the others.
        package var standing: Participation.Standing
        package var notices: [SpokenNumber]
        package var notifiedAt: Instant?
        package var ackBy: Instant?
        package var fixBy: Instant?
        package var fixOverdue: Bool
        /// The last step of the escalation chain that was taken; 0 when none was.
        package var escalated: Int
        /// Row of the deadline policy.
        package var row: String?
        package var acknowledgedAt: Instant?
        package var acknowledgedBy: String?
        package var acknowledgedLate: Bool
        package var answers: [Answer]
        /// The notice that was cancelled last, with the reason; when `standing` is `cancelled` there is no other.
        package var cancelled: Participation.Cancelled?
        /// Of an incident at this entity: its stages with their dates, and ours.
        package var incident: IncidentView?

        private enum CodingKeys: String, CodingKey {
            case entity, standing, notices, notifiedAt = "notified_at", ackBy = "ack_by", fixBy = "fix_by"
            case fixOverdue = "fix_overdue", escalated, row, acknowledgedAt = "acknowledged_at"
            case acknowledgedBy = "acknowledged_by", acknowledgedLate = "acknowledged_late", answers
            case cancelled, incident
        }
    }

    package struct Answer: Codable, Sendable {
        package var subject: String
        package var answer: AnswerKind
        package var at: Instant
        package var by: String
        package var late: Bool
    }

    /// One event of the case as it is told; `entity` is nil when it concerns the case as a whole.
    package struct Line: Codable, Sendable {
        package var at: Instant
        package var actor: String
        package var entity: EntityID?
        package var event: String
        /// The notice that the event is about; nil where it is about none.
        package var notice: SpokenNumber?
        package var text: String
    }

    /// One stage of an incident as its entity told it.
    package struct Told: Codable, Sendable {
        package var at: Instant
        package var entity: EntityID
        package var report: IncidentReport
    }

    package var number: SpokenNumber
    package var kind: CaseKind
    package var title: String
    package var advisory: SpokenNumber?
    package var tlp: TLP
    package var status: CaseState.Status
    package var assignee: String?
    package var opened: Instant
    package var participations: [Part]
    package var story: [Line]
    /// An incident's chain, in order of time: early warning, notification, final report.
    package var told: [Told]
    /// What people reported, with which the case was opened; `ess case show` alone.
    package var reports: [ReportedInCase]?

    package init(_ number: SpokenNumber, _ state: CaseState, at now: Instant) {
        self.number = number
        kind = state.kind
        title = state.title
        advisory = state.advisory
        tlp = state.tlp
        status = state.status
        assignee = state.assignee
        opened = state.openedAt
        participations = state.participations.map { part in
            Part(
                entity: part.entity, standing: part.standing(at: now), notices: part.notices,
                notifiedAt: part.notifiedAt, ackBy: part.clocks?.ackBy, fixBy: part.clocks?.fixBy,
                fixOverdue: part.isFixOverdue(at: now), escalated: part.escalatedStep, row: part.clocks?.row,
                acknowledgedAt: part.acknowledged?.at,
                acknowledgedBy: part.acknowledged?.by, acknowledgedLate: part.acknowledged?.isLate ?? false,
                answers: part.answers.sorted { $0.key < $1.key }.map {
                    Answer(
                        subject: $0.key, answer: $0.value.value, at: $0.value.at, by: $0.value.by,
                        late: $0.value.isLate)
                }, cancelled: part.cancelled, incident: part.incident.map(IncidentView.init))
        }
        told = state.story.compactMap { event in
            guard case .reported(let report) = event.change, let entity = event.entity else { return nil }
            return Told(at: event.at, entity: entity, report: report)
        }
        story = state.story.map {
            Line(
                at: $0.at, actor: $0.actor, entity: $0.entity, event: $0.name, notice: $0.notice, text: $0.text)
        }
    }

    /// Only what concerns one participant: its own part, its own lines and the opening.
    package func visible(to entity: EntityID) -> CaseStory {
        var copy = self
        copy.participations = participations.filter { $0.entity == entity }
        copy.story = story.filter { $0.entity == entity && $0.event != "noted" || $0.event == "opened" }
        // What never reached it, and why not, is ours alone.
        let never = Set(story.filter { $0.event == "cancelled" }.compactMap(\.notice))
        copy.story.removeAll { line in line.notice.map(never.contains) ?? false }
        for index in copy.participations.indices {
            copy.participations[index].cancelled = nil
            if copy.participations[index].standing == .cancelled { copy.participations[index].standing = .listed }
        }
        copy.told = told.filter { $0.entity == entity }
        copy.assignee = nil
        copy.reports = nil
        // When we meant to answer, and which row says so, is ours alone.
        for index in copy.participations.indices { copy.participations[index].incident?.forgetOurs() }
        copy.story = copy.story.filter { $0.event != "clocked" }
        return copy
    }
}

extension CaseEvent {
    fileprivate var notice: SpokenNumber? {
        switch change {
        case .notified(let notice, _), .cancelled(let notice, _): notice
        case .reminded(_, let notice): notice
        case .opened, .acknowledged, .answered, .reported, .clocked, .note, .assigned, .escalated, .referred, .closed,
            .reopened:
            nil
        }
    }

    /// What happened in a few words.
    var text: String {
        switch change {
        case .opened(_, let title, _, _): title
        case .notified(let notice, let clocks):
            "\(notice), ack_by \(clocks.ackBy?.description ?? "-"), \(clocks.reason)"
        case .cancelled(let notice, let reason): "\(notice) never left: \(reason)"
        case .acknowledged(let by, let channel): "by \(by), \(channel.rawValue)"
        case .answered(let subject, let answer, let by, let channel, let text):
            "\(subject): \(answer.rawValue), by \(by), \(channel.rawValue)" + (text.isEmpty ? "" : ": \(text)")
        case .reported(let report): report.line
        case .clocked(let clocks): clocks.line
        case .note(let text): text
        case .assigned(let to): to
        case .escalated(let step, let to, let reason): "step \(step) to \(to): \(reason)"
        case .reminded(let step, let notice): "step \(step), \(notice?.description ?? "no contact could be told")"
        case .referred(let body, let reason): "\(body): \(reason)"
        case .closed(let reason): reason
        case .reopened(let reason): reason
        }
    }
}
