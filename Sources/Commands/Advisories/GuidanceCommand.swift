import Advise
import ArgumentParser
import Pipeline
import Vocabulary

/// `ess guidance`.
struct GuidanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "guidance", abstract: "Reusable instructions and recommendations.",
        subcommands: [List.self, Show.self, Search.self])

    /// `ess guidance list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Every piece in every language.")
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            try Output.list(try await Desk.open(desk).perform(GuidanceList()), columns, as: desk.format)
        }
    }

    /// `ess guidance show`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The text of a piece, as Markdown.")
        @Argument(help: "Its id.") var id: String
        @Option(help: "In this language; else in all.") var language: Language?
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let pieces = try await Desk.open(desk).perform(GuidanceShow(id: id, language: language))
            try Output.several(pieces, as: desk.format) { piece in
                ["\(piece.id) (\(piece.language.rawValue), \(piece.status.rawValue)): \(piece.title)", ""]
                    + TerminalText.lines(piece.markdown)
            }
        }
    }

    /// `ess guidance search`.
    struct Search: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Pieces in which all words occur.")
        @Argument(help: "Words.") var words: [String]
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            try Output.list(try await Desk.open(desk).perform(GuidanceSearch(words: words)), columns, as: desk.format)
        }
    }

    private static var columns: [Column<GuidanceRow>] { [
        Column("ID") { $0.id.text }, Column("LANGUAGE") { $0.language.rawValue },
        Column("STATUS") { $0.status.rawValue }, Column("URGENCY") { $0.urgency.rawValue },
        Column("TITLE") { $0.title },
    ] }
}
