import Durability
import Ledger
import Logging
package import ServiceLifecycle
import Storage

/// All loops of the running service, in the order in which they are started; they end in the reverse one.
package enum Services {
    /// One Service for each loop; `edges` are the world's sides of them, as Commands hands them in.
    package static func make(_ engine: Engine, _ edges: Edges) -> [any Service] {
        engine.use(edges.fetcher, verify: edges.verify)
        return Stage.allCases.compactMap { stage(of: $0, engine, edges) } + [
            StageService("watchdog", engine, nil) { try await Watchdog(engine: engine, edges: edges).run() }
        ]
    }

    /// The loop of one stage; nil for the reader, which others call.
    static func stage(of stage: Stage, _ engine: Engine, _ edges: Edges) -> StageService? {
        switch stage {
        case .sequencer: StageService(stage, engine) { try await Sequencing(engine: engine).run() }
        case .analyzer: StageService(stage, engine) { try await Analyzing(engine: engine).run() }
        case .reader: nil
        case .planner: StageService(stage, engine) { try await Planning(engine: engine).run() }
        case .notifier:
            StageService(stage, engine) { try await Notifier(engine: engine, channels: edges.channels).run() }
        case .clocks: StageService(stage, engine) { try await ClockWatch(engine: engine).run() }
        case .publisher:
            StageService(stage, engine) { try await Publishing(engine: engine, publish: edges.publish).run() }
        case .fetcher:
            StageService(stage, engine) {
                try await Fetching(engine: engine, fetcher: edges.fetcher).run()
            }
        case .alarms: StageService(stage, engine) { try await AlarmWatch(engine: engine, raise: edges.alarm).run() }
        }
    }
}

/// One loop as a Service: cancelled on graceful shutdown.
///
/// A failure that says "try later" (a full disk) or concerns one thing only starts the loop again after a pause, so the
/// service recovers by itself (I13). One that says "our own state is unknown" ends the whole group: the supervisor
/// starts us again, and opening is recovery.
struct StageService: Service {
    let name: String
    let engine: Engine
    /// What the watchdog watches; nil for the watchdog itself.
    let stage: Stage?
    let loop: @Sendable () async throws -> Void

    /// Seconds before a failed loop starts again.
    static let pauseSeconds: Int64 = 5

    init(_ name: String, _ engine: Engine, _ stage: Stage?, _ loop: @escaping @Sendable () async throws -> Void) {
        self.name = name
        self.engine = engine
        self.stage = stage
        self.loop = loop
    }

    init(_ stage: Stage, _ engine: Engine, _ loop: @escaping @Sendable () async throws -> Void) {
        self.init(stage.rawValue, engine, stage, loop)
    }

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    // From the first step: a loop that hangs before its first rest is stuck too.
                    if let stage { engine.stages.moved(stage, at: engine.now()) }
                    try await loop()
                } catch is CancellationError {
                    return
                } catch {
                    try judge(error)
                    if let stage { engine.stages.idle(stage) }
                    // Cancelled in the pause is cancelled: the loop's condition sees it.
                    try? await Task.sleep(for: .seconds(StageService.pauseSeconds))
                }
            }
        }
    }

    /// - Throws: the error again when it means that our own state is unknown.
    private func judge(_ error: any Error) throws {
        let facts: Logger.Metadata = ["stage": "\(name)", "error": "\(error)"]
        if Engine.isFatal(error) {
            engine.logger.critical("a stage failed; the service stops", metadata: facts)
            throw error
        }
        engine.logger.error("a stage failed; it starts again", metadata: facts)
    }
}

extension Engine {
    /// Whether an error leaves our own state unknown, so that only opening again helps.
    static func isFatal(_ error: any Error) -> Bool {
        switch error {
        case let failure as StorageFailure: failure.fate == .halt
        case let failure as DurabilityFailure: failure.fate == .halt
        case let failure as LedgerFailure: failure.fate == .halt
        default: false  // Proof: errors of other rooms concern one document, feed or notice.
        }
    }
}
