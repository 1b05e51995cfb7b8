import Analyze
import ArgumentParser
import Pipeline
import Storage
import Vocabulary

/// `ess finding`.
struct FindingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "finding", abstract: "Which threat stands where at whom.",
        subcommands: [List.self, Explain.self, Orphans.self])

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
        @Option(help: "At most so many.") var limit: Int?
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            var query = FindingQuery()
            query.entity = entity
            query.threat = threat
            query.state = state
            query.confidence = confidence
            query.decidedOnly = !withGaps
            try await FindingPages(desk: try await Desk.open(desk), format: desk.format, limit: limit).print(query)
        }
    }

    /// `ess finding explain`.
    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Which rule matched what, on which evidence, in the source's own words.")
        @Argument(help: "The entity's id, as `ess entity list` shows it.") var entity: EntityID
        @Argument(help: "The place as `ess finding list` shows it: 192.0.2.7:23/tcp, inventory, entity.")
        var locus: String
        @Option(help: "Only this threat.") var threat: String?
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let act = FindingExplain(entity: entity, locus: locus, threat: threat)
            try Output.several(try await Desk.open(desk).perform(act), as: desk.format, describe)
        }

        private func describe(_ explanation: FindingExplain.Explanation) -> [String] {
            let finding = explanation.finding
            let assets = (explanation.assets ?? []).map { "  asset    " + FindingCommand.words($0) }
                + (explanation.decision.map { ["  decision " + $0] } ?? [])
                + (explanation.nearMisses ?? []).map {
                    "  report   \($0.report): \($0.words.map { "`\($0)`: " } ?? "")\($0.because); "
                        + "would match: \($0.wouldMatch)"
                }
            guard finding.daysSeen > 0 else {
                return ["\(finding.threat) at \(finding.entity), \(finding.locus)", "  \(explanation.because)"] + assets
            }
            let ending = finding.reason.map { " (\($0))" } ?? ""
            return [
                "\(finding.threat) at \(finding.entity), \(finding.locus)",
                "  \(finding.state.rawValue)\(ending), \(finding.confidence.rawValue), "
                    + "by rule \(finding.rule.rawValue)",
                "  first seen \(ShortTime.text(finding.firstSeen)), last seen \(ShortTime.text(finding.lastSeen)), "
                    + "on \(Counted.text(finding.daysSeen, "day")), by \(finding.feed)",
                "  because \(explanation.because)",
                "  evidence " + String(decoding: explanation.evidence.canonical, as: UTF8.self),
                "  source   " + source(explanation),
            ] + assets
        }

        /// The row itself where there is one; software rests on the reports that the evidence names.
        private func source(_ explanation: FindingExplain.Explanation) -> String {
            guard let document = explanation.document else {
                return "the reports named in the evidence; see `ess report show FEED ID`"
            }
            return (explanation.source ?? "no longer kept") + " (item \(explanation.item) of document \(document))"
        }
    }

    /// `ess finding orphans`.
    struct Orphans: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Observations in the national space that belong to nobody registered, by operator.")
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let columns: [Column<FindingOrphans.Orphan>] = [
                Column("ASN") { "\($0.asn)" }, Column("ROWS") { "\($0.rows)" },
                Column("DOCUMENTS") { "\($0.documents)" }, Column("CONDITION") { $0.condition },
            ]
            try Output.list(try await Desk.open(desk).perform(FindingOrphans()), columns, as: desk.format)
        }
    }

    /// What a threat's reports mean for one asset now.
    static func words(_ asset: AssetVerdict) -> String {
        switch asset.verdict {
        case .matched(let evidence):
            "\(evidence.asset): \(evidence.confidence.rawValue), \(evidence.reason) (\(asset.source))"
        case .excluded(let evidence):
            "\(evidence.asset): kept out, \(asset.source) states \(evidence.status.rawValue): \(evidence.reason)"
        case .missed(let miss): "\(miss.asset): not meant, \(miss.counterfactual) (\(asset.source))"
        }
    }

    static var columns: [Column<FindingView>] { [
        Column("ENTITY") { $0.entity }, Column("LOCUS") { $0.locus }, Column("STATE") { $0.state.rawValue },
        Column("CONFIDENCE") { $0.confidence.rawValue }, Column("LAST SEEN") { ShortTime.text($0.lastSeen) },
        Column("DAYS") { "\($0.daysSeen)" }, Column("THREAT") { $0.threat },
    ] }
}
