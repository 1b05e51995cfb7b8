import ArgumentParser
import Foundation
import Pipeline
import Transport

/// The options that every command of the desk takes.
struct DeskOptions: ParsableArguments {
    @Option(help: "Settings file; else $ESS_CONFIG, else /etc/ess/ess.yaml.")
    var config: String?

    @Option(help: "Work on this data directory directly, when no service runs on it.")
    var dataDir: String?

    @Option(help: "Socket of the running service; else $ESS_SOCKET, else from the settings.")
    var socket: String?

    @Option(help: "How results are printed: table, json or jsonl.")
    var format: OutputFormat = .table
}

/// What every mutating command takes besides.
struct ChangeOptions: ParsableArguments {
    @Option(help: "Why; recorded in the ledger. Required for dismiss, merge, split, withdraw, cancel, revoke, hold.")
    var reason: String?

    @Flag(help: "Show what would happen; change nothing.")
    var dryRun = false
}
