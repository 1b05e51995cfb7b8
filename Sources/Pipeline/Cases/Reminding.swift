import Coordinate
import Notify
import Storage
import Vocabulary

/// What a reminder repeats of the notices that a participant has not acknowledged.
struct Reminding {
    let participation: Participation
    /// What was said, by notice, in the order of the notices.
    let told: [(notice: SpokenNumber, contents: [ToldContent])]

    /// Message-ID of the first message: the reminder follows it in the reader's mailbox.
    func follows(contact: String) -> String? {
        let sent = told.flatMap(\.contents).filter { $0.messageID != nil }
        return (sent.first { $0.contact == contact } ?? sent.first)?.messageID
    }

    /// What the newest notice said, in the reader's language where it was said in it; nil when it may not be repeated
    /// to who may read no more than `audience`.
    func newest(for audience: TLP, in language: Language) -> NoticeContent? {
        let readable = told.last?.contents.filter { $0.content.tlp <= audience } ?? []
        return (readable.first { $0.language == language } ?? readable.first)?.content
    }

    /// One sentence for each notice: which, when it was sent, when an answer was due.
    func sentences(in language: Language) -> [String] {
        guard let due = participation.clocks?.ackBy else { return [] }
        return told.compactMap { notice, contents in
            contents.map(\.sentAt).min().map {
                NoticeText.notAcknowledged(notice, sentAt: $0, due: due, language: language)
            }
        }
    }

    /// The beginning of each instruction: whole paragraphs up to some 200 bytes, and a mark that there was more.
    static func short(_ actions: [String]) -> [String] {
        actions.prefix(5).map { action in
            var out = ""
            for part in action.split(separator: "\n\n", omittingEmptySubsequences: true) {
                if out.utf8.count >= 200 { return out + "\n…" }
                out += out.isEmpty ? String(part) : "\n\n" + part
            }
            return out
        }
    }
}

extension Engine {
    /// What a participant was told and has not acknowledged; nil when it takes no part.
    func reminding(_ state: CaseState, _ entity: EntityID) async throws -> Reminding? {
        guard let participation = state[entity] else { return nil }
        var told: [(notice: SpokenNumber, contents: [ToldContent])] = []
        for notice in participation.notices { told.append((notice, try await store.told(by: notice))) }
        return Reminding(participation: participation, told: told)
    }

    /// The reminder's content for one reader; it carries the label of what it repeats.
    func reminder(
        of state: CaseState, _ number: SpokenNumber, _ reminding: Reminding, by routing: Routing
    ) -> NoticeContent {
        let limit = routing.recipient.tlpMax
        let audience = routing.recipient.isPerson ? limit : min(.amberStrict, limit)
        let earlier = reminding.newest(for: audience, in: routing.language)
        var content = blankContent(.reminder, routing.language)
        content.urgency = .high
        content.tlp = earlier.map { state.tlp.strictest($0.tlp) } ?? state.tlp
        content.about = state.advisory?.description ?? number.description
        content.title = earlier?.title ?? state.title
        content.what = reminding.sentences(in: routing.language)
        content.systems = earlier?.systems ?? []
        content.systemsOmitted = earlier?.systemsOmitted ?? 0
        content.threats = earlier?.threats ?? []
        content.actions = Reminding.short(earlier?.actions ?? [])
        content.follows = reminding.follows(contact: routing.recipient.contact)
        if let clocks = reminding.participation.clocks { content.set(clocks) }
        return content
    }
}
