import Advise
import ArgumentParser
import Pipeline
import Storage
import Vocabulary

/// `ess advisory`.
struct AdvisoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "advisory", abstract: "What we publish, from draft to withdrawal, by two people.",
        subcommands: [
            List.self, Show.self, AdvisoryDraftCommand.self, AdvisoryEditCommand.self, Comment.self, Diff.self,
            AdvisoryPreviewCommand.self, AdvisorySteps.Submit.self, AdvisorySteps.Return.self,
            AdvisorySteps.Approve.self, AdvisorySteps.Schedule.self, AdvisorySteps.Issue.self,
            AdvisorySteps.Withdraw.self, AdvisorySteps.Discard.self,
        ])

    /// `ess advisory list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Advisories, latest change first.")
        @Option(help: "Only those that stand so.") var state: AdvisoryState?
        @Option(help: "Only those about this threat.") var threat: String?
        @Flag(help: "Every version, not only the newest.") var all = false
        @Option(help: "At most so many.") var limit = 100
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            var query = AdvisoryQuery()
            query.state = state
            query.threat = threat.map { ThreatID(unchecked: $0) }
            query.all = all
            query.limit = limit
            let columns: [Column<AdvisorySummary>] = [
                Column("NUMBER") { "\($0.number)" }, Column("VERSION") { "\($0.version)" },
                Column("STATE") { $0.state.rawValue }, Column("TLP") { $0.tlp.rawValue },
                Column("URGENCY") { $0.urgency.rawValue }, Column("AUTHOR") { $0.author },
                Column("EDITED") { ShortTime.text($0.edited) }, Column("ISSUED") { ShortTime.text($0.issued) },
                Column("TITLE") { $0.title },
            ]
            try Output.list(try await Desk.open(desk).perform(AdvisoryList(query: query)), columns, as: desk.format)
        }
    }

    /// `ess advisory show`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One version: its form, its approval, its story.")
        @Argument(help: "Its number, or a unique beginning.") var id: String
        @Option(help: "Another version than the newest.") var version: Int?
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let answer = try await Desk.open(desk).perform(AdvisoryShow(id: id, version: version))
            switch desk.format {
            case .json, .jsonl: try Output.one(answer, as: desk.format) { _ in [] }
            case .table: for line in describe(answer) { try Output.write(TerminalText.safe(line)) }
            }
        }

        private func describe(_ answer: AdvisoryShowAnswer) -> [String] {
            let summary = answer.summary
            var lines = [
                "\(summary.number) version \(summary.version) of \(answer.versions.count): \(summary.state.rawValue)",
                "\(summary.tlp.marking), \(summary.urgency.rawValue), severity \(summary.severity.rawValue), score "
                    + "\(summary.score), \(summary.isPublic ? "for the public too" : "not for the public")",
                "content \(summary.content)",
            ]
            if let approval = answer.approval {
                lines.append(
                    "approved by \(approval.by) at \(ShortTime.text(approval.at)), digest \(approval.digest)"
                        + (approval.breakGlass.map { ", WITHOUT A SECOND PERSON: \($0)" } ?? ""))
            }
            lines += answer.events.map { event in
                "\(ShortTime.text(event.at))  \(event.actor)  \(event.event)" + (event.note.map { ": \($0)" } ?? "")
            }
            return lines + [""] + TerminalText.lines(answer.form)
        }
    }

    /// `ess advisory comment`.
    struct Comment: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "A remark for colleagues; approvals stand, recipients do not see it.")
        @Argument(help: "The advisory.") var id: String
        @Argument(help: "The remark.") var text: String
        @OptionGroup var change: ChangeOptions
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let answer = try await Desk.open(desk).perform(AdvisoryRemark(id: id, text: text), change)
            try Output.outcome(answer, of: change, as: desk.format) { ["\($0.number)/\($0.version): \($0.text)"] }
        }
    }

    /// `ess advisory diff`.
    struct Diff: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What changed in the form since the revision, or the version, before.")
        @Argument(help: "The advisory.") var id: String
        @Option(help: "Compare with this revision instead.") var from: Int?
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let answer = try await Desk.open(desk).perform(AdvisoryDiff(id: id, from: from))
            try Output.one(answer, as: desk.format) { $0.lines }
        }
    }
}
