import Logging
import Storage
import Vocabulary

/// Tells the supervisor that we live, but only after a write has committed and every stage has moved or is idle.
struct Watchdog {
    let engine: Engine
    let edges: Edges

    /// Seconds at one piece of work after which a stage counts as stuck.
    static let stallSeconds: Int64 = 120

    func run() async throws {
        edges.supervise(.ready)
        let interval = max(1, (edges.watchdogSeconds ?? 30) / 3)
        while !Task.isCancelled {
            try await engine.store.heartbeat(at: engine.now())
            let stalled = engine.stages.stalled(longerThan: Watchdog.stallSeconds, at: engine.now())
            if stalled.isEmpty {
                edges.supervise(.alive)
            } else {
                // Silence is the message: the supervisor restarts us, and recovery is the normal path.
                engine.logger.error("stages are stuck", metadata: ["stages": "\(stalled.joined(separator: ","))"])
                edges.supervise(.status("stuck: " + stalled.joined(separator: ", ")))
            }
            try await Task.sleep(for: .seconds(interval))
        }
    }
}
