import ArgumentParser
import Pipeline

/// `ess status`: one queue, the most urgent first.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "What needs me now, the most urgent first.",
        discussion: "One line each, ending in the command to type.")
    @OptionGroup var desk: DeskOptions

    func run() async throws {
        let answer = try await Desk.open(desk).perform(Status())
        try Output.one(answer, as: desk.format) { answer in
            let needs = answer.needs.map { "\($0.need.rawValue): \($0.text)  →  \($0.command)" }
            let head = needs.isEmpty ? ["nothing needs you at \(ShortTime.text(answer.at))"] : needs
            return head + [""] + answer.calm
        }
    }
}
