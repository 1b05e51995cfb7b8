import ArgumentParser
import Pipeline

/// `ess threat merge`.
struct ThreatMerging: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Says that campaigns are one, whatever their titles say.",
        discussion: """
            It is remembered: reports that come later, a restart and another order change nothing of it, until \
            `ess threat split` takes it back. The ids of all of them lead to the campaign from then on. \
            Vulnerabilities are joined by their identifiers alone: two CVEs never merge.
            """)
    @Argument(help: "Two campaigns or more: ids or unique beginnings.") var threats: [String]
    @OptionGroup var change: ChangeOptions
    @OptionGroup var desk: DeskOptions

    func run() async throws {
        let answer = try await Desk.open(desk).perform(ThreatMerge(threats: threats), change)
        try Output.outcome(answer, of: change, as: desk.format) {
            ($0.changed == false ? ["one campaign already; nothing was changed:"] : []) + CampaignText.overruled($0)
        }
    }
}

/// `ess threat split`.
struct ThreatSplitting: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "split", abstract: "Says that reports of a campaign are another one.",
        discussion: """
            The reports named leave, and are one campaign together. It is remembered until `ess threat merge` takes it \
            back. A campaign's id is that of its first report; what was decided of it stays with that report.
            """)
    @Argument(help: "The campaign: its id or a unique beginning.") var threat: String
    @Argument(help: "Reports as `ess threat explain` names them, or FEED/ID.") var reports: [String]
    @OptionGroup var change: ChangeOptions
    @OptionGroup var desk: DeskOptions

    func run() async throws {
        let answer = try await Desk.open(desk).perform(ThreatSplit(threat: threat, reports: reports), change)
        try Output.outcome(answer, of: change, as: desk.format) {
            ($0.changed == false ? ["split already; nothing was changed:"] : []) + CampaignText.overruled($0)
        }
    }
}
