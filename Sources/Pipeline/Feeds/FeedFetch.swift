import Ingest
import Storage
import Synchronization
package import Vocabulary

/// `ess feed fetch`: polls one feed once, and reads what came to its end.
package struct FeedFetch: Act {
    package static let name = "feed fetch"
    package static let roles: Set<Role> = [.analyst, .admin]
    package var feed: FeedID

    package init(feed: FeedID) { self.feed = feed }

    /// What came of it.
    package struct Answer: Codable, Sendable {
        /// How a poll can end; `planned` is a dry run's.
        package enum Outcome: String, Codable, Sendable { case document, notModified = "not-modified", failed, planned }

        package var feed: String
        package var outcome: Outcome
        /// The failure's kind, and its own words.
        package var failure: String?
        package var detail: String?
        /// What a caller should do about the failure: `retry`, `reject`, `forbidden`, `ours`.
        package var fate: String?
        /// The same in a sentence; nil where nothing failed.
        package var remedy: String?
        /// How long the poll itself took, without the reading of what came; nil for a dry run.
        package var latencyMs: Int64?
        /// When the service polls it again by itself.
        package var nextPoll: Instant?
        package var document: IngestAnswer?

        private enum CodingKeys: String, CodingKey {
            case feed, outcome, failure, detail, fate, remedy, latencyMs = "latency_ms"
            case nextPoll = "next_poll", document
        }
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> Answer {
        try engine.mustKnow(feed: feed)
        let byHand = "hand its documents in with `ess ingest \(feed) FILE`"
        guard let described = engine.feeds[feed], let url = described.url else {
            throw ActFailure(.conflict, "`\(feed)` has no url and comes by hand", hint: byHand)
        }
        guard engine.settings.polling, let fetcher = engine.fetcher.withLock({ $0 }) else {
            throw ActFailure(
                .conflict, "nothing is polled here: the settings say `polling: no`",
                hint: "say `polling: yes` and restart the service, or \(byHand)")
        }
        var answer = Answer(feed: feed.text, outcome: .planned)
        guard !call.dryRun else { return answer }
        let end = try await engine.poll(described, at: url, by: fetcher)
        answer.latencyMs = try await engine.store.newestPoll(of: feed)?.milliseconds
        switch end {
        case .notModified: answer.outcome = .notModified
        case .document(let intake):
            answer.outcome = .document
            answer.document = try await engine.answer(intake)
        case .followed(let documents, let text, let failure):
            answer.outcome = failure != nil ? .failed : documents > 0 ? .document : .notModified
            answer.failure = failure?.kind
            answer.detail = text
            answer.fate = failure?.fate.rawValue
            answer.remedy = failure?.remedy(of: feed.text, in: engine.settings.feedsDirectory)
            try await readDue(engine)
        case .failed(let failure):
            answer.outcome = .failed
            answer.failure = failure.kind
            answer.detail = failure.description
            answer.fate = failure.fate.rawValue
            answer.remedy = failure.remedy(of: feed.text, in: engine.settings.feedsDirectory)
        }
        answer.nextPoll = try await engine.store.feedStates().first { $0.feed == feed }?.nextPoll
        return answer
    }

    /// Reads what the poll brought; a service that reads meanwhile takes turns with us.
    private func readDue(_ engine: Engine) async throws {
        var last: Int64 = 0
        while let document = try await engine.store.nextDueDocument(of: feed, after: last) {
            last = document.id
            try await engine.readDocument(document.id)
        }
        try await engine.judgeDueThreats()
    }
}
