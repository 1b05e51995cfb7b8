import ArgumentParser
import Constituency
import Pipeline
import Vocabulary

/// `ess contact`.
struct ContactCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contact", abstract: "How entities are reached: verified, suspended, or only stated.",
        subcommands: [List.self, Verify.self, Suspend.self, Resume.self])

    /// `ess contact list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "All contacts, or those of one entity.")
        @Argument(help: "The entity's id.") var entity: EntityID?
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let columns: [Column<ContactView>] = [
                Column("ENTITY") { $0.entity.text }, Column("CONTACT") { $0.id }, Column("ROLE") { $0.role },
                Column("WAY") { $0.way }, Column("NAME") { $0.name ?? "-" }, Column("HOURS") { $0.hours ?? "-" },
                Column("STANDING") { ContactCommand.standing($0) },
            ]
            try Output.list(try await Desk.open(desk).perform(ContactList(entity: entity)), columns, as: desk.format)
        }
    }

    /// `ess contact verify`.
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says that you made sure who answers there; nothing goes to a contact that is only stated.")
        @Option(help: "How: called back, met, signed letter.") var how: String
        @OptionGroup var contact: ContactVerb
        func run() async throws { try await contact.run(.verify, how: how) }
    }

    /// `ess contact suspend`.
    struct Suspend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sends it nothing any more; --reason is required. What is withheld is recorded.")
        @OptionGroup var contact: ContactVerb
        func run() async throws { try await contact.run(.suspend) }
    }

    /// `ess contact resume`.
    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Ends a suspension.")
        @OptionGroup var contact: ContactVerb
        func run() async throws { try await contact.run(.resume) }
    }

    static func standing(_ contact: ContactView) -> String {
        contact.suspended ? "suspended" : contact.verified.map { "verified: \($0.how)" } ?? "not verified"
    }
}

/// What the verbs on a contact share.
struct ContactVerb: ParsableArguments {
    @Argument(help: "The entity's id.") var entity: EntityID
    @Argument(help: "The contact's id, as `ess contact list` shows it.") var contact: String
    @OptionGroup var change: ChangeOptions
    @OptionGroup var desk: DeskOptions

    func run(_ step: ContactChange.Step, how: String? = nil) async throws {
        let act = ContactChange(entity: entity, contact: contact, step: step, how: how)
        let answer = try await Desk.open(desk).perform(act, change)
        try Output.outcome(answer, of: change, as: desk.format) {
            ["\($0.entity) \($0.id) (\($0.role), \($0.way)): \(ContactCommand.standing($0))"]
        }
    }
}
