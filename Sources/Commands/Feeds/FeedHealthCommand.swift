import ArgumentParser
import Pipeline
import Vocabulary

/// `ess feed health`.
struct FeedHealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health", abstract: "How each feed has been, and what is wrong with it.",
        discussion: """
            ITEMS and REJECTS are the newest document's. A feed is silent (nothing good for longer than silent_after), \
            failing (three polls or more in a row), unreadable (nothing but rejects), drifting (items, rejects, columns \
            or filled fields of the newest document left the range of the last twenty), incomplete (documents that its \
            lists name cannot be had), or gone (released, and no file describes it any more). With an ID: all that is \
            known.
            """)
    @Argument(help: "The feed's id, as `ess feed list` shows it; else all.") var feed: FeedID?
    @OptionGroup var desk: DeskOptions

    func run() async throws {
        let rows = try await Desk.open(desk).perform(FeedHealth(id: feed))
        if feed != nil, desk.format == .table {
            for row in rows { try Output.one(row, as: .table, FeedHealthCommand.describe) }
            return
        }
        let columns: [Column<FeedHealthView>] = [
            Column("ID") { $0.id }, Column("STATE") { FeedHealthCommand.state($0) },
            Column("LAST SUCCESS") { ShortTime.text($0.lastSuccess) }, Column("ITEMS") { number($0.items) },
            Column("REJECTS") { number($0.rejects) }, Column("WELL") { "\($0.pollsWell)/\($0.polls)" },
            Column("LATENCY") { $0.latencyMedianMs.map { "\($0) ms" } ?? "-" },
            Column("TROUBLE") { row in row.troubles.map(\.text).joined(separator: "; ") },
        ]
        try Output.list(rows, columns, as: desk.format)
    }

    private func number(_ value: Int?) -> String { value.map { "\($0)" } ?? "-" }

    private static func state(_ feed: FeedHealthView) -> String {
        if feed.paused { return "paused" }
        if !feed.troubles.isEmpty { return feed.troubles.map { $0.kind.rawValue.uppercased() }.joined(separator: ", ") }
        if feed.url == nil { return "by hand" }
        if feed.nextPoll == nil { return "not polled (settings: polling: no)" }
        return feed.lastSuccess == nil ? "new" : "well"
    }

    private static func describe(_ feed: FeedHealthView) -> [String] {
        let latency = feed.latencyMedianMs.map { "\($0) ms, at most \(feed.latencyMaxMs ?? $0) ms" } ?? "-"
        let validators =
            feed.validatorsLie
            ? "lie: other bytes came under the same ETag or time; whole documents are fetched"
            : "\(feed.unmodified) answers \"not modified\" since the last whole document"
        let lines = [
            "feed           \(feed.id)", "state          \(state(feed))",
            "last success   \(ShortTime.text(feed.lastSuccess))",
            "last document  \(ShortTime.text(feed.lastDocument))",
            "last outcome   \(feed.lastOutcome ?? "-"), \(Counted.text(feed.failures, "failure")) since",
            "next poll      \(feed.nextPoll.map { ShortTime.text($0) } ?? "none")",
            "silent after   \(feed.silentAfterSeconds) s",
            "polls          \(feed.pollsWell) of the last \(feed.polls) brought an answer",
            "latency        \(latency)", "newest         \(newest(feed))", "validators     \(validators)",
            "clock          \(clock(feed.clockOffsetSeconds))",
            "parts          \(feed.failingParts) failing, \(feed.givenUpParts) of them given up",
        ]
        return lines + feed.troubles.flatMap {
            ["TROUBLE        \($0.kind.rawValue): \($0.text)", "  do           \($0.remedy)"]
        }
    }

    private static func newest(_ feed: FeedHealthView) -> String {
        guard let newest = feed.newest else { return "nothing was read yet" }
        let how = newest.polled ? "polled" : "handed in"
        let held = "\(Counted.text(feed.items ?? 0, "item")), \(Counted.text(feed.rejects ?? 0, "reject"))"
        return "document \(newest.document), \(newest.name), \(how), last \(ShortTime.text(newest.at)): \(held)"
    }

    private static func clock(_ offset: Int64?) -> String {
        guard let offset else { return "not told" }
        if offset == 0 { return "the server's is ours" }
        return "the server's is \(offset.magnitude) s \(offset > 0 ? "ahead of" : "behind") ours"
    }
}
