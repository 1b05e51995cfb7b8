import ArgumentParser
import Foundation
import Pipeline
import Storage
import Vocabulary

/// `ess threat score`.
struct ThreatScoring: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: "Overrides a score, with a reason; or tries other weights.",
        usage: """
            ess threat score THREAT POINTS --reason TEXT
            ess threat score THREAT --clear --reason TEXT
            ess threat score --rules FILE [--by POINTS] [--limit N]
            """,
        discussion: """
            An override counts until it is cleared; the sum of the contributions is kept beside it and shown by
            `ess threat explain`. --rules changes nothing: it lists which threats would move under the weights of FILE,
            the greatest moves first.
            """)
    @Argument(help: "Its id, an alias, or a unique beginning.") var threat: String?
    @Argument(help: "What it scores instead of the sum, 0 to 100.") var points: Int?
    @Flag(help: "Ends the override; the sum counts again.") var clear = false
    @Option(help: ArgumentHelp("A file as Config/scoring.yaml.", valueName: "file")) var rules: String?
    @Option(help: ArgumentHelp("With --rules: only moves of at least so many points.", valueName: "points")) var by = 1
    @Option(help: "With --rules: list at most so many.") var limit = 100
    @OptionGroup var change: ChangeOptions
    @OptionGroup var desk: DeskOptions

    func validate() throws {
        if rules != nil {
            guard threat == nil, points == nil, !clear else {
                throw ValidationError("--rules tries weights on all threats; it goes with no threat")
            }
        } else if threat == nil {
            throw ValidationError("name a threat, or give --rules FILE")
        } else if (points != nil) == clear {
            throw ValidationError("give the points it scores, 0 to 100, or --clear")
        }
    }

    func run() async throws {
        if let rules { return try await tryRules(rules) }
        let act = ThreatOverride(threat: threat ?? "", score: points)
        let answer = try await Desk.open(desk).perform(act, change)
        try Output.outcome(answer, of: change, as: desk.format) {
            guard $0.changed == false else { return ["\($0.id): score \($0.score)"] }
            let stands = clear ? "not overridden" : "scored so for that reason"
            return ["\($0.id): already \(stands), score \($0.score); nothing was changed"]
        }
    }

    private func tryRules(_ file: String) async throws {
        let text: String
        do { text = try String(contentsOfFile: file, encoding: .utf8) } catch {
            throw ActFailure(.badData, "\(file) cannot be read as text", hint: "name a file as Config/scoring.yaml")
        }
        let act = ScoringTrial(rules: text, file: file, by: by, limit: limit)
        let answer = try await Desk.open(desk).perform(act)
        guard desk.format == .table else { return try Output.one(answer, as: desk.format) { _ in [] } }
        let columns: [Column<ScoringTrial.Move>] = [
            Column("FROM") { "\($0.from)" }, Column("TO") { "\($0.to)" }, Column("ID") { $0.id },
            Column("BECAUSE OF") { move in
                move.points.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value > 0 ? "+" : "")\($0.value)" }
                    .joined(separator: ", ") + (move.overridden ? " (overridden: stays)" : "")
            },
        ]
        try Output.list(answer.moves, columns, as: .table)
        Output.note("\(answer.moved) of \(Counted.text(answer.threats, "threat")) would move")
    }
}

/// `ess threat note`.
struct ThreatNoting: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "note", abstract: "Writes a remark on a threat, for colleagues.")
    @Argument(help: "Its id, an alias, or a unique beginning.") var threat: String
    @Argument(help: "What to remember.") var text: String
    @OptionGroup var change: ChangeOptions
    @OptionGroup var desk: DeskOptions

    func run() async throws {
        let answer = try await Desk.open(desk).perform(ThreatNote(threat: threat, text: text), change)
        try Output.outcome(answer, of: change, as: desk.format) {
            [$0.changed == false ? "already noted on \($0.id); nothing was changed" : "noted on \($0.id)"]
        }
    }
}
