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

    /// A notice by which the participant was told, and the clocks that it started.
    private struct Telling: Sendable, Hashable {
        let notice: SpokenNumber
        let at: Instant
        let clocks: Clocks
    }

    /// A notice that told nobody.
    package struct Cancelled: Sendable, Hashable, Codable {
        package var notice: SpokenNumber
        package var at: Instant
        package var reason: String
    }

    /// What stands now, as people say it.
    package enum Standing: String, Sendable, Hashable, Codable, CaseIterable {
        /// In the case, not yet told.
        case listed
        /// Not told: each notice was cancelled before it left. Nothing is owed, and no clock runs.
        case cancelled
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
    /// In the order of the story, without those that were cancelled.
    private var tellings: [Telling] = []
    /// The notice that was cancelled last, whether or not others stand.
    package private(set) var cancelled: Cancelled?
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

    /// The first notice's clocks; a later notice of the same case brings its own.
    package var clocks: Clocks? { tellings.first?.clocks }
    package var notices: [SpokenNumber] { tellings.map(\.notice) }
    package var notifiedAt: Instant? { tellings.first?.at }

    /// What stands at `now`.
    package func standing(at now: Instant) -> Standing {
        if !answers.isEmpty { return answers.values.allSatisfy(\.value.isSettled) ? .settled : .answered }
        if acknowledged != nil { return .acknowledged }
        guard notifiedAt != nil else { return cancelled == nil ? .listed : .cancelled }
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
            tellings.append(Telling(notice: notice, at: event.at, clocks: clocks))
        case .cancelled(let notice, let reason):
            tellings.removeAll { $0.notice == notice }
            cancelled = Cancelled(notice: notice, at: event.at, reason: reason)
            // Who is told anew is chased from the chain's beginning.
            if tellings.isEmpty { (remindedStep, escalatedStep) = (0, 0) }
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
        case .opened, .notified, .cancelled, .acknowledged, .answered, .note, .assigned, .escalated, .reminded,
            .referred, .closed, .reopened:
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
