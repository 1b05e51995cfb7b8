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
        /// Findings that it ended: with it, the three newest lists that count do not name them.
        package var closed: Int
        /// Open findings that the newest list does not name, and that are not ended yet.
        package var notSeen: Int

        private enum CodingKeys: String, CodingKey {
            case feed, document, doubt, closed, notSeen = "not_seen"
        }

        fileprivate init(_ list: DoubtedList, _ effect: ListEffect) {
            feed = list.feed.text
            document = list.document
            doubt = list.reason
            closed = effect.closed
            notSeen = effect.notSeen
        }
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> Answer {
        try engine.mustKnow(feed: feed)
        guard let list = try await engine.store.doubtedLists(of: feed).first(where: { $0.document == document }) else {
            throw ActFailure(
                .notFound, "document \(document) is no list of `\(feed)` that waits to be confirmed",
                hint: "`ess feed health \(feed)` names the one that does")
        }
        if call.dryRun { return Answer(list, try await engine.store.wouldConfirmList(document, of: feed)) }
        let entry = call.entry(
            .setting, "feed:\(feed)", "list-confirmed",
            ["document": .int(Int(document)), "doubt": .string(list.reason)])
        let effect = try await engine.store.confirmList(document, of: feed, entries: [entry])
        engine.signals.entries.raise()
        engine.signals.documents.raise()
        return Answer(list, effect)
    }
}
