import Analyze
import ArgumentParser
import Pipeline
import Storage
import Vocabulary

/// `ess finding`.
struct FindingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "finding", abstract: "Which threat stands where at whom.",
        subcommands: [List.self, FindingShow.self, FindingExplaining.self, FindingOrphansCommand.self])

    /// `ess finding list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Every finding, by entity and place; printed as it comes.",
            discussion: "With --format jsonl each line is one finding, so that `wc -l` counts them.")
        @Option(help: "Only of this entity.") var entity: EntityID?
        @Option(help: "Only of this threat.") var threat: String?
        @Option(help: "Only those that stand so.") var state: FindingState?
        @Option(help: "Only those as sure as this.") var confidence: Confidence?
        @Flag(help: "Possible matches too, which are gaps and not yet findings.") var withGaps = false
        @Flag(help: "Only open ones of which nobody was told; `ess finding show ENTITY` says why.") var untold = false
        @Option(help: "At most so many.") var limit: Int?
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            var query = FindingQuery()
            query.entity = entity
            query.threat = threat
            query.state = state
            query.confidence = confidence
            query.decidedOnly = !withGaps
            query.untold = untold ? true : nil
            try await FindingPages(desk: try await Desk.open(desk), format: desk.format, limit: limit).print(query)
        }
    }

    static var columns: [Column<FindingView>] { [
        Column("ENTITY") { $0.entity }, Column("LOCUS") { $0.locus }, Column("STATE") { $0.state.rawValue },
        Column("CONFIDENCE") { $0.confidence.rawValue }, Column("LAST SEEN") { ShortTime.text($0.lastSeen) },
        Column("DAYS") { "\($0.daysSeen)" }, Column("THREAT") { $0.threat },
        Column("WARNING") { $0.warningLists.isEmpty ? "-" : $0.warningLists.map(\.list).joined(separator: ", ") },
    ] }
}
