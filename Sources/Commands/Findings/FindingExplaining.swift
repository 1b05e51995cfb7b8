import ArgumentParser
import Pipeline
import Vocabulary

/// Which findings are meant: an entity's, at a place, or of a threat.
struct FindingNaming: ParsableArguments {
    @Argument(help: "The entity's id, as `ess entity list` shows it.") var entity: EntityID
    @Argument(help: ArgumentHelp(
        "A place as `ess finding list` shows it (192.0.2.7:23/tcp, inventory), or a threat. All, when left out.",
        valueName: "place-or-threat"))
    var locus: String?
    @Option(help: "Only this threat, at the place.") var threat: String?
    @Option(help: "At most so many, 1 to 5000.") var limit = 1000

    var act: FindingExplain { FindingExplain(entity: entity, locus: locus, threat: threat, limit: limit) }

    func print(_ desk: DeskOptions, _ describe: (FindingExplain.Explanation) -> [String]) async throws {
        let found = try await Desk.open(desk).perform(act)
        try Output.several(found, as: desk.format, describe)
        guard found.isEmpty, desk.format == .table else { return }
        Output.note("\(entity) has no findings; `ess finding explain \(entity) THREAT` says why not")
    }

    func validate() throws {
        guard (1...5000).contains(limit) else { throw ValidationError("--limit takes 1 to 5000") }
    }
}

/// `ess finding show`.
struct FindingShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "How findings stand and whether the entity was told; why there is none.")
    @OptionGroup var naming: FindingNaming
    @OptionGroup var desk: DeskOptions

    func run() async throws {
        try await naming.print(desk, FindingText.short)
    }
}

/// `ess finding explain`.
struct FindingExplaining: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Which rule matched what, on which evidence, in the source's own words.",
        discussion: """
            Where an entity has no finding of a threat, or none at a place, it names the first rule that failed and \
            what would match. With --format json everything is in it that the decision follows from.
            """)
    @OptionGroup var naming: FindingNaming
    @OptionGroup var desk: DeskOptions

    func run() async throws {
        try await naming.print(desk, FindingText.full)
    }
}
