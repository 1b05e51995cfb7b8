package import Coordinate
import Notify
package import Storage
package import Vocabulary

/// What an entity's own token may do. Every look-up is bound to that entity (I9): what is another's does not exist.
package struct EntityDoor: Sendable {
    let engine: Engine
    package let entity: EntityID

    /// `entity` is whom the token, checked before, belongs to.
    package init(engine: Engine, entity: EntityID) {
        self.engine = engine
        self.entity = entity
    }

    /// The entity's notices, newest first; what was cancelled before it left is not among them.
    package func notices(limit: Int = 100) async throws -> [NoticeRecord] {
        try await engine.store.notices(entity: entity, about: nil, limit: min(max(limit, 1), 1000))
            .filter { !$0.isCancelled }
    }

    /// One notice with what it says, without our notes on how it went out.
    /// - Throws: `.notFound`, also when it is another's, or was cancelled before it left.
    package func notice(_ number: SpokenNumber) async throws -> NoticeStory {
        guard var story = try await engine.store.notice(number), story.notice.entity == entity,
            !story.notice.isCancelled
        else { throw missing("notice", number) }
        story.attempts = [:]
        // A token speaks for the entity, not for a named person: RED stays with the persons it was sent to (I7).
        if story.notice.tlp == .red { story.content = nil }
        return story
    }

    /// The entity's cases, newest first.
    package func cases(limit: Int = 100) async throws -> [CaseSummary] {
        try await engine.store.cases(openOnly: false, entity: entity, limit: min(max(limit, 1), 1000)).map { summary in
            var own = summary
            own.participants = 1
            own.unheard = min(1, summary.unheard)
            own.assignee = nil
            return own
        }
    }

    /// The entity's own part of a case.
    package func story(of number: SpokenNumber) async throws -> CaseStory {
        guard let story = try await ownStory(of: number) else { throw missing("case", number) }
        return story
    }

    /// The same; nil when there is none of this number, or only another's.
    func ownStory(of number: SpokenNumber) async throws -> CaseStory? {
        guard try await engine.store.participates(entity, in: number) else { return nil }
        return try await engine.caseStory(number, at: engine.now()).visible(to: entity)
    }

    /// Acknowledges a notice. Effective only by an explicit act of the entity; repeating it changes nothing.
    package func acknowledge(_ notice: SpokenNumber) async throws -> CaseStory {
        guard let number = try await self.notice(notice).notice.caseNumber else { throw missing("notice", notice) }
        let now = engine.now()
        let before = try await self.story(of: number)
        if before.participations.first?.acknowledgedAt != nil { return before }
        return try await record(.acknowledged(by: actor, channel: .portal), in: number, at: now)
    }

    /// Answers for one vulnerability or finding of a case, or `all`.
    package func answer(
        _ number: SpokenNumber, subject: String, answer: AnswerKind, text: String
    ) async throws -> CaseStory {
        try CaseWords.require(subject, text)
        try await requirePart(in: number)
        try await engine.requireSubject(subject, of: number, entity, telling: .amberStrict)
        let change = CaseEvent.Change.answered(
            subject: subject, answer: answer, by: actor, channel: .portal, text: text)
        return try await record(change, in: number, at: engine.now())
    }

    private var actor: String { "entity:\(entity)" }

    private func record(
        _ change: CaseEvent.Change, in number: SpokenNumber, at now: Instant
    ) async throws -> CaseStory {
        try await requirePart(in: number)
        let event = CaseEvent(id: "", at: now, actor: actor, entity: entity, change: change)
        _ = try await engine.store.step(CaseStep(number: number, events: [event]))
        engine.signals.entries.raise()
        engine.signals.clocks.raise()
        return try await engine.caseStory(number, at: now).visible(to: entity)
    }

    private func requirePart(in number: SpokenNumber) async throws {
        guard try await engine.store.participates(entity, in: number) else { throw missing("case", number) }
    }

    private func missing(_ noun: String, _ number: SpokenNumber) -> ActFailure {
        ActFailure(
            .notFound, "you have no \(noun) \(number)",
            hint: noun == "notice"
                ? "your notices stand under /v1/notices and /my"
                : "a case is named in each notice of it, under /v1/notices and /my")
    }
}
