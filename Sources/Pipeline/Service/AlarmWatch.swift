import Logging
import Vocabulary

/// Raises an alarm once for each thing that went silent, and again when it has been well in between (I4).
struct AlarmWatch {
    let engine: Engine
    let raise: @Sendable (String, String) async -> Void

    func run() async throws {
        var raised = Set<String>()
        while !Task.isCancelled {
            engine.stages.moved(.alarms, at: engine.now())
            var present = Set<String>()
            for feed in try await engine.feedViews(at: engine.now()) where feed.silent {
                let name = "feed-silent:\(feed.id)"
                present.insert(name)
                guard !raised.contains(name) else { continue }
                let last = feed.lastSuccess.map(\.description) ?? "never"
                engine.logger.warning("a feed is silent", metadata: ["feed": "\(feed.id)", "last": "\(last)"])
                engine.stages.moved(.alarms, at: engine.now())
                await raise(name, "feed \(feed.id) is silent; last success: \(last); see `ess feed show \(feed.id)`")
            }
            raised = present
            engine.stages.idle(.alarms)
            try await Task.sleep(for: .seconds(60))
        }
    }
}
