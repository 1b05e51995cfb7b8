import Ingest
import Logging
import Storage
import Vocabulary

/// Polls the feeds that are due, as ``PollLanes`` lets them begin: a slow source delays only itself.
struct Fetching {
    let engine: Engine
    let fetcher: any Fetcher

    func run() async throws {
        guard engine.settings.polling else {
            engine.stages.idle(.fetcher)
            // Nothing to poll for as long as we live; the settings say so and `ess status` shows it.
            while !Task.isCancelled { await engine.signals.polling.wait(seconds: 3600) }
            return
        }
        try await withThrowingTaskGroup(of: FeedID?.self) { group in
            var lanes = PollLanes(
                width: engine.settings.fetchWidth, perHost: engine.settings.fetch.perHost,
                pause: engine.settings.fetch.pauseSeconds)
            while !Task.isCancelled {
                let now = engine.now()
                engine.stages.moved(.fetcher, at: now)
                let due = try await due(at: now, without: lanes.feeds)
                let begun = lanes.take(due, at: now)
                for candidate in begun {
                    group.addTask {
                        try await poll(candidate.feed)
                        return candidate.feed
                    }
                }
                // Whom a pause or a full lane keeps back is looked at again soon.
                let seconds: Int64 = begun.count < due.count ? 1 : 15
                group.addTask {
                    await engine.signals.polling.wait(seconds: seconds)
                    return nil
                }
                // Polls are watched one by one.
                engine.stages.idle(.fetcher)
                // Either a poll has ended or it is time to look again; the waiting task ends by the signal below.
                while let ended = try await group.next() {
                    guard let feed = ended else { break }
                    lanes.ended(feed)
                    engine.signals.polling.raise()
                }
            }
            group.cancelAll()
        }
    }

    /// Feeds whose time has come, the longest overdue first.
    private func due(
        at now: Instant, without flying: Set<FeedID>
    ) async throws -> [PollLanes.Candidate] {
        try await engine.store.feedStates()
            .filter { !$0.paused && $0.nextPoll <= now && !flying.contains($0.feed) }
            .sorted { ($0.nextPoll, $0.feed) < ($1.nextPoll, $1.feed) }
            .compactMap { state in
                guard let url = engine.feeds[state.feed]?.url else { return nil }
                let isWell = state.lastSuccess != nil && state.failures == 0
                return PollLanes.Candidate(feed: state.feed, host: Fetching.host(of: url), isWell: isWell)
            }
    }

    /// What stands between `//` and the path, lower case.
    static func host(of url: String) -> String {
        let rest = url.drop { $0 != "/" }.dropFirst(2)
        return rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }.lowercased()
    }

    /// Seconds that a feed rests after a poll that could not be recorded.
    private static let restSeconds: Int64 = 60

    private func poll(_ id: FeedID) async throws {
        guard let feed = engine.feeds[id], let url = feed.url else { return }
        do {
            try await watched(feed, url)
        } catch let error where !Engine.isFatal(error) && !(error is CancellationError) {
            // A full disk, say: the feed is still due, and the others go on meanwhile (I14).
            engine.logger.error(
                "a poll failed; the feed rests for a minute", metadata: ["feed": "\(feed.id)", "error": "\(error)"])
            try await Task.sleep(for: .seconds(Fetching.restSeconds))
        }
    }

    private func watched(_ feed: FeedDescription, _ url: String) async throws {
        engine.stages.began(feed.id.text, of: .fetcher, grace: feed.limits.fetchSeconds, at: engine.now())
        defer { engine.stages.ended(feed.id.text, of: .fetcher) }
        let outcome = try await engine.poll(feed, at: url, by: fetcher)
        engine.logger.info("polled a feed", metadata: ["feed": "\(feed.id)", "outcome": "\(outcome.text)"])
    }
}
