import ArgumentParser
import Pipeline
import Storage
import Vocabulary

/// `ess threat`.
struct ThreatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "threat", abstract: "What we hold to be one thing after merging reports.",
        subcommands: [
            List.self, Show.self, Explain.self, Triage.self, Assign.self, Watch.self, Dismiss.self, Reopen.self,
            ThreatMerging.self, ThreatSplitting.self, ThreatScoring.self, ThreatNoting.self, ThreatCluster.self,
        ])

    /// `ess threat list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Threats, highest score first.")
        @Option(help: "Only existing or potential ones.") var presence: ThreatPresence?
        @Option(help: "Only of this kind.") var kind: ThreatKind?
        @Option(help: "Only those whose work stands so.") var work: WorkState?
        @Option(help: ArgumentHelp("Only those with at least this score, 0 to 100.", valueName: "score"))
        var minScore: Int?
        @Flag(help: "Only those with an open finding.") var withFindings = false
        @Flag(help: "Closed ones too.") var all = false
        @Option(help: "At most so many.") var limit = 100
        @Option(help: "Leave out so many first.") var offset = 0
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            var query = ThreatQuery()
            query.presence = presence
            query.kind = kind
            query.work = work
            query.minimumScore = minScore
            query.withFindings = withFindings
            query.includeClosed = all
            query.limit = limit
            query.offset = offset
            let columns: [Column<ThreatView>] = [
                Column("SCORE") { "\($0.score)" }, Column("ID") { $0.id }, Column("PRESENCE") { $0.presence.rawValue },
                Column("WORK") { $0.work.rawValue }, Column("ASSIGNEE") { $0.assignee ?? "-" },
                Column("ENTITIES") { entities($0) }, Column("LAST STATED") { ShortTime.text($0.lastStated) },
                Column("TITLE") { $0.title },
            ]
            try Output.list(try await Desk.open(desk).perform(ThreatList(query: query)), columns, as: desk.format)
        }

        private func entities(_ threat: ThreatView) -> String {
            "\(threat.entities)" + (threat.possibleEntities == 0 ? "" : " +\(threat.possibleEntities) possible")
        }
    }

    /// `ess threat show`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "What we hold of a threat, in short.")
        @Argument(help: "Its id, an alias, or a unique beginning.") var threat: String
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let answer = try await Desk.open(desk).perform(ThreatExplain(threat: threat))
            try Output.one(answer, as: desk.format, ThreatText.short)
        }
    }

    /// `ess threat explain`.
    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Why we hold it: sources, contributions of the score, decisions, whom it concerns.",
            discussion: "Of one threat --format json is one object; of several it is a list, and jsonl a line each.")
        @Argument(help: "Ids, aliases, or unique beginnings.") var threats: [String]
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let way = try await Desk.open(desk)
            var answers: [ThreatExplain.Answer] = []
            for threat in threats { answers.append(try await way.perform(ThreatExplain(threat: threat))) }
            if answers.count == 1 { return try Output.one(answers[0], as: desk.format, ThreatText.full) }
            try Output.several(answers, as: desk.format, ThreatText.full)
        }
    }

    /// `ess threat triage`.
    struct Triage: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Marks a new threat as looked at.")
        @OptionGroup var work: ThreatVerb
        func run() async throws { try await work.run(.triage) }
    }

    /// `ess threat assign`.
    struct Assign: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Gives a threat to somebody, or takes it.")
        @Option(help: "Login name; you, when left out.") var to: String?
        @OptionGroup var work: ThreatVerb
        func run() async throws { try await work.run(.assign, assignee: to) }
    }

    /// `ess threat watch`.
    struct Watch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Puts a threat aside until a time.")
        @Option(
            help: ArgumentHelp("UTC date or time within 90 days, such as 2026-12-01.", valueName: "time"),
            transform: Instant.typed)
        var until: Instant
        @OptionGroup var work: ThreatVerb
        func run() async throws { try await work.run(.watch, until: until) }
    }

    /// `ess threat dismiss`.
    struct Dismiss: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says that a threat needs nothing from us; --reason is required.")
        @OptionGroup var work: ThreatVerb
        func run() async throws { try await work.run(.dismiss) }
    }

    /// `ess threat reopen`.
    struct Reopen: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Puts a threat back among the new ones.")
        @OptionGroup var work: ThreatVerb
        func run() async throws { try await work.run(.reopen) }
    }
}

/// What the verbs that change the work on a threat share.
struct ThreatVerb: ParsableArguments {
    @Argument(help: "Its id, an alias, or a unique beginning.") var threat: String
    @OptionGroup var change: ChangeOptions
    @OptionGroup var desk: DeskOptions

    func run(_ step: ThreatWork.Step, assignee: String? = nil, until: Instant? = nil) async throws {
        let act = ThreatWork(threat: threat, step: step, assignee: assignee, until: until)
        let answer = try await Desk.open(desk).perform(act, change)
        try Output.outcome(answer, of: change, as: desk.format) {
            let stands = $0.work.rawValue + ($0.assignee.map { ", assigned to \($0)" } ?? "")
            return [$0.changed == false ? "\($0.id): already \(stands); nothing was changed" : "\($0.id): \(stands)"]
        }
    }
}
