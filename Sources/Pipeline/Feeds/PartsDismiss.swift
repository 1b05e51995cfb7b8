import Storage
package import Vocabulary

/// `ess feed dismiss FEED`: documents of a source that are given up may be missing; they are no trouble any more.
///
/// They are still asked for once a day, and when the source names another state of one it counts anew.
package struct PartsDismiss: Act {
    package static let name = "feed dismiss"
    package static let roles: Set<Role> = [.analyst, .admin]
    package static let reasonRequired = true

    package var feed: FeedID

    package init(feed: FeedID) { self.feed = feed }

    package struct Answer: Codable, Sendable {
        package var feed: String
        /// Parts that were given up and not dismissed before; with none nothing was changed.
        package var dismissed: Int
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> Answer {
        try engine.mustKnow(feed: feed)
        let count = try await engine.store.missingParts()[feed]?.givenUp ?? 0
        let answer = Answer(feed: feed.text, dismissed: count)
        if call.dryRun || count == 0 { return answer }
        let entry = call.entry(.setting, "feed:\(feed)", "parts-dismissed", ["parts": .int(count)])
        try await engine.store.dismissParts(of: feed, at: call.now, entries: [entry])
        engine.signals.entries.raise()
        return answer
    }
}
