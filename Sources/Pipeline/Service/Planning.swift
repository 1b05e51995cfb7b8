import Synchronization
import Vocabulary

/// Makes due what is owed by now; beside the reading of documents, so that a provider whose documents never end keeps
/// nobody's notices from being made (I14).
struct Planning {
    let engine: Engine

    func run() async throws {
        while !Task.isCancelled {
            engine.stages.moved(.planner, at: engine.now())
            _ = try await engine.noticeOwed { engine.stages.moved(.planner, at: engine.now()) }
            engine.stages.idle(.planner)
            await engine.signals.planning.wait(seconds: 30)
        }
    }
}

extension Engine {
    /// While documents are read one after the other, notices are planned so often and no oftener, in seconds: what they
    /// tell an entity meanwhile stands in one bundle, not in one for each of them.
    static let planSeconds: Int64 = 10

    /// Reading begins, at whose end the planner is woken in any case.
    func beganReading() {
        let now = now()
        plannedAt.withLock { $0 = now }
    }

    /// Wakes the planner in the midst of reading, unless reading began, or it was woken so, a moment ago. Returns
    /// whether it did.
    @discardableResult
    func planMeanwhile() -> Bool {
        let now = now()
        let isTime = plannedAt.withLock { last in
            if let last, (0..<Engine.planSeconds).contains(now.seconds(since: last)) { return false }
            last = now
            return true
        }
        if isTime { signals.planning.raise() }
        return isTime
    }
}
