import ArgumentParser
import Foundation
import Logging
import Pipeline
import Portal
import ServiceLifecycle
import UnixSignals

/// `ess serve`: the service in the foreground; systemd starts it so.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Runs the service until SIGTERM or SIGINT.",
        discussion: "Logs go to standard error, one logfmt line each. Ready is told to systemd, and logged.")
    @OptionGroup var settings: SettingsOptions
    @Option(help: ArgumentHelp("Another data directory than the settings'.", valueName: "dir")) var dataDir: String?
    @Option(help: "Least important lines that are logged: debug, info, notice, warning, error.")
    var logLevel: String = "info"

    /// What systemd grants is 5 s (I13); what has not ended by then is recovered at the next start.
    private static let graceSeconds = 5

    /// Seconds between looks for room at start.
    private static let roomSeconds = 2

    func validate() throws {
        if Logger.Level(rawValue: logLevel) == nil { throw ValidationError("unknown log level: \(logLevel)") }
    }

    func run() async throws {
        var loaded = try LocalSettings.load(settings)
        if let dataDir { loaded.dataDirectory = dataDir }
        let level = Logger.Level(rawValue: logLevel) ?? .info
        let logger = Logger(label: "ess") { _ in LogfmtHandler(level: level) }
        let engine = try await ServeCommand.open(loaded, logger)
        let edges = try LiveEdges.make(loaded, logger: logger)
        let services = Services.make(engine, edges) + PortalServices.make(engine: engine, registry: .standard)
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(ServeCommand.graceSeconds)
        logger.info(
            "serving",
            metadata: [
                "data_dir": "\(loaded.dataDirectory)", "socket": "\(loaded.socketPath)",
                "portal": "\(loaded.portal.host):\(loaded.portal.port)",
            ])
        try await ServiceGroup(configuration: configuration).run()
        edges.supervise(.stopping)
        logger.info("stopped")
    }

    /// Opens the data directory; on a full disk, as soon as there is room (I13). The supervisor's patience ends it.
    private static func open(_ settings: Settings, _ logger: Logger) async throws -> Engine {
        while true {
            do {
                return try await Assembly.open(settings, logger: logger, clock: SystemClock.now)
            } catch where Ending.isFull(error) {
                logger.error("the disk is full; the start waits for room", metadata: ["error": "\(error)"])
                try await Task.sleep(for: .seconds(roomSeconds))
            }
        }
    }
}
