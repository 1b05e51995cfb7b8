import Ingest
import Logging
import Storage
import Vocabulary

/// Polls the feeds that are due: a fixed width, each feed at most once at a time, so a slow source delays only itself.
struct Fetching {
    let engine: Engine
    let fetcher: any Fetcher
    var verify: Edges.Verify = Edges.unverified

    func run() async throws {
        guard engine.settings.polling else {
            engine.stages.idle(.fetcher)
            // Nothing to poll for as long as we live; the settings say so and `ess status` shows it.
            while !Task.isCancelled { await engine.signals.polling.wait(seconds: 3600) }
            return
        }
        try await withThrowingTaskGroup(of: FeedID?.self) { group in
            var flying = Set<FeedID>()
            while !Task.isCancelled {
                let now = engine.now()
                engine.stages.moved(.fetcher, at: now)
                for feed in try await due(at: now, without: flying).prefix(engine.settings.fetchWidth - flying.count) {
                    flying.insert(feed.id)
                    group.addTask {
                        try await poll(feed)
                        return feed.id
                    }
                }
                group.addTask {
                    await engine.signals.polling.wait(seconds: 15)
                    return nil
                }
                // Polls are watched one by one.
                engine.stages.idle(.fetcher)
                // Either a poll has ended or it is time to look again; the waiting task ends by the signal below.
                while let ended = try await group.next() {
                    guard let feed = ended else { break }
                    flying.remove(feed)
                    engine.signals.polling.raise()
                }
            }
            group.cancelAll()
        }
    }

    /// Feeds whose time has come, the longest overdue first.
    private func due(at now: Instant, without flying: Set<FeedID>) async throws -> [FeedDescription] {
        try await engine.store.feedStates()
            .filter { !$0.paused && $0.nextPoll <= now && !flying.contains($0.feed) }
            .sorted { ($0.nextPoll, $0.feed) < ($1.nextPoll, $1.feed) }
            .compactMap { engine.feeds[$0.feed] }
            .filter { $0.url != nil }
    }

    /// Seconds that a feed rests after a poll that could not be recorded.
    private static let restSeconds: Int64 = 60

    private func poll(_ feed: FeedDescription) async throws {
        do {
            try await watched(feed)
        } catch let error where !Engine.isFatal(error) && !(error is CancellationError) {
            // A full disk, say: the feed is still due, and the others go on meanwhile (I14).
            engine.logger.error(
                "a poll failed; the feed rests for a minute", metadata: ["feed": "\(feed.id)", "error": "\(error)"])
            try await Task.sleep(for: .seconds(Fetching.restSeconds))
        }
    }

    private func watched(_ feed: FeedDescription) async throws {
        engine.stages.began(feed.id.text, of: .fetcher, grace: feed.limits.fetchSeconds, at: engine.now())
        defer { engine.stages.ended(feed.id.text, of: .fetcher) }
        let outcome = try await engine.poll(feed, by: fetcher, verify: verify)
        engine.logger.info("polled a feed", metadata: ["feed": "\(feed.id)", "outcome": "\(outcome)"])
    }
}
