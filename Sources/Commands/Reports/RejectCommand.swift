import ArgumentParser
import Ingest
import Pipeline
import Storage
import Vocabulary

extension Reject.Reason: ExpressibleByArgument {}

/// `ess reject`.
struct RejectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject", abstract: "Items that could not be read; they are kept, and can be read again.",
        subcommands: [List.self, Show.self, Replay.self, RejectDismissCommand.self])

    /// `ess reject list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What could not be read: one line for what is alike, with the newest as its example.",
            discussion: """
                Alike is what has the same feed, reason, place but for its numbers, and message. \
                COUNT and DOCUMENTS say how many there are and in how many documents, SINCE when the first came. \
                A list that a source serves whole resolves those of its older lists that it does not hold any more; \
                `ess reject dismiss` closes what needs nobody. \
                Of one document the first thousand are kept one by one, and what goes beyond is counted by reason; the \
                document is kept whole, so that a replay reads all of them.
                """)
        @Option(help: "Only of this feed.") var feed: FeedID?
        @Option(help: "Only of this reason.") var reason: Reject.Reason?
        @Option(help: "Only of this document.") var document: Int64?
        @Flag(help: "Every reject by itself, newest document first.") var each = false
        @Flag(help: "Those that a later reading did not meet any more.") var resolved = false
        @Flag(help: "Also those that are resolved or were dismissed.") var all = false
        @Option(help: "At most so many rows.") var limit = 100
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            var query = RejectQuery()
            query.feed = feed
            query.reason = reason
            query.document = document
            query.each = each
            query.resolved = resolved
            query.all = all
            query.limit = limit
            var columns: [Column<RejectView>] = [
                Column("FEED") { $0.feed }, Column("REASON") { $0.reject.reason.rawValue },
            ]
            if !each {
                columns += [
                    Column("COUNT") { "\($0.count)" }, Column("DOCUMENTS") { "\($0.documents)" },
                    Column("SINCE") { ShortTime.text($0.since) },
                ]
            }
            if all {
                columns.append(Column("STATE") { view in
                    view.dismissed != nil ? "dismissed" : view.resolved != nil ? "resolved" : "stands"
                })
            }
            columns += [
                Column(each ? "ID" : "NEWEST") { $0.id }, Column("NAME") { $0.name },
                Column("PLACE") { $0.reject.place }, Column("WHAT") { $0.reject.message },
            ]
            let service = try await Desk.open(desk)
            let rows = try await service.perform(RejectList(query: query))
            try Output.list(rows, columns, as: desk.format)
            guard each, !resolved else { return }
            query.each = false
            for group in try await service.perform(RejectList(query: query)) where group.countedOnly > 0 {
                let what = "\(group.countedOnly) more of \(group.feed), \(group.reject.reason.rawValue)"
                Output.note("\(what): counted only; `ess reject replay \(group.feed)` reads them all")
            }
        }
    }

    /// `ess reject show`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One reject: its place, why, and the bytes around the place as they came.")
        @Argument(help: "The reject's id, such as 17.3.") var id: String
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            try Output.one(try await Desk.open(desk).perform(RejectShow(id: id)), as: desk.format, describe)
        }

        private func describe(_ answer: RejectShow.Answer) -> [String] {
            let view = answer.reject
            var lines = [
                "\(view.id)  \(view.feed)  \(view.name)  received \(ShortTime.text(answer.received))",
                "  \(view.reject.reason.rawValue) at \(view.reject.place): \(view.reject.message)",
                "  document \(view.document), raw/\(answer.digest)",
            ]
            if let resolved = view.resolved { lines.append("  resolved \(ShortTime.text(resolved))") }
            if let dismissed = view.dismissed {
                let why = view.dismissedReason ?? ""
                lines.append("  dismissed \(ShortTime.text(dismissed)) by \(view.dismissedBy ?? "-"): \(why)")
            }
            if !answer.met && view.resolved == nil {
                lines.append("  this release reads it, or reads it otherwise: ess reject replay \(view.id)")
            }
            guard !answer.lines.isEmpty else { return lines + ["  no bytes can be shown of this place"] }
            let member = answer.member.map { " of \($0)" } ?? ""
            lines.append("  bytes \(answer.lines[0].offset) and on\(member):")
            let place = view.reject.offset ?? 0
            for (index, line) in answer.lines.enumerated() {
                let next = index + 1 < answer.lines.count ? answer.lines[index + 1].offset : Int.max
                let mark = (line.offset..<next).contains(place) ? ">" : " "
                lines.append("  \(mark) \(line.offset)  \(line.text)")
            }
            return lines
        }
    }

    /// `ess reject replay`.
    struct Replay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Reads kept documents again with the readers of this release.",
            discussion: """
                What can be read now joins; what is known stays as it is; rejects that are met no more are marked \
                resolved. A document is always read whole. A replay that is interrupted goes on by itself.
                """)
        @Argument(help: "Feeds (all their documents with rejects), numbers of documents, ids of rejects.")
        var targets: [String]
        @OptionGroup var change: ChangeOptions
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let rows = try await Desk.open(desk).perform(RejectReplay(targets: targets), change)
            try Output.announce(change, as: desk.format)
            let columns: [Column<RejectReplay.Row>] = [
                Column("DOCUMENT") { "\($0.document)" }, Column("FEED") { $0.feed }, Column("NAME") { $0.name },
                Column("OUTCOME") { $0.outcome.rawValue }, Column("NEW") { "\($0.newReports)" },
                Column("REVISED") { "\($0.newRevisions)" }, Column("UNCHANGED") { "\($0.unchanged)" },
                Column("ROWS") { "\($0.rows)" }, Column("RESOLVED") { "\($0.resolved)" },
                Column("STANDING") { "\($0.standing)" }, Column("NEWLY REJECTED") { "\($0.newlyRejected)" },
            ]
            try Output.list(rows, columns, as: desk.format)
            for row in rows { note(row) }
        }

        /// What the figures of a document ask for.
        private func note(_ row: RejectReplay.Row) {
            guard row.outcome == .replayed || row.outcome == .wouldReplay else { return }
            let see = "see `ess reject list --document \(row.document) --each`"
            if row.newlyRejected > 0 {
                let next = row.outcome == .replayed ? see : "if it was not meant, put it right first"
                Output.note(
                    "document \(row.document): \(row.newlyRejected) item(s) are rejected that were not before; was the "
                        + "file of the feed \(row.feed) changed? \(next)")
            } else if row.resolved == 0, row.standing > 0 {
                Output.note(
                    "document \(row.document): nothing is resolved, the same \(row.standing) stand; \(see): what its "
                        + "source wrote wrongly, only the source can mend; else mend the feed's file and replay again")
            }
        }
    }
}
