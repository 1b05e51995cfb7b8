package import Vocabulary

/// One entity's part in a case: what it was told, when, and what it said.
package struct Participation: Sendable, Hashable {
    /// Something said, by whom, when and how, and whether after its date.
    package struct Said<Value: Sendable & Hashable>: Sendable, Hashable {
        package var value: Value
        package var at: Instant
        package var by: String
        package var channel: AnswerChannel
        /// Said after the date that was set for it; recorded once, never overwritten.
        package var isLate: Bool
    }

    /// What stands now, as people say it.
    package enum Standing: String, Sendable, Hashable, Codable, CaseIterable {
        /// In the case, not yet told.
        case listed
        /// Told, its time to acknowledge still runs.
        case notified
        /// Told, the time is over, nothing heard. Seen, never turned into an answer.
        case silent
        case acknowledged
        /// Some subject has an answer that leaves something owed.
        case answered
        /// Every subject answered about is settled.
        case settled
    }

    package let entity: EntityID
    /// The first notice's clocks; a later notice of the same case brings its own.
    package private(set) var clocks: Clocks?
    package private(set) var notices: [SpokenNumber] = []
    package private(set) var notifiedAt: Instant?
    /// The first acknowledgement; later ones stand in the story only. An answer acknowledges too.
    package private(set) var acknowledged: Said<String>?
    /// The latest answer for each subject, sorted by subject.
    package private(set) var answers: [String: Said<AnswerKind>] = [:]
    /// Highest reminder and escalation step taken; 0 for none.
    package private(set) var remindedStep = 0
    package private(set) var escalatedStep = 0
    package private(set) var referredTo: String?
    /// Of an incident at this entity; nil in other cases.
    package private(set) var incident: IncidentProgress?

    package init(entity: EntityID) { self.entity = entity }

    /// What stands at `now`.
    package func standing(at now: Instant) -> Standing {
        if !answers.isEmpty { return answers.values.allSatisfy(\.value.isSettled) ? .settled : .answered }
        if acknowledged != nil { return .acknowledged }
        guard notifiedAt != nil else { return .listed }
        guard let ackBy = clocks?.ackBy, now > ackBy else { return .notified }
        return .silent
    }

    /// Whether the repair is owed and its date has passed without a settled answer.
    package func isFixOverdue(at now: Instant) -> Bool {
        guard let fixBy = clocks?.fixBy, now > fixBy else { return false }
        return answers.isEmpty || !answers.values.allSatisfy(\.value.isSettled)
    }

    mutating func apply(_ event: CaseEvent) {
        follow(event)
        switch event.change {
        case .notified(let notice, let clocks):
            notices.append(notice)
            if notifiedAt == nil { (notifiedAt, self.clocks) = (event.at, clocks) }
        case .acknowledged(let by, let channel):
            acknowledge(at: event.at, by: by, channel: channel)
        case .answered(let subject, let answer, let by, let channel, _):
            acknowledge(at: event.at, by: by, channel: channel)
            let isLate = answers[subject]?.isLate ?? false || isAfterFix(event.at, answer)
            answers[subject] = Said(value: answer, at: event.at, by: by, channel: channel, isLate: isLate)
        case .reminded(let step, _): remindedStep = max(remindedStep, step)
        case .escalated(let step, _, _): escalatedStep = max(escalatedStep, step)
        case .referred(let body, _): referredTo = body
        case .opened, .reported, .clocked, .note, .assigned, .closed, .reopened: break
        }
    }

    /// What an event says of the incident that this entity tells of; an officer's note on the case as a whole too.
    mutating func follow(_ event: CaseEvent) {
        switch event.change {
        case .reported, .clocked: incident = incident ?? IncidentProgress()
        case .opened, .notified, .acknowledged, .answered, .note, .assigned, .escalated, .reminded, .referred, .closed,
            .reopened:
            break
        }
        incident?.apply(event)
    }

    private mutating func acknowledge(at: Instant, by: String, channel: AnswerChannel) {
        guard acknowledged == nil else { return }
        let isLate = clocks?.ackBy.map { at > $0 } ?? false
        acknowledged = Said(value: by, at: at, by: by, channel: channel, isLate: isLate)
    }

    private func isAfterFix(_ at: Instant, _ answer: AnswerKind) -> Bool {
        guard answer.isSettled, let fixBy = clocks?.fixBy else { return false }
        return at > fixBy
    }
}
