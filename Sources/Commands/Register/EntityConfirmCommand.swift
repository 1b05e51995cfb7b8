import ArgumentParser
import Pipeline
import Vocabulary

/// `ess entity confirm`.
struct EntityConfirmCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "confirm", abstract: "Records that an inventory still holds, as its owner says.",
        discussion: """
            An inventory list that was neither imported nor confirmed for the settings' inventory_stale_days is stale: \
            its assets still match, at most as probable, and `ess status` names whom to ask. What a list no longer \
            names stays stale until a list names it.
            """)
    @Argument(help: "The entity's id, as `ess entity list` shows it.") var entity: EntityID
    @Option(help: "Only this list, as `ess entity coverage ENTITY` names it.") var list: String?
    @OptionGroup var change: ChangeOptions
    @OptionGroup var desk: DeskOptions

    func run() async throws {
        let answer = try await Desk.open(desk).perform(EntityConfirm(entity: entity, list: list), change)
        try Output.outcome(answer, of: change, as: desk.format) { answer in
            answer.lists.map { "\(answer.entity): list \($0.list) holds, \(Counted.text($0.assets, "asset"))" }
                + ["\(Counted.text(answer.restored, "asset")) stale no more"]
        }
    }
}
