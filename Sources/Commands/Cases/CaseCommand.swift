import ArgumentParser
import Coordinate
import Pipeline
import Storage
import Vocabulary

/// `ess case`.
struct CaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "case", abstract: "Who was told, and what they did about it.",
        subcommands: [
            List.self, Show.self, CaseVerbs.Open.self, CaseVerbs.Ack.self, CaseVerbs.Answer.self, CaseVerbs.Note.self,
            CaseVerbs.Assign.self, CaseVerbs.Close.self, CaseVerbs.Reopen.self,
        ])

    /// `ess case list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Open cases, newest first.")
        @Flag(help: "Closed ones too.") var all = false
        @Option(help: "Only those in which this entity takes part.") var entity: EntityID?
        @Option(help: "At most so many.") var limit = 100
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let columns: [Column<CaseSummary>] = [
                Column("NUMBER") { "\($0.number)" },
                Column("KIND") { $0.kind.rawValue + ($0.stage.map { ": \($0.rawValue)" } ?? "") },
                Column("STATE") { $0.isOpen ? "open" : "closed" }, Column("OPENED") { ShortTime.text($0.opened) },
                Column("UNHEARD") { "\($0.unheard) of \($0.participants)" },
                Column("ACK BY") { ShortTime.text($0.ackBy) },
                Column("ADVISORY") { $0.advisory.map { "\($0)" } ?? "-" },
                Column("ASSIGNEE") { $0.assignee ?? "-" }, Column("TITLE") { $0.title },
            ]
            let act = CaseList(openOnly: !all, entity: entity, limit: limit)
            try Output.list(try await Desk.open(desk).perform(act), columns, as: desk.format)
        }
    }

    /// `ess case show`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Participants, clocks, answers, and the story with times.")
        @Argument(
            help: "The case's number with its check digit, as `ess case list` shows it.",
            transform: SpokenNumber.typed)
        var number: SpokenNumber
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let story = try await Desk.open(desk).perform(CaseShow(number: number))
            try Output.one(story, as: desk.format, CaseText.describe)
        }
    }
}

/// A case in lines for people.
enum CaseText {
    static func describe(_ story: CaseStory) -> [String] {
        var lines = [
            "\(story.number)  \(story.title)",
            "\(story.kind.rawValue), \(story.status.rawValue), \(story.tlp.marking), opened "
                + "\(ShortTime.text(story.opened)), assigned to \(story.assignee ?? "nobody")"
                + (story.advisory.map { ", advisory \($0)" } ?? ""),
            "",
        ]
        for report in story.reports ?? [] { lines += CaseText.describe(report) }
        for part in story.participations { lines += describe(part, of: story.number) }
        lines += ["", "story"]
        return lines + story.story.map { line in
            let about = line.entity.map { " \($0)" } ?? ""
            return "  \(ShortTime.text(line.at))  \(line.actor)\(about)  \(line.event): \(line.text)"
        }
    }

    private static func describe(_ part: CaseStory.Part, of number: SpokenNumber) -> [String] {
        var lines = [
            "\(part.entity): \(part.standing.rawValue == "silent" ? "SILENT" : part.standing.rawValue)",
            "  told \(ShortTime.text(part.notifiedAt)), to acknowledge by \(ShortTime.text(part.ackBy)), to fix by "
                + "\(ShortTime.text(part.fixBy))\(part.fixOverdue ? ", OVERDUE" : "")"
                + (part.row.map { " (\($0))" } ?? ""),
        ]
        if let cancelled = part.cancelled {
            lines.append("  \(cancelled.notice) was cancelled \(ShortTime.text(cancelled.at)): \(cancelled.reason)")
        }
        if let at = part.acknowledgedAt {
            lines.append(
                "  acknowledged \(ShortTime.text(at)) by \(part.acknowledgedBy ?? "-")"
                    + (part.acknowledgedLate ? ", late" : ""))
        }
        if let incident = part.incident { lines += describe(incident, of: number) }
        return lines + part.answers.map { answer in
            "  \(answer.subject): \(answer.answer.rawValue), \(ShortTime.text(answer.at)), by \(answer.by)"
                + (answer.late ? ", late" : "")
        }
    }

    /// Each stage with its date and when it was told; what is owed is in capitals.
    private static func describe(_ incident: IncidentView, of number: SpokenNumber) -> [String] {
        var lines = incident.stages.map { step in
            let due = step.due.map { "due \(ShortTime.text($0))" } ?? "no date set"
            let told = step.told.map { "told \(ShortTime.text($0))\(step.late ? ", LATE" : "")" } ?? "OWED"
            return "  \(step.stage.rawValue): \(due), \(told)"
        }
        if let by = incident.feedbackBy {
            let late = incident.feedbackLate ? ", LATE" : ""
            let given = incident.feedbackAt.map { "noted \(ShortTime.text($0))\(late)" }
            let owed = "OWED: ess case note \(number) TEXT"
            lines.append("  our feedback: due \(ShortTime.text(by)), \(given ?? owed)")
        }
        if let row = incident.row { lines.append("  dates by \(row)") }
        return lines
    }
}
