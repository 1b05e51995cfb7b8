import ArgumentParser
import Foundation
import Pipeline
import Storage
import Vocabulary

extension MailOutcome: ExpressibleByArgument {}

extension ReportCommand {
    /// `ess report mails`.
    struct Mails: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What became of each mail that people sent to a mailbox, newest first.")
        @Option(help: "Only of this feed.") var feed: FeedID?
        @Option(help: "Only those of which this became.") var outcome: MailOutcome?
        @Option(help: "At most so many.") var limit = 100
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            var query = MailQuery()
            query.feed = feed
            query.outcome = outcome
            query.limit = limit
            let columns: [Column<MailRow>] = [
                Column("DOCUMENT") { "\($0.document)" }, Column("FEED") { $0.feed.text },
                Column("RECEIVED") { ShortTime.text($0.received) }, Column("OUTCOME") { $0.outcome.rawValue },
                Column("NUMBER") { $0.number ?? "-" }, Column("RECEIPT") { $0.receipt ?? "-" },
                Column("NAME") { $0.name },
            ]
            try Output.list(try await Desk.open(desk).perform(ReportMails(query: query)), columns, as: desk.format)
        }
    }

    /// `ess report original`.
    struct Original: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The document in which a report came, byte for byte: for what must be opened by hand.",
            discussion: "With --format json or jsonl the pieces of the answer, their content in base 64.")
        @Argument(help: "The feed's id.") var feed: FeedID?
        @Argument(help: "The report's id there, such as R-2026-0017.") var id: String?
        @Option(help: "The document's number instead, as `ess report mails` shows it.") var document: Int64?
        @OptionGroup var desk: DeskOptions

        func validate() throws {
            let isReport = feed != nil && id != nil
            if (document != nil) == isReport || (feed != nil) != (id != nil) {
                throw ValidationError("name a feed and a report, or --document NUMBER")
            }
        }

        func run() async throws {
            let service = try await Desk.open(desk)
            var offset: Int? = 0
            while let place = offset {
                let answer = try await service.perform(
                    ReportOriginal(document: document, feed: feed, id: id, offset: place))
                offset = answer.next
                guard desk.format == .table else {
                    try Output.one(answer, as: desk.format) { _ in [] }
                    continue
                }
                guard let bytes = Data(base64Encoded: answer.content) else {
                    throw ActFailure(.ourFault, "the service's answer is no base 64")
                }
                try StandardStreams.write(Array(bytes), to: StandardStreams.output)
            }
        }
    }
}
