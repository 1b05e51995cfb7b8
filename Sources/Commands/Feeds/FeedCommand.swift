import ArgumentParser
import Ingest
import Pipeline
import Storage
import Vocabulary

/// `ess feed`.
struct FeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feed", abstract: "Sources and how they are.",
        subcommands: [List.self, Show.self, FeedHealthCommand.self, Check.self, FeedFetchCommand.self, Pause.self,
                      Resume.self, Release.self, Confirm.self, FeedDismissCommand.self])

    /// `ess feed list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Every feed that a file describes.")
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let columns: [Column<FeedView>] = [
                Column("ID") { $0.id }, Column("SOURCE") { $0.source.rawValue }, Column("FORMAT") { $0.format },
                Column("GRADE") { $0.reliability.rawValue }, Column("TLP") { $0.defaultTLP?.rawValue ?? "as marked" },
                Column("STATE") { FeedCommand.state($0) }, Column("PUBLISHER") { $0.publisher },
            ]
            try Output.list(try await Desk.open(desk).perform(FeedList()), columns, as: desk.format)
        }
    }

    /// `ess feed show`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One feed: what its file says, and how it is.")
        @Argument(help: "The feed's id, as `ess feed list` shows it.") var feed: FeedID
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            for view in try await Desk.open(desk).perform(FeedList(id: feed)) {
                try Output.one(view, as: desk.format, FeedCommand.describe)
            }
        }
    }

    /// `ess feed check`.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Reads all feed files as the service does and names every problem.",
            discussion: "Needs no service. Problems go to standard error, one line each; the exit code then is 78.")
        @OptionGroup var settings: SettingsOptions

        func run() async throws {
            let loaded = try LocalSettings.load(settings)
            let policies = try Policies.load(loaded)
            for id in policies.feeds.keys.sorted() { try Output.write("\(id): OK") }
        }
    }

    /// `ess feed pause`.
    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Stops polling a feed; files may still be ingested.")
        @OptionGroup var work: FeedWork
        func run() async throws { try await work.run(.pause) }
    }

    /// `ess feed resume`.
    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Polls a paused feed again.")
        @OptionGroup var work: FeedWork
        func run() async throws { try await work.run(.resume) }
    }

    /// `ess feed release`.
    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ends a feed's baseline: from now on what it brings makes notices and queue items.")
        @OptionGroup var work: FeedWork
        func run() async throws { try await work.run(.release) }
    }

    /// `ess feed confirm`.
    struct Confirm: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says that a full list that seemed wrong is right: it closes what it does not name.",
            discussion: """
                A list that is empty, cut, half unreadable or less than half as long as usual closes no finding until \
                then. `ess status` and `ess feed health` name it; `--dry-run` says how many it would close.
                """)
        @Argument(help: "The feed's id, as `ess feed list` shows it.") var feed: FeedID
        @Argument(help: "Number of the list's document, as `ess feed health` names it.") var document: Int64
        @OptionGroup var change: ChangeOptions
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let answer = try await Desk.open(desk).perform(ListConfirm(feed: feed, document: document), change)
            try Output.outcome(answer, of: change, as: desk.format) { Confirm.describe($0) }
        }

        private static func describe(_ answer: ListConfirm.Answer) -> [String] {
            let findings = answer.closed == 1 ? "1 finding" : "\(answer.closed) findings"
            return [
                "\(answer.feed): document \(answer.document), which \(answer.doubt), counts as a full list",
                "it ends \(findings); \(answer.notSeen) more are not seen any more",
            ]
        }
    }

    static func state(_ feed: FeedView) -> String {
        let notPolled = "not polled (settings: polling: no)"
        let polled = feed.polled ? "polled" : notPolled
        var words = [feed.paused ? "paused" : feed.silent ? "SILENT" : feed.url == nil ? "by hand" : polled]
        if !feed.released { words.append("baseline") }
        return words.joined(separator: ", ")
    }

    static func describe(_ feed: FeedView) -> [String] {
        [
            "feed           \(feed.id)", "publisher      \(feed.publisher) (\(feed.country))",
            "source         \(feed.source.rawValue), reliability \(feed.reliability.rawValue)",
            "format         \(feed.format)", "url            \(feed.url ?? "none; files are handed in")",
            "licence        \(feed.licence)", "unmarked items \(feed.defaultTLP?.marking ?? "TLP:RED")",
            "interval       \(feed.intervalSeconds) s, silent after \(feed.silentAfterSeconds) s",
            "state          \(state(feed))", "last success   \(ShortTime.text(feed.lastSuccess))",
            "last outcome   \(feed.lastOutcome ?? "-"), \(Counted.text(feed.failures, "failure")) since",
        ] + followed(feed)
    }

    private static func followed(_ feed: FeedView) -> [String] {
        guard let checks = feed.checks else { return [] }
        let signatures = checks.signatures.map { "\($0.state.rawValue) \($0.documents)" }.joined(separator: ", ")
        return [
            "protocol       \(feed.followed), \(checks.parts) parts known, \(checks.failingParts) failing, "
                + "\(checks.givenUpParts) of them given up",
            "signatures     \(signatures.isEmpty ? "none" : signatures)",
            "wrong hash     \(checks.refused) documents, see `ess reject list --feed \(feed.id)`",
        ]
    }
}

/// What the verbs that change a feed share.
struct FeedWork: ParsableArguments {
    @Argument(help: "The feed's id, as `ess feed list` shows it.") var feed: FeedID
    @OptionGroup var change: ChangeOptions
    @OptionGroup var desk: DeskOptions

    /// What was done, or that there was nothing to do.
    private static func words(_ step: FeedChange.Step, _ view: FeedView) -> String {
        guard view.changed != false else {
            let state =
                switch step {
                case .pause:
                    "already paused" + (view.pausedAt.map { " since \(ShortTime.text($0))" } ?? "")
                        + (view.pausedBy.map { " by \($0)" } ?? "")
                case .resume: "is not paused"
                case .release: "already released"
                }
            return state + "; nothing was changed"
        }
        switch step {
        case .pause: return "paused; files may still be handed in, and `ess status` shows it until it is resumed"
        case .resume where view.polled: return "resumed; polled when its interval is over"
        case .resume where view.url == nil: return "resumed; its files are handed in"
        case .resume: return "resumed; it is not polled all the same, because the settings say `polling: no`"
        case .release: return "released; what it holds and brings is told from now on, see `ess status`"
        }
    }

    func run(_ step: FeedChange.Step) async throws {
        let answer = try await Desk.open(desk).perform(FeedChange(feed: feed, step: step), change)
        if answer.isEmpty { Output.note("\(feed): \(step.rawValue)d; no file describes it") }
        for view in answer {
            try Output.outcome(view, of: change, as: desk.format) { ["\($0.id): " + FeedWork.words(step, $0)] }
        }
    }
}
