import Logging
import Storage
import Synchronization
import Vocabulary

/// Tells the supervisor that we live, but only after a write has committed and every stage has moved or is idle.
struct Watchdog {
    let engine: Engine
    let edges: Edges
    /// Seconds at one piece of work, past the work's own deadline, after which a stage counts as stuck.
    var stallSeconds: Int64 = 120

    func run() async throws {
        edges.supervise(.ready)
        let interval = max(1, (edges.watchdogSeconds ?? 30) / 3)
        while !Task.isCancelled {
            try await look()
            try await Task.sleep(for: .seconds(interval))
        }
    }

    /// Looks once, and feeds or names what is wrong.
    /// - Throws: what kept the write from committing; the supervisor has heard it, and nothing else.
    func look() async throws {
        do {
            try await engine.store.heartbeat(at: engine.now())
        } catch let failure as StorageFailure {
            edges.supervise(.status("no write commits: \(failure)"))
            throw failure
        }
        let stalled = engine.stages.stalled(longerThan: stallSeconds, at: engine.now())
        if stalled.isEmpty {
            edges.supervise(.alive)
        } else {
            try await noteStalls()
            // Silence is the message: the supervisor restarts us, and recovery is the normal path.
            engine.logger.error("stages are stuck", metadata: ["stages": "\(stalled.joined(separator: ","))"])
            edges.supervise(.status("stuck: " + stalled.joined(separator: ", ")))
        }
    }

    /// A document at which reading stands still stays due, and would hold up the next run as well: the second time it
    /// is set aside. Each counts once in a run.
    private func noteStalls() async throws {
        for document in engine.stages.stalledDocuments(longerThan: stallSeconds, at: engine.now()) {
            guard engine.stalledDocuments.withLock({ $0.insert(document).inserted }) else { continue }
            try await engine.store.noteStall(of: document)
        }
    }
}
