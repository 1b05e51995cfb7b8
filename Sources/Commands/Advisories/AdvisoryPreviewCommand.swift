import Advise
import ArgumentParser
import Pipeline
import Vocabulary

/// `ess advisory preview`: what would go out, to whom, and the digest that an approval names.
struct AdvisoryPreviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview", abstract: "What would go out, to whom, and the digest that an approval names.")
    @Argument(help: "The advisory's number, or a unique beginning.") var id: String
    @Option(help: "In this language; else in the one that most recipients read first.") var language: Language?
    @Option(help: "As a reader may see it who is allowed this much: CLEAR, GREEN, AMBER, AMBER+STRICT, RED.")
    var audience: TLP = .red
    @Flag(help: "Print the HTML and nothing else.") var html = false
    @OptionGroup var desk: DeskOptions

    func run() async throws {
        let act = AdvisoryPreview(id: id, language: language, audience: audience)
        let answer = try await Desk.open(desk).perform(act)
        if html && desk.format == .table {
            try Output.write(answer.html)
        } else {
            try Output.one(answer, as: desk.format, describe)
        }
    }

    private func describe(_ answer: AdvisoryPreviewAnswer) -> [String] {
        var lines = TerminalText.lines(answer.text)
        lines += ["", "\(answer.number)/\(answer.version), \(answer.state.rawValue), shown as \(answer.label.marking)"]
        lines.append("public pages: \(answer.publicity)")
        lines += answer.gaps.map { "missing: " + $0 }
        if let stale = AdvisoryVerb.stale(answer.staleLanguages) { lines.append(stale) }
        lines.append("recipients: \(answer.recipients.count), with \(answer.findings) open findings")
        if !answer.possible.isEmpty {
            let names = answer.possible.prefix(5).map(\.text).joined(separator: ", ")
            let all = names + (answer.possible.count > 5 ? ", …" : "")
            lines.append("only possibly concerned, not told: \(answer.possible.count) (\(all)); see `ess gap list`")
        }
        for recipient in answer.recipients {
            lines.append("  \(recipient.entity)  \(recipient.name): \(Counted.text(recipient.findings, "finding"))")
            lines += recipient.ways.map { way in
                "    to \(way.contact) by \(way.channel)" + (way.mailbox.map { ", \($0)" } ?? "")
                    + " (\(way.language.rawValue))"
            }
            if recipient.ways.isEmpty { lines.append("    nothing would leave: no way to it") }
        }
        lines.append(answer.isApproved ? "approved as it stands" : "not approved as it stands")
        return lines + ["digest \(answer.short)"]
    }
}
