import Storage
package import Vocabulary

/// `ess feed confirm FEED DOCUMENT`: a full list that seemed wrong is right, and closes what it does not name.
package struct ListConfirm: Act {
    package static let name = "feed confirm"
    package static let roles: Set<Role> = [.analyst, .admin]

    package var feed: FeedID
    package var document: Int64

    package init(feed: FeedID, document: Int64) {
        self.feed = feed
        self.document = document
    }

    package struct Answer: Codable, Sendable {
        package var feed: String
        package var document: Int64
        /// What was wrong with the list.
        package var doubt: String
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> Answer {
        try engine.mustKnow(feed: feed)
        guard let list = try await engine.store.doubtedLists(of: feed).first(where: { $0.document == document }) else {
            throw ActFailure(
                .notFound, "document \(document) is no list of `\(feed)` that waits to be confirmed",
                hint: "`ess feed health \(feed)` names the one that does")
        }
        let answer = Answer(feed: feed.text, document: document, doubt: list.reason)
        if call.dryRun { return answer }
        let entry = call.entry(
            .setting, "feed:\(feed)", "list-confirmed",
            ["document": .int(Int(document)), "doubt": .string(list.reason)])
        try await engine.store.confirmList(document, of: feed, entries: [entry])
        engine.signals.entries.raise()
        engine.signals.documents.raise()
        return answer
    }
}
