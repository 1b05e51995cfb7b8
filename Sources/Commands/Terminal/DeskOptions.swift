import ArgumentParser

/// Where the settings are.
struct SettingsOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Settings file; else $ESS_CONFIG, else /etc/ess/ess.yaml.", valueName: "file"))
    var config: String?
}

/// The options that every command of the desk takes.
struct DeskOptions: ParsableArguments {
    @OptionGroup var settings: SettingsOptions

    @Option(help: ArgumentHelp("Work on this data directory directly, while no service runs on it.", valueName: "dir"))
    var dataDir: String?

    @Option(
        help: ArgumentHelp(
            "Socket of the running service; else $ESS_SOCKET, else from the settings.", valueName: "path"))
    var socket: String?

    @Option(help: "How results are printed.")
    var format: OutputFormat = .table
}

/// What every mutating command takes besides.
struct ChangeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Why; recorded in the ledger. Some verbs require it.", valueName: "text"))
    var reason: String?

    @Flag(help: "Show what would happen; change nothing.")
    var dryRun = false
}
