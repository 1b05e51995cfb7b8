import Ingest
package import Storage
package import Vocabulary

/// A feed with its state, as lists show it.
package struct FeedView: Codable, Sendable {
    package var id: String
    package var publisher: String
    package var source: SourceKind
    package var country: String
    package var format: String
    package var url: String?
    package var licence: String
    package var reliability: Reliability
    package var defaultTLP: TLP?
    package var intervalSeconds: Int64
    package var silentAfterSeconds: Int64
    package var lastSuccess: Instant?
    package var lastOutcome: String?
    package var failures: Int
    package var paused: Bool
    package var released: Bool
    /// A polled feed that has brought nothing for longer than it may.
    package var silent: Bool
    /// `csaf-provider`, `taxii`, …; `plain` where one address gives one document.
    package var followed: String
    /// Whether the service asks for it by itself: it has an address, is not paused, and the settings allow polling.
    package var polled: Bool
    /// Since when, and by whom; nil while it is not paused.
    package var pausedAt: Instant?
    package var pausedBy: String?
    /// Answers of `ess feed pause|resume|release` alone: whether anything changed.
    package var changed: Bool?
    /// How the documents' hashes and signatures stand; `ess feed show` alone, of sources asked in many requests.
    package var checks: FeedChecks?

    private enum CodingKeys: String, CodingKey {
        case id, publisher, source, country, format, url, licence, reliability, defaultTLP = "default_tlp"
        case intervalSeconds = "interval_seconds", silentAfterSeconds = "silent_after_seconds"
        case lastSuccess = "last_success", lastOutcome = "last_outcome", failures, paused, released, silent
        case followed = "protocol", polled, pausedAt = "paused_at", pausedBy = "paused_by", changed, checks
    }

    init(_ feed: FeedDescription, _ state: FeedState?, now: Instant, polling: Bool) {
        id = feed.id.text
        publisher = feed.publisher
        source = feed.sourceKind
        country = feed.country
        format = feed.format.rawValue
        url = feed.url
        licence = feed.licence
        reliability = feed.reliability
        defaultTLP = feed.defaultTLP
        intervalSeconds = feed.interval
        silentAfterSeconds = feed.silentAfter
        lastSuccess = state?.lastSuccess
        lastOutcome = state?.lastOutcome
        failures = state?.failures ?? 0
        followed = feed.source.kind.rawValue
        paused = state?.paused ?? false
        pausedAt = state?.pausedAt
        pausedBy = state?.pausedBy
        released = state?.released ?? false
        polled = polling && feed.url != nil && !paused
        let since = state.map { $0.lastSuccess ?? $0.added } ?? now
        silent = polled && now.seconds(since: since) > feed.silentAfter
    }
}

/// `ess feed list|show`.
package struct FeedList: Act {
    package static let name = "feed list"
    package static let roles = Role.anyone
    package static let readsOnly = true
    package var id: FeedID?
    package init(id: FeedID? = nil) { self.id = id }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> [FeedView] {
        let views = try await engine.feedViews(at: call.now)
        guard let id else { return views }
        var found = views.filter { $0.id == id.text }
        guard !found.isEmpty else {
            throw ActFailure(.notFound, "there is no feed `\(id)`", hint: "see `ess feed list`")
        }
        if found[0].followed != FeedProtocol.plain.rawValue {
            found[0].checks = try await engine.store.checks(of: id)
        }
        return found
    }
}

/// `ess feed pause|resume|release`.
package struct FeedChange: Act {
    package static let name = "feed change"
    package static let roles: Set<Role> = [.analyst, .admin]

    /// What is changed; each leaves the rest of the feed's state as it is.
    package enum Step: String, Codable, Sendable {
        case pause, resume
        /// Ends the baseline: from now on what this feed brings makes notices and queue items.
        case release
    }

    package var feed: FeedID
    package var step: Step

    package init(feed: FeedID, step: Step) {
        self.feed = feed
        self.step = step
    }

    package var spoken: String { "feed \(step.rawValue)" }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> [FeedView] {
        let state = try await engine.store.feedStates().first { $0.feed == feed }
        // A feed whose file is gone can be paused, by whoever took it away on purpose.
        if step != .pause || state == nil { try engine.mustKnow(feed: feed) }
        let changes =
            switch step {
            case .pause: state?.paused != true
            case .resume: state?.paused == true
            case .release: state?.released != true
            }
        if !call.dryRun, changes {
            let entry = call.entry(.setting, "feed:\(feed)", step.rawValue)
            try await engine.store.setFeed(
                feed, paused: step == .pause ? true : step == .resume ? false : nil,
                released: step == .release ? true : nil, by: call.actor.description, at: call.now,
                entries: [entry])
            engine.signals.entries.raise()
            // What the baseline held is owed from now on.
            if step == .release { engine.signals.documents.raise() }
        }
        return try await engine.feedViews(at: call.now).filter { $0.id == feed.text }.map { view in
            var view = view
            view.changed = changes
            return view
        }
    }
}

extension Engine {
    /// All feeds by id, as described and as they stand at `now`; a feed never polled has no state yet.
    package func feedViews(at now: Instant) async throws -> [FeedView] {
        let states = Dictionary(try await store.feedStates().map { ($0.feed, $0) }) { first, _ in first }
        return feeds.values.sorted { $0.id < $1.id }.map {
            FeedView($0, states[$0.id], now: now, polling: settings.polling)
        }
    }
}
