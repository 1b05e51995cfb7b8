import ArgumentParser
import Constituency
import Pipeline
import Vocabulary

extension GapVerdict: ExpressibleByArgument {}

/// `ess gap`.
struct GapCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gap", abstract: "Matches that only a person can decide.",
        subcommands: [List.self, Resolve.self, Lessons.self])

    /// `ess gap list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Possible matches, each with the command that settles it; they never leave the house.")
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let columns: [Column<GapView>] = [
                Column("GAP") { $0.gap }, Column("ENTITY") { $0.entity }, Column("THREAT") { $0.threat },
                Column("WHY") { $0.why }, Column("COMMAND") { $0.command },
            ]
            try Output.list(try await Desk.open(desk).perform(GapList()), columns, as: desk.format)
        }
    }

    /// `ess gap resolve`.
    struct Resolve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Decides a possible match, or teaches the names that settle all like it.",
            discussion: """
                With --alias the two names are taught to mean the same product (match) or told apart (no-match), for \
                every entity and threat, and findings follow. Without it this match alone is decided, for the evidence \
                that stands there now; other evidence brings the question back. Both are entries of the ledger.
                """)
        @Argument(help: "The gap as `ess gap list` shows it, or a unique beginning.") var gap: String
        @Option(name: .customLong("as"), help: "What it is.") var verdict: GapVerdict
        @Option(help: ArgumentHelp(
            "The source's name, then the register's.", valueName: "vendor/product=vendor/product"))
        var alias: String?
        @OptionGroup var change: ChangeOptions
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let act = GapResolve(gap: gap, verdict: verdict, alias: alias)
            let answer = try await Desk.open(desk).perform(act, change)
            try Output.outcome(answer, of: change, as: desk.format) { answer in
                let what = answer.alias.map { "`\($0)` taught as" } ?? "decided as"
                let outcome = answer.outcome.map { "; the match is now: \($0)" } ?? ""
                let whom = "\(answer.gap), \(answer.threat) at \(answer.entity)"
                return ["\(whom): \(what) \(answer.verdict.rawValue)\(outcome)"]
            }
        }
    }

    /// `ess gap lessons`.
    struct Lessons: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What was taught about names of products, by whom and why.",
            discussion: """
                --yaml writes all of it as the file that the settings name with `aliases`: kept with other policies, \
                it is read at the next start, here or at another site, and every match is judged by it.
                """)
        @Flag(help: "As the settings' aliases file.") var yaml = false
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let columns: [Column<GapLessons.Lesson>] = [
                Column("STATED") { $0.stated }, Column("REGISTERED") { $0.registered },
                Column("VERDICT") { $0.verdict.rawValue }, Column("BY") { $0.by },
                Column("AT") { ShortTime.text($0.at) }, Column("FROM") { $0.origin.rawValue },
                Column("REASON") { $0.reason },
            ]
            let lessons = try await Desk.open(desk).perform(GapLessons())
            if yaml {
                let text = AliasBook(lessons.compactMap(\.alias)).yaml
                return try StandardStreams.write(Array(text.utf8), to: StandardStreams.output)
            }
            try Output.list(lessons, columns, as: desk.format)
        }
    }
}
