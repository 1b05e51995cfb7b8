import ArgumentParser
import Coordinate
import Pipeline
import Vocabulary

/// The verbs that write into a case.
enum CaseVerbs {
    /// `ess case open`.
    struct Open: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes up an incident, a referral or a request for help.")
        @Argument(help: "What it is, in one line.") var title: String
        @Option(help: "Of which kind.") var kind: CaseKind = .incident
        @Option(help: "How it may be shared.") var tlp: TLP = .amberStrict
        @OptionGroup var change: ChangeOptions
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let act = CaseOpen(kind: kind, title: title, tlp: tlp)
            let answer = try await Desk.open(desk).perform(act, change)
            try Output.outcome(answer, of: change, as: desk.format) {
                [$0.number.map { "\($0) opened" } ?? "a new case"]
            }
        }
    }

    /// `ess case ack`.
    struct Ack: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes down that an entity has acknowledged, on the telephone or by mail.")
        @OptionGroup var verb: CaseVerb
        @Argument(help: "The entity's id, as `ess entity list` shows it.") var entity: EntityID
        @OptionGroup var heard: HeardFrom

        func run() async throws {
            let act = CaseAck(number: verb.number, entity: entity, who: heard.who, channel: heard.channel)
            try await verb.run(act)
        }
    }

    /// `ess case answer`.
    struct Answer: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes down what an entity answered, for one vulnerability or finding or for all.")
        @OptionGroup var verb: CaseVerb
        @Argument(help: "The entity's id, as `ess entity list` shows it.") var entity: EntityID
        @Argument(help: "What it answered.") var answer: AnswerKind
        @Option(help: "A CVE, a finding, or all.") var subject = "all"
        @Option(help: "What it said besides.") var text = ""
        @OptionGroup var heard: HeardFrom

        func run() async throws {
            try await verb.run(
                CaseAnswer(
                    number: verb.number, entity: entity, subject: subject, answer: answer, who: heard.who,
                    channel: heard.channel, text: text))
        }
    }

    /// `ess case note`.
    struct Note: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "A note for colleagues; participants do not see it.")
        @OptionGroup var verb: CaseVerb
        @Argument(help: "The note.") var text: String
        func run() async throws { try await verb.run(CaseNote(number: verb.number, text: text)) }
    }

    /// `ess case assign`.
    struct Assign: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Gives a case to somebody, or takes it.")
        @Option(help: "Login name; you, when left out.") var to: String?
        @OptionGroup var verb: CaseVerb
        func run() async throws { try await verb.run(CaseAssign(number: verb.number, to: to)) }
    }

    /// `ess case close`.
    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Closes a case; --reason is required. Who was silent stays silent.")
        @OptionGroup var verb: CaseVerb
        func run() async throws { try await verb.run(CaseClose(number: verb.number)) }
    }

    /// `ess case reopen`.
    struct Reopen: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Opens a case again; those who were not heard are chased again.")
        @OptionGroup var verb: CaseVerb
        func run() async throws { try await verb.run(CaseReopen(number: verb.number)) }
    }
}

/// Who said it, and how we heard it.
struct HeardFrom: ParsableArguments {
    @Option(help: ArgumentHelp("The person who said it on the telephone.", valueName: "who")) var byPhone: String?
    @Option(help: ArgumentHelp("The person who wrote it in a mail.", valueName: "who")) var byMail: String?

    func validate() throws {
        if (byPhone == nil) == (byMail == nil) {
            throw ValidationError("say who said it: --by-phone WHO or --by-mail WHO")
        }
    }

    var who: String { byPhone ?? byMail ?? "" }
    var channel: AnswerChannel { byMail == nil ? .phone : .mail }
}

/// What the verbs share.
struct CaseVerb: ParsableArguments {
    @Argument(
        help: "The case's number with its check digit, as `ess case list` shows it.", transform: SpokenNumber.typed)
    var number: SpokenNumber
    @OptionGroup var change: ChangeOptions
    @OptionGroup var desk: DeskOptions

    func run<A: Act>(_ act: A) async throws where A.Answer == CaseStory {
        let story = try await Desk.open(desk).perform(act, change)
        try Output.outcome(story, of: change, as: desk.format, CaseText.describe)
    }
}
