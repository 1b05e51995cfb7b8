import Glibc
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
package import Pipeline
package import ServiceLifecycle

/// The two doors of the service: the operators' socket, and the loopback port behind the site's proxy.
package enum PortalServices {
    /// One service that holds both doors; after a graceful shutdown begins, it ends within 3 s whatever clients do.
    ///
    /// The caller's engine holds the data directory's lock, so a socket file that is there belongs to no one alive.
    package static func make(engine: Engine, registry: ActRegistry) -> [any Service] {
        make(engine: engine, registry: registry) { _ in }
    }

    /// `onPort` learns the address of the loopback port once it listens.
    static func make(
        engine: Engine, registry: ActRegistry, onPort: @escaping @Sendable (SocketAddress?) -> Void
    ) -> [any Service] {
        let counts = RequestCounts()
        let health = HealthRoutes(engine: engine, counts: counts)
        let desk = desk(engine, DeskRoutes(engine: engine, registry: registry, health: health), counts)
        let portal = portal(engine, health, counts, onPort)
        return [DoorService(engine: engine, doors: [desk.run, portal.run])]
    }

    private static func desk(_ engine: Engine, _ routes: DeskRoutes, _ counts: RequestCounts) -> some Service {
        let path = engine.settings.socketPath
        return Application(
            responder: Doorway(inner: routes, counts: counts, tellsErrors: true),
            server: .http1(configuration: connection(idleSeconds: 60)),
            configuration: configuration(.unixDomainSocket(path: path)),
            onServerRunning: { _ in
                // Who may connect is the folder's business and the group's; who may act is settled by peer credentials.
                if chmod(path, 0o660) != 0 {
                    engine.logger.error("the operators' socket keeps its mode", metadata: ["errno": "\(errno)"])
                }
            }, logger: engine.logger)
    }

    private static func portal(
        _ engine: Engine, _ health: HealthRoutes, _ counts: RequestCounts,
        _ onPort: @escaping @Sendable (SocketAddress?) -> Void
    ) -> some Service {
        let settings = engine.settings.portal
        let responder = PortalResponder(
            files: PublicFiles(engine: engine), health: health, reports: ReportPages(engine: engine),
            checks: VerifyPages(engine: engine),
            entities: EntityRoutes(engine: engine),
            clients: ClientAddress(trusting: settings.trustedProxies))
        return Application(
            responder: Doorway(inner: responder, counts: counts, tellsErrors: false),
            server: .http1(configuration: connection(idleSeconds: 10)),
            configuration: configuration(.hostname(settings.host, port: settings.port)),
            onServerRunning: { onPort($0.localAddress) }, logger: engine.logger)
    }

    /// No server name: what runs here is nobody's business. Connections are bounded, so memory is (I12).
    private static func configuration(_ address: BindAddress) -> ApplicationConfiguration {
        ApplicationConfiguration(
            address: address, serverName: nil, backlog: 512,
            availableConnectionsDelegate: MaximumAvailableConnections(4096))
    }

    /// A connection on which nothing moves is closed, so that those who open many and send little do not keep the
    /// others out; header fields are limited.
    private static func connection(idleSeconds: Int64) -> HTTP1Channel.Configuration {
        HTTP1Channel.Configuration(
            idleTimeout: .seconds(idleSeconds),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100))
    }
}
