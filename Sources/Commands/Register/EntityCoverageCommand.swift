import ArgumentParser
import Constituency
import Pipeline
import Vocabulary

/// `ess entity coverage`.
struct EntityCoverageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage",
        abstract: "What of the inventory can be matched at all, what cannot and why, what to do.",
        discussion: """
            An asset is matchable when somebody verified it and reports can mean it: by CPE, package URL, network, AS \
            number, domain, or by a vendor and product that some report or lesson names. With ENTITY, the assets that \
            lack something are listed.
            """)
    @Argument(help: "Only this entity, in detail.") var entity: EntityID?
    @OptionGroup var desk: DeskOptions

    func run() async throws {
        let found = try await Desk.open(desk).perform(EntityCoverage(entity: entity))
        guard entity == nil else { return try Output.several(found, as: desk.format, describe) }
        let columns: [Column<EntityCoverage.Coverage>] = [
            Column("ENTITY") { $0.entity }, Column("ASSETS") { "\($0.assets)" },
            Column("MATCHABLE") { "\($0.matchable)" },
            Column("BY") { coverage in
                coverage.ways.filter { $0.matchable > 0 }.map { "\($0.way) \($0.matchable)" }.joined(separator: ", ")
            },
            Column("NOT MATCHED") { $0.unmatched.map { "\($0.reason) \($0.count)" }.joined(separator: ", ") },
            Column("IN THE WAY") { $0.obstacles.map { "\($0.obstacle) \($0.count)" }.joined(separator: ", ") },
            Column("COMMAND") { "ess entity coverage \($0.entity)" },
        ]
        try Output.list(found, columns, as: desk.format)
    }

    private func stale(_ list: EntityCoverage.List, of entity: String) -> String {
        let whom = list.contact.map { ", ask \($0)" } ?? ""
        return "; \(list.stale) stale\(whom), then: ess entity confirm \(entity) --list \"\(list.list)\""
    }

    private func describe(_ coverage: EntityCoverage.Coverage) -> [String] {
        var lines = ["\(coverage.entity): \(coverage.matchable) of \(Counted.text(coverage.assets, "asset")) matchable"]
        lines += coverage.names.map { "  name \($0.name): \($0.weight.rawValue), leads to \($0.leadsTo)" }
        lines += coverage.ways.filter { $0.matchable > 0 }.map { "  matchable by \($0.way): \($0.matchable)" }
        lines += coverage.unmatched.map { "  not matchable, \($0.reason): \($0.count)" }
        lines += coverage.lists.map { list in
            "  list \(list.list): \(Counted.text(list.assets, "asset")), "
                + "\(list.confirmed == nil ? "imported" : "confirmed") \(Counted.text(list.ageDays, "day")) ago, "
                + "owner \(list.owner)" + (list.stale == 0 ? "" : stale(list, of: coverage.entity))
        }
        lines += coverage.obstacles.map { obstacle in
            "  \(obstacle.obstacle): \(obstacle.count)\(obstacle.blocks ? ", not matched" : ""); \(obstacle.remedy)"
        }
        lines += coverage.wanting.map { wanting in
            "  \(wanting.asset): " + (wanting.obstacles.isEmpty ? "no name" : wanting.obstacles.joined(separator: ", "))
        }
        if coverage.moreWanting > 0 { lines.append("  and \(coverage.moreWanting) more that lack something") }
        return lines
    }
}
