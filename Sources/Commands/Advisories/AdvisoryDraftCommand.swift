import Advise
import ArgumentParser
import Pipeline
import Transport
import Vocabulary

/// `ess advisory draft`.
struct AdvisoryDraftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draft", abstract: "A new advisory from what is known of a threat, with matching guidance.")
    @Argument(help: "The threat: id, alias or unique beginning.") var threat: String?
    @Option(help: ArgumentHelp("Make the next version of this advisory instead.", valueName: "number"))
    var update: String?
    @Option(help: ArgumentHelp("Take the form from a file; - for standard input.", valueName: "path")) var file: String?
    @Option(help: ArgumentHelp(
        "For all registered entities of this sector too; may be repeated.", valueName: "sector"))
    var sector: [Sector] = []
    @OptionGroup var change: ChangeOptions
    @OptionGroup var desk: DeskOptions

    func validate() throws {
        if threat == nil && update == nil && file == nil {
            throw ValidationError("name a threat, an advisory to update, or a file with the form")
        }
    }

    func run() async throws {
        let form = try file.map { try TextSource.read($0, bytesMax: AdvisoryEditCommand.formBytesMax) }
        let act = AdvisoryDraft(
            threat: threat, update: update, form: form, sectors: sector.isEmpty ? nil : sector)
        let answer = try await Desk.open(desk).perform(act, change)
        try Output.outcome(answer, of: change, as: desk.format) { answer in
            let name = answer.number.map { "\($0)" + (answer.version.map { "/\($0)" } ?? "") } ?? "a new advisory"
            var lines = ["\(name): \(answer.title) (\(answer.tlp.marking))"]
            if answer.isPublic { lines.append("meant for the public too") }
            if !answer.guidance.isEmpty { lines.append("guidance: " + answer.guidance.joined(separator: ", ")) }
            lines += answer.gaps.map { "missing: " + $0 }
            if answer.dryRun { lines += [""] + TerminalText.lines(answer.form) }
            return lines
        }
        if desk.format == .table {
            for other in answer.others {
                let state = "\(other.number) (\(other.state.rawValue))"
                Output.note("note: \(state) tells of the same: ess advisory draft --update \(other.number)")
            }
        }
        if desk.format == .table, let number = answer.number, !answer.dryRun {
            let next = ["edit", "preview", "submit"].map { "ess advisory \($0) \(number)" }
            Output.note("next: " + next.joined(separator: ", "))
        }
    }
}

/// `ess advisory edit`.
struct AdvisoryEditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Changes the form in $EDITOR, or takes it from --file; voids an approval.",
        discussion: "What you wrote is kept in a file when the service refuses it, and the file is named.")
    @Argument(help: "The advisory's number, or a unique beginning.") var id: String
    @Flag(help: "Print the form as it stands, to be changed and given to --file; change nothing.") var print = false
    @Option(help: ArgumentHelp("Take the form from a file; - for standard input.", valueName: "path")) var file: String?
    @OptionGroup var change: ChangeOptions
    @OptionGroup var desk: DeskOptions

    /// Bytes of one form.
    static let formBytesMax = 1 << 20

    func run() async throws {
        let open = try await Desk.open(desk)
        if let file {
            let form = try TextSource.read(file, bytesMax: AdvisoryEditCommand.formBytesMax)
            try AdvisoryVerb.show(try await open.perform(AdvisoryEdit(id: id, form: form), change), change, desk.format)
            return
        }
        let shown = try await open.perform(AdvisoryShow(id: id))
        if print {
            for line in TerminalText.lines(shown.form) { try Output.write(TerminalText.safe(line)) }
            return
        }
        let draft = try EditedText(named: shown.summary.number.description, holding: shown.form)
        let form = try await draft.edit()
        guard form != shown.form else {
            draft.remove()
            Output.note("nothing was changed")
            return
        }
        do {
            let act = AdvisoryEdit(id: id, form: form, base: shown.summary.content.description)
            try AdvisoryVerb.show(try await open.perform(act, change), change, desk.format)
            draft.remove()
        } catch {
            Output.note("your text is kept in \(draft.path); go on with `ess advisory edit \(id) --file \(draft.path)`")
            throw error
        }
    }
}
