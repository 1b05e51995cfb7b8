import ArgumentParser
import Pipeline
import Vocabulary

/// `ess feed dismiss`.
struct FeedDismissCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dismiss",
        abstract: "Says that documents which a source names and does not give may be missing.",
        discussion: """
            Of the documents that were given up after eight tries; they are still asked for once a day, and one that \
            the source changes counts anew. `ess feed health` names the first of them. Needs --reason.
            """)
    @Argument(help: "The feed's id, as `ess feed list` shows it.") var feed: FeedID
    @OptionGroup var change: ChangeOptions
    @OptionGroup var desk: DeskOptions

    func run() async throws {
        let answer = try await Desk.open(desk).perform(PartsDismiss(feed: feed), change)
        try Output.outcome(answer, of: change, as: desk.format) {
            [$0.dismissed == 0 ? "\($0.feed): none is given up; nothing was changed"
                : "\($0.feed): \(Counted.text($0.dismissed, "missing document")) dismissed"]
        }
    }
}
