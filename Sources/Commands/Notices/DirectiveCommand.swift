import ArgumentParser
import Notify
import Pipeline
import Storage
import Vocabulary

/// `ess directive`.
struct DirectiveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "directive", abstract: "Policy: what goes to whom, and under whose standing order.",
        subcommands: [List.self, Approve.self])

    /// `ess directive list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Directives in force, with digests and approvals.")
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let records = try await Desk.open(desk).perform(DirectiveList())
            try Output.list(records, DirectiveCommand.columns, as: desk.format)
        }
    }

    /// `ess directive approve`.
    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One of the two approvals that make a standing order; findings leave under no other.")
        @Argument(help: "The directive's id.") var directive: DirectiveID
        @Option(help: ArgumentHelp("The digest that `ess directive list` shows.", valueName: "d8")) var digest: String
        @OptionGroup var change: ChangeOptions
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let act = DirectiveApprove(id: directive, digest: digest)
            let record = try await Desk.open(desk).perform(act, change)
            try Output.outcome(record, of: change, as: desk.format) { record in
                ["\(record.directive.id): approved by \(record.approvals.joined(separator: ", ")); "
                    + (record.isApproved ? "in force" : "one more person is needed")]
            }
        }
    }

    private static var columns: [Column<DirectiveRecord>] { [
        Column("ID") { $0.directive.id.text }, Column("DIGEST") { String($0.digest.description.prefix(8)) },
        Column("CHANNEL") { $0.directive.channel.rawValue },
        Column("FORCE") { $0.isApproved || !$0.directive.standingOrder ? "in force" : "waits for approval" },
        Column("KINDS") { $0.directive.kinds.map(\.rawValue).sorted().joined(separator: " ") },
        Column("APPROVED BY") { $0.approvals.isEmpty ? "-" : $0.approvals.joined(separator: ", ") },
    ] }
}
