import Logging
import Storage
import Vocabulary

/// Tells of each trouble of a feed once, and of its recovery once, on the second path (I4).
///
/// What was told is remembered in the store after it was told. *A crash in between: it is told again.*
struct AlarmWatch {
    let engine: Engine
    let raise: @Sendable (String, String) async -> Void

    func run() async throws {
        while !Task.isCancelled {
            engine.stages.moved(.alarms, at: engine.now())
            try await look()
            engine.stages.idle(.alarms)
            try await Task.sleep(for: .seconds(60))
        }
    }

    /// One look at all feeds.
    func look() async throws {
        let states = try await engine.store.feedStates()
        let told = Dictionary(states.map { ($0.feed.text, $0.alarmed) }) { first, _ in first }
        for feed in try await engine.feedHealth(at: engine.now()) {
            guard let id = FeedID(feed.id) else { continue }
            let before = told[feed.id] ?? []
            // Who paused a feed knows of it: nothing to tell, and no recovery either.
            let present = feed.paused ? before : feed.troubles.map(\.kind.rawValue)
            for trouble in feed.troubles where !before.contains(trouble.kind.rawValue) {
                engine.logger.warning(
                    "a feed is in trouble", metadata: ["feed": "\(feed.id)", "kind": "\(trouble.kind.rawValue)"])
                engine.stages.moved(.alarms, at: engine.now())
                await raise(
                    "feed-\(trouble.kind.rawValue):\(feed.id)",
                    "feed \(feed.id): \(trouble.text); see `ess feed health \(feed.id)`")
            }
            if present.isEmpty, !before.isEmpty {
                engine.logger.notice("a feed is well again", metadata: ["feed": "\(feed.id)"])
                await raise(
                    "feed-well:\(feed.id)",
                    "feed \(feed.id) is well again (it was \(before.joined(separator: ", ")))")
            }
            // A kind that ended while another goes on stays told until all is well: no news for a part of it.
            let now = present.isEmpty ? [] : Set(before).union(present).sorted()
            if now != before { try await engine.store.setAlarmed(id, now) }
        }
    }
}
