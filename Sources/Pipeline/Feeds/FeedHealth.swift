import Ingest
import Storage
package import Vocabulary

/// How one feed has been: what `ess feed health`, `ess status` and the alarms tell of it.
package struct FeedHealthView: Codable, Sendable {
    /// What is wrong with a feed; each is told once when it begins, and the recovery once.
    package enum Kind: String, Codable, Sendable, CaseIterable {
        /// Nothing good for longer than `silent_after`.
        case silent
        /// Several polls in a row failed.
        case failing
        /// The newest document held nothing but rejects.
        case unreadable
        /// A figure of the newest document left the range of those before it.
        case drifting
        /// A full list closes nothing until somebody confirms it.
        case doubted
        /// Documents that its lists name cannot be had.
        case incomplete
        /// Released and heard, and no file describes it any more.
        case gone
    }

    /// One thing that is wrong, in a sentence.
    package struct Trouble: Codable, Sendable, Hashable {
        package var kind: Kind
        package var text: String
        /// What to do about it.
        package var remedy: String
    }

    /// A document, and how it came.
    package struct Newest: Codable, Sendable, Hashable {
        package var document: Int64
        package var name: String
        package var at: Instant
        /// False when a person handed it in.
        package var polled: Bool

        init(_ document: FeedDocument) {
            self.document = document.id
            name = document.name
            at = document.said
            polled = document.isPolled
        }
    }

    package var id: String
    package var paused: Bool
    package var pausedAt: Instant?
    package var pausedBy: String?
    package var released: Bool
    package var silent: Bool
    /// When a start of the service last found its file; now, for one that has a file.
    package var described: Instant?
    /// Nil for a feed that comes by hand.
    package var url: String?
    package var lastSuccess: Instant?
    package var lastDocument: Instant?
    package var lastOutcome: String?
    package var nextPoll: Instant?
    package var failures: Int
    package var silentAfterSeconds: Int64
    /// Polls that are remembered, and how many of them went well.
    package var polls: Int
    package var pollsWell: Int
    /// Of the remembered polls that went well: the middle and the longest.
    package var latencyMedianMs: Int64?
    package var latencyMaxMs: Int64?
    /// What the source or a person said last, also when it was known; nil when nothing has been read.
    package var newest: Newest?
    /// Of the newest document; nil when none has been read.
    package var items: Int?
    package var rejects: Int?
    /// Answers "not modified" since the last whole document.
    package var unmodified: Int
    package var validatorsLie: Bool
    package var clockOffsetSeconds: Int64?
    /// Of a source asked in many requests: parts whose last try failed, and of them those that are given up; without
    /// those that it no longer names or that were dismissed.
    package var failingParts: Int
    package var givenUpParts: Int
    package var troubles: [Trouble]

    private enum CodingKeys: String, CodingKey {
        case id, paused, pausedAt = "paused_at", pausedBy = "paused_by", released, silent, described
        case url, lastSuccess = "last_success", lastDocument = "last_document"
        case lastOutcome = "last_outcome", nextPoll = "next_poll", failures
        case silentAfterSeconds = "silent_after_seconds", polls, pollsWell = "polls_well"
        case latencyMedianMs = "latency_median_ms", latencyMaxMs = "latency_max_ms", newest, items, rejects, unmodified
        case validatorsLie = "validators_lie", clockOffsetSeconds = "clock_offset_seconds"
        case failingParts = "failing_parts", givenUpParts = "given_up_parts", troubles
    }

    /// Failed polls in a row from which a feed is failing.
    static let failuresMin = 3

    init(
        _ view: FeedView, _ state: FeedState?, _ history: FeedHistory, missing: MissingParts?, folder: String
    ) {
        self.init(state, history, of: view.id)
        failingParts = missing?.failing ?? 0
        givenUpParts = missing?.givenUp ?? 0
        silent = view.silent
        url = view.url
        nextPoll = view.polled ? state?.nextPoll : nil
        silentAfterSeconds = view.silentAfterSeconds
        troubles = FeedHealthView.troubles(view, history)
        if !view.paused {
            troubles += FeedHealthView.incomplete(view.id, state?.tally, missing, file: "\(folder)/\(view.id).yaml")
        }
    }

    /// What the store alone knows of it.
    init(_ state: FeedState?, _ history: FeedHistory, of id: String) {
        self.id = id
        paused = state?.paused ?? false
        pausedAt = state?.pausedAt
        pausedBy = state?.pausedBy
        released = state?.released ?? false
        silent = false
        described = state?.described
        lastSuccess = state?.lastSuccess
        lastDocument = state?.lastDocument
        lastOutcome = state?.lastOutcome
        failures = state?.failures ?? 0
        silentAfterSeconds = 0
        polls = history.polls.count
        let well = history.polls.filter(\.succeeded).map(\.milliseconds).sorted()
        pollsWell = well.count
        latencyMedianMs = well.isEmpty ? nil : well[well.count / 2]
        latencyMaxMs = well.last
        newest = history.documents.last.map(Newest.init)
        items = history.documents.last?.summary.items
        rejects = history.documents.last?.summary.rejects
        unmodified = state?.unmodified ?? 0
        validatorsLie = state?.validatorsLie ?? false
        clockOffsetSeconds = state?.clockOffset
        failingParts = 0
        givenUpParts = 0
        troubles = []
    }
}

/// `ess feed health [ID]`.
package struct FeedHealth: Act {
    package static let name = "feed health"
    package static let roles = Role.anyone
    package static let readsOnly = true
    package var id: FeedID?
    package init(id: FeedID? = nil) { self.id = id }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> [FeedHealthView] {
        let found = try await engine.feedHealth(at: call.now).filter { id == nil || $0.id == id?.text }
        if found.isEmpty { try engine.mustKnow(feed: id) }
        return found
    }
}

extension Engine {
    /// How all described feeds are, and those of which there are documents and no file any more; by id.
    package func feedHealth(at now: Instant) async throws -> [FeedHealthView] {
        let states = Dictionary(try await store.feedStates().map { ($0.feed.text, $0) }) { first, _ in first }
        let histories = try await store.feedHistories()
        let missing = try await store.missingParts()
        let described = try await feedViews(at: now).map { view in
            let id = FeedID(view.id)
            return FeedHealthView(
                view, states[view.id], id.flatMap { histories[$0] } ?? FeedHistory(),
                missing: id.flatMap { missing[$0] }, folder: settings.feedsDirectory)
        }
        let lost = try await store.keptFeeds(without: Set(feeds.keys)).compactMap { kept in
            states[kept.feed.text].map { state in
                FeedHealthView(
                    gone: state, kept, histories[kept.feed] ?? FeedHistory(), folder: settings.feedsDirectory)
            }
        }
        return (described + lost).sorted { $0.id < $1.id }
    }
}
