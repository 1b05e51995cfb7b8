import ArgumentParser
import Pipeline

/// `ess init`.
struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Makes the data directory and the ledger's key.",
        discussion: """
            Prints the verifier key. Give it to everybody who is to check receipts, on another way than the receipts. \
            Keep a copy of keys/ledger.key where this machine's thief cannot get it.
            """)
    @OptionGroup var settings: SettingsOptions
    @Option(help: ArgumentHelp("Another data directory than the settings'.", valueName: "dir")) var dataDir: String?
    @Option(help: "How results are printed.") var format: OutputFormat = .table

    private struct Answer: Encodable {
        let data_dir: String
        let verifier_key: String
    }

    func run() async throws {
        let loaded =
            try dataDir.map { try LocalSettings.load(settings, dataDirectory: $0) } ?? LocalSettings.load(settings)
        let key: String
        do {
            key = try Assembly.initialise(loaded)
        } catch let failure as ActFailure {
            throw failure
        } catch {
            throw ActFailure(
                .configuration, "\(loaded.dataDirectory) cannot be made: \(error)",
                hint: "choose another data_dir, or change who owns its folder")
        }
        try Output.one(Answer(data_dir: loaded.dataDirectory, verifier_key: key), as: format) { [$0.verifier_key] }
        Output.note("made \(loaded.dataDirectory); this is the key by which others check what the ledger says")
        let serve = "`systemctl start ess` or `ess serve --config \(LocalSettings.path(settings))`"
        Output.note("next: `ess check`, then \(serve)")
    }
}
