import Glibc
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
package import Pipeline
package import ServiceLifecycle

/// The two doors of the service: the operators' socket, and the loopback port behind the site's proxy.
package enum PortalServices {
    /// One service per door, to run in the service's group; ready requests end within 5 s of a graceful shutdown.
    ///
    /// The caller's engine holds the data directory's lock, so a socket file that is there belongs to no living service.
    package static func make(engine: Engine, registry: ActRegistry) -> [any Service] {
        make(engine: engine, registry: registry) { _ in }
    }

    /// `onPort` learns the address of the loopback port once it listens.
    static func make(
        engine: Engine, registry: ActRegistry, onPort: @escaping @Sendable (SocketAddress?) -> Void
    ) -> [any Service] {
        let counts = RequestCounts()
        let health = HealthRoutes(engine: engine, counts: counts)
        return [
            desk(engine, DeskRoutes(engine: engine, registry: registry, health: health), counts),
            portal(engine, health, counts, onPort),
        ]
    }

    private static func desk(_ engine: Engine, _ routes: DeskRoutes, _ counts: RequestCounts) -> any Service {
        let path = engine.settings.socketPath
        let application = Application(
            responder: Doorway(inner: routes, counts: counts, tellsErrors: true),
            server: .http1(configuration: connection), configuration: configuration(.unixDomainSocket(path: path)),
            onServerRunning: { _ in
                // Who may connect is the folder's business and the group's; who may act is settled by peer credentials.
                if chmod(path, 0o660) != 0 {
                    engine.logger.error("the operators' socket keeps its mode", metadata: ["errno": "\(errno)"])
                }
            }, logger: engine.logger)
        return DoorService(application: application, engine: engine, socketPath: path)
    }

    private static func portal(
        _ engine: Engine, _ health: HealthRoutes, _ counts: RequestCounts,
        _ onPort: @escaping @Sendable (SocketAddress?) -> Void
    ) -> any Service {
        let settings = engine.settings.portal
        let responder = PortalResponder(
            files: PublicFiles(engine: engine), health: health, entities: EntityRoutes(engine: engine),
            clients: ClientAddress(trusting: settings.trustedProxies))
        let application = Application(
            responder: Doorway(inner: responder, counts: counts, tellsErrors: false),
            server: .http1(configuration: connection),
            configuration: configuration(.hostname(settings.host, port: settings.port)),
            onServerRunning: { onPort($0.localAddress) }, logger: engine.logger)
        return DoorService(application: application, engine: engine, socketPath: nil)
    }

    /// No server name: what runs here is nobody's business. Connections are bounded, so memory is (I12).
    private static func configuration(_ address: BindAddress) -> ApplicationConfiguration {
        ApplicationConfiguration(
            address: address, serverName: nil, backlog: 512,
            availableConnectionsDelegate: MaximumAvailableConnections(4096))
    }

    /// A request that stands still for a minute is given up; header fields are limited.
    private static var connection: HTTP1Channel.Configuration {
        HTTP1Channel.Configuration(
            idleTimeout: .seconds(60),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100))
    }
}

/// Runs one door; a graceful shutdown lets requests end for ``grace`` seconds, then ends them (I13: SIGTERM ≤ 5 s).
struct DoorService<App: ApplicationProtocol>: Service {
    let application: App
    let engine: Engine
    /// The socket's file, removed at the end so that a client sees at once that nobody answers.
    let socketPath: String?
    static var grace: Duration { .seconds(3) }

    func run() async throws {
        if let socketPath { try checkFolder(of: socketPath) }
        defer { if let socketPath { unlink(socketPath) } }
        do {
            try await withThrowingTaskGroup(of: Bool.self) { group in
                group.addTask {
                    try await application.run()
                    return true
                }
                group.addTask {
                    try await gracefulShutdown()
                    try await Task.sleep(for: DoorService.grace)
                    return false
                }
                let endedItself = try await group.next() ?? true
                if !endedItself { engine.logger.info("requests were cut off at the end of the shutdown's grace") }
                group.cancelAll()
                try await group.waitForAll()
            }
        } catch is CancellationError {
            // The order to end came from us or from the group; ending is what it asked for.
            return
        }
    }

    private func checkFolder(of path: String) throws {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        guard access(folder.isEmpty ? "/" : folder, W_OK) == 0 else {
            throw ActFailure(
                .configuration, "the socket \(path) cannot be made: its folder is missing or not ours",
                hint: "create \(folder) for the service's user, or change `socket` in the settings")
        }
    }
}
