import Logging
package import ServiceLifecycle

/// All loops of the running service, in the order in which they are started; they end in the reverse one.
package enum Services {
    package static func make(_ engine: Engine, _ edges: Edges) -> [any Service] {
        [
            StageService("sequencer", engine) { try await Sequencing(engine: engine).run() },
            StageService("analyzer", engine) { try await Analyzing(engine: engine).run() },
            StageService("notifier", engine) { try await Notifier(engine: engine, channels: edges.channels).run() },
            StageService("clocks", engine) { try await ClockWatch(engine: engine).run() },
            StageService("publisher", engine) { try await Publishing(engine: engine, publish: edges.publish).run() },
            StageService("fetcher", engine) { try await Fetching(engine: engine, fetcher: edges.fetcher).run() },
            StageService("alarms", engine) { try await AlarmWatch(engine: engine, raise: edges.alarm).run() },
            StageService("watchdog", engine) { try await Watchdog(engine: engine, edges: edges).run() },
        ]
    }
}

/// One loop as a Service: cancelled on graceful shutdown; any other end stops the whole group (STYLE: `.halt`).
private struct StageService: Service {
    let name: String
    let engine: Engine
    let loop: @Sendable () async throws -> Void

    init(_ name: String, _ engine: Engine, _ loop: @escaping @Sendable () async throws -> Void) {
        self.name = name
        self.engine = engine
        self.loop = loop
    }

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await loop() }
        } catch is CancellationError {
            return
        } catch {
            engine.logger.critical("a stage failed; the service stops", metadata: ["stage": "\(name)", "error": "\(error)"])
            throw error
        }
    }
}
