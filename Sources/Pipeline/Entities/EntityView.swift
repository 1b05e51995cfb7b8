import Constituency
import Coordinate
package import Notify
import Storage
package import Vocabulary

/// A notice as its entity sees it. Who else was told, by which contact and after how many tries is ours alone.
package struct EntityNotice: Codable, Sendable {
    package struct Answer: Codable, Sendable {
        package var subject: String
        package var answer: String
        package var at: Instant
        package var late: Bool
    }

    package var number: SpokenNumber
    package var kind: NoticeKind
    package var tlp: TLP
    package var about: String
    package var title: String
    package var made: Instant
    /// What to answer about; nil when the notice asks for nothing.
    package var caseNumber: SpokenNumber?
    /// True for RED: what it says was told to named persons only, and stands in no page or list (I7).
    package var personal: Bool
    /// From here on only in the view of one notice.
    package var urgency: NoticeUrgency?
    package var what: [String]?
    package var systems: [NoticeContent.System]?
    package var systemsOmitted: Int?
    /// What an answer may be about, beside `all`.
    package var subjects: [String]?
    package var actions: [String]?
    /// The Markdown that ``what`` and ``actions`` were made of, one for one; empty where there was none.
    package var whatMarkdown: [String]?
    package var actionsMarkdown: [String]?
    /// What our page and our voice on the telephone say of a genuine notice of this number.
    package var code: String?
    package var ackBy: Instant?
    package var fixBy: Instant?
    package var fixOnNextUpgrade: Bool?
    package var standing: String?
    package var acknowledgedAt: Instant?
    /// `entity:ID` for the entity's own token, else the person's name as the officer wrote it down.
    package var acknowledgedBy: String?
    package var acknowledgedLate: Bool?
    package var answers: [Answer]?

    private enum CodingKeys: String, CodingKey {
        case number, kind, tlp, about, title, made, caseNumber = "case", personal, urgency, what, systems
        case systemsOmitted = "systems_omitted", actions = "to_do", ackBy = "ack_by", fixBy = "fix_by"
        case fixOnNextUpgrade = "fix_on_next_upgrade", standing, acknowledgedAt = "acknowledged_at"
        case acknowledgedBy = "acknowledged_by", acknowledgedLate = "acknowledged_late", answers, code
        case whatMarkdown = "what_markdown", actionsMarkdown = "to_do_markdown", subjects
    }

    init(_ record: NoticeRecord) {
        number = record.number
        kind = record.kind
        tlp = record.tlp
        personal = record.tlp == .red
        about = personal ? "" : record.about
        title = personal ? "" : record.title
        made = record.made
        caseNumber = record.caseNumber
    }

    mutating func add(_ content: NoticeContent) {
        urgency = content.urgency
        what = content.what
        systems = Array(content.systems.prefix(NoticeText.systemsMax))
        systemsOmitted = content.systemsOmitted + max(0, content.systems.count - NoticeText.systemsMax)
        subjects = content.subjects
        actions = content.actions
        whatMarkdown = content.whatMarkdown
        actionsMarkdown = content.actionsMarkdown
        code = content.code
        ackBy = content.ackBy
        fixBy = content.fixBy
        fixOnNextUpgrade = content.fixOnNextUpgrade
    }

    mutating func add(_ part: CaseStory.Part) {
        standing = part.standing.rawValue
        acknowledgedAt = part.acknowledgedAt
        acknowledgedBy = part.acknowledgedBy
        acknowledgedLate = part.acknowledgedLate
        // The case's clocks are those of the notices that set them, and of what reminds of these; a withdrawal, told in
        // the same case, asks for nothing.
        if part.notices.contains(number) || kind == .reminder {
            ackBy = part.ackBy ?? ackBy
            fixBy = part.fixBy ?? fixBy
        }
        answers = part.answers.map { Answer(subject: $0.subject, answer: $0.answer.rawValue, at: $0.at, late: $0.late) }
    }
}

extension EntityDoor {
    /// The entity's notices, newest first, without what they say.
    package func noticeList(limit: Int) async throws -> [EntityNotice] {
        try await notices(limit: limit).map(EntityNotice.init)
    }

    /// One notice with what it says, what it asks and what was answered. Reading it acknowledges nothing.
    /// - Throws: `.notFound`, also when it is another's.
    package func noticeView(_ number: SpokenNumber) async throws -> EntityNotice {
        let story = try await notice(number)
        var view = EntityNotice(story.notice)
        if let content = story.content, !view.personal { view.add(content) }
        if let number = view.caseNumber, let part = try await ownStory(of: number)?.participations.first {
            view.add(part)
        }
        return view
    }
}

/// A page of what an entity was told of its systems.
package struct EntityFindings: Codable, Sendable {
    package var findings: [FindingView]
    /// What to ask for next; nil at the end.
    package var next: String?
}

extension Engine {
    /// One page of an entity's findings that a notice told it of, in the order of systems; `limit` 1–5,000.
    /// - Throws: `.usage` when `after` is not a `next` of ours.
    package func toldFindings(
        of entity: EntityID, state: FindingState?, after: String?, limit: Int
    ) async throws -> EntityFindings {
        var place: (locus: [UInt8], threat: String)?
        if let after {
            let parts = after.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 2, after.utf8.count <= 2048, let locus = Hex.decode(parts[0]),
                let threat = Hex.decode(parts[1])
            else { throw ActFailure(.usage, "`after` is the `next` of the page before") }
            place = (locus, String(decoding: threat, as: UTF8.self))
        }
        let rows = try await store.toldFindings(of: entity, state: state, after: place, limit: limit)
        let last = rows.count >= limit ? rows.last?.cursor : nil
        return EntityFindings(
            findings: rows.map { FindingView($0, policies.warnings) },
            next: last.map { "\($0.locus).\(Hex.encode($0.threat.utf8))" })
    }

    /// The languages an entity reads, first choice first; Azerbaijani and English where it named none.
    package func languages(of entity: EntityID) async throws -> [Language] {
        let found = try await register().index.entities.first { $0.id == entity }?.languages ?? []
        return found.isEmpty ? [.az, .en] : found
    }
}
