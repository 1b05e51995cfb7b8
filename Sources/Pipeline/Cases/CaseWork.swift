package import Coordinate
import Storage
package import Vocabulary

/// `ess case open`: an incident, referral or request for help that an officer takes up.
package struct CaseOpen: Act {
    package static let name = "case open"
    package static let roles: Set<Role> = [.analyst, .approver]
    package var kind: CaseKind
    package var title: String
    package var tlp: TLP

    /// Nil in a dry run.
    package struct Answer: Codable, Sendable {
        package var number: SpokenNumber?
    }

    package init(kind: CaseKind, title: String, tlp: TLP = .amberStrict) {
        self.kind = kind
        self.title = title
        self.tlp = tlp
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> Answer {
        guard !title.isEmpty, title.utf8.count <= 300 else {
            throw ActFailure(.usage, "a case needs a title of 1 to 300 bytes", hint: "say in one line what it is")
        }
        if call.dryRun { return Answer(number: nil) }
        let number = try await engine.store.openCase(
            kind: kind, title: title, tlp: tlp, at: call.now, actor: call.actor.description)
        engine.signals.entries.raise()
        return Answer(number: number)
    }
}

/// `ess case ack --by-phone WHO`: what somebody said on the telephone, written down by the officer who heard it.
package struct CaseAck: Act {
    package static let name = "case ack"
    package static let roles: Set<Role> = [.analyst, .approver]
    package var number: SpokenNumber
    package var entity: EntityID
    /// The person who said it.
    package var who: String
    package var channel: AnswerChannel

    package init(number: SpokenNumber, entity: EntityID, who: String, channel: AnswerChannel = .phone) {
        self.number = number
        self.entity = entity
        self.who = who
        self.channel = channel
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> CaseStory {
        try CaseWords.requireHeard(who, channel)
        return try await engine.recordInCase(number, .acknowledged(by: who, channel: channel), entity: entity, call)
    }
}

/// `ess case answer`: as above, for one vulnerability or finding.
package struct CaseAnswer: Act {
    package static let name = "case answer"
    package static let roles: Set<Role> = [.analyst, .approver]
    package var number: SpokenNumber
    package var entity: EntityID
    /// A CVE, a finding, or `all`.
    package var subject: String
    package var answer: AnswerKind
    package var who: String
    package var channel: AnswerChannel
    package var text: String

    package init(
        number: SpokenNumber, entity: EntityID, subject: String, answer: AnswerKind, who: String,
        channel: AnswerChannel = .phone, text: String = ""
    ) {
        self.number = number
        self.entity = entity
        self.subject = subject
        self.answer = answer
        self.who = who
        self.channel = channel
        self.text = text
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> CaseStory {
        try CaseWords.requireHeard(who, channel)
        try CaseWords.require(subject, text)
        try await engine.requireSubject(subject, of: number, entity, telling: .red)
        let change = CaseEvent.Change.answered(
            subject: subject, answer: answer, by: who, channel: channel, text: text)
        return try await engine.recordInCase(number, change, entity: entity, call)
    }
}

/// `ess case note`, `assign`, `close`, `reopen`, `refer`: an officer's work on a case as a whole.
package struct CaseNote: Act {
    package static let name = "case note"
    package static let roles: Set<Role> = [.analyst, .approver]
    package var number: SpokenNumber
    package var text: String

    package init(number: SpokenNumber, text: String) {
        self.number = number
        self.text = text
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> CaseStory {
        try CaseWords.require("all", text)
        guard !text.isEmpty else { throw ActFailure(.usage, "the note is empty", hint: "add its text") }
        return try await engine.recordInCase(number, .note(text: text), entity: nil, call)
    }
}

/// `ess case assign`.
package struct CaseAssign: Act {
    package static let name = "case assign"
    package static let roles: Set<Role> = [.analyst, .approver]
    package var number: SpokenNumber
    /// Login name; nil: whoever asks.
    package var to: String?

    package init(number: SpokenNumber, to: String?) {
        self.number = number
        self.to = to
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> CaseStory {
        let name = to ?? call.actor.name
        try CaseWords.require(name, "")
        try engine.mustKnow(login: to)
        return try await engine.recordInCase(number, .assigned(to: name), entity: nil, call)
    }
}

/// `ess case close`: with a reason; who was silent stays silent.
package struct CaseClose: Act {
    package static let name = "case close"
    package static let roles: Set<Role> = [.analyst, .approver]
    package static let reasonRequired = true
    package var number: SpokenNumber

    package init(number: SpokenNumber) { self.number = number }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> CaseStory {
        try await engine.recordInCase(number, .closed(reason: call.reason ?? ""), entity: nil, call)
    }
}

/// `ess case reopen`: the chase of those who were not heard goes on.
package struct CaseReopen: Act {
    package static let name = "case reopen"
    package static let roles: Set<Role> = [.analyst, .approver]
    package var number: SpokenNumber

    package init(number: SpokenNumber) { self.number = number }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> CaseStory {
        try await engine.recordInCase(number, .reopened(reason: call.reason ?? ""), entity: nil, call)
    }
}

/// Limits of what is written into a case.
enum CaseWords {
    static func require(_ subject: String, _ text: String) throws(ActFailure) {
        let isLine = (1...200).contains(subject.utf8.count) && subject.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        guard isLine else { throw ActFailure(.usage, "the subject is one line of 1 to 200 bytes") }
        guard text.utf8.count <= 8192 else { throw ActFailure(.usage, "the text is longer than 8,192 bytes") }
    }

    /// An officer writes down what a person said; the portal's answers come from the entity itself.
    static func requireHeard(_ who: String, _ channel: AnswerChannel) throws(ActFailure) {
        guard channel != .portal else {
            throw ActFailure(.usage, "an officer records what came by phone or mail, not by the portal")
        }
        guard !who.isEmpty else { throw ActFailure(.usage, "say who said it", hint: "add --by-phone WHO") }
        try require(who, "")
    }
}
