import ArgumentParser
import Pipeline

/// `ess reject dismiss`.
struct RejectDismissCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dismiss",
        abstract: "Closes rejects that need nobody: a file handed in by mistake, a row its source will not mend.",
        discussion: """
            They are kept and shown with `ess reject list --all`, and no longer count in lists, `ess feed health` and \
            `ess status`. A number of a document closes all of it, a feed all that stands now. Reading the same bytes \
            again changes nothing of it; what a new document brings counts again.
            """)
    @Argument(help: "Ids of rejects, numbers of documents, feeds.") var targets: [String]
    @Flag(help: "With ids: also all others of their line in `ess reject list`.") var alike = false
    @OptionGroup var change: ChangeOptions
    @OptionGroup var desk: DeskOptions

    func run() async throws {
        let rows = try await Desk.open(desk).perform(RejectDismiss(targets: targets, alike: alike), change)
        try Output.announce(change, as: desk.format)
        let columns: [Column<RejectDismiss.Row>] = [
            Column("DOCUMENT") { "\($0.document)" }, Column("FEED") { $0.feed }, Column("NAME") { $0.name },
            Column("DISMISSED") { "\($0.dismissed)" },
        ]
        try Output.list(rows, columns, as: desk.format)
        if rows.isEmpty { Output.note("nothing of it stands: dismissed or resolved already") }
    }
}
