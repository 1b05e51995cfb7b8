import GRDB
package import Vocabulary

/// The labels under which feeds' documents may be passed on.
package struct FeedLabels: Sendable {
    private let labels: [FeedID: TLP]

    package init(_ labels: [FeedID: TLP]) { self.labels = labels }

    /// A feed whose file is gone left no label behind: what it said stays with the entity.
    package func label(of feed: FeedID) -> TLP { labels[feed] ?? .amberStrict }
}

/// By whose word a finding is told that several feeds name.
///
/// Of the feeds that see it now: one past its baseline before one that is not, then the freest label, then the latest
/// time, then the first by name. So a feed that nobody released, or whose word goes to fewer people, withholds nothing
/// that another feed says.
struct CauseSources {
    /// Of `finding_source o`: the feed's word can be told. Whoever counts or looks for what may be told asks so too.
    static let telling = "o.state = 'open' AND o.confidence <> 'possible'"

    private let find: HotStatement
    private let labels: FeedLabels

    init(_ db: Database, _ labels: FeedLabels) throws {
        self.labels = labels
        find = try HotStatement(
            db,
            """
            SELECT o.feed, o.rule, o.confidence, o.first_seen, o.last_seen, o.document, o.item,
                EXISTS(SELECT 1 FROM feed_state s WHERE s.feed = o.feed AND s.released = 1)
            FROM finding_source o WHERE o.entity = ? AND o.locus = ? AND o.threat = ? AND \(CauseSources.telling)
            ORDER BY o.feed
            """)
    }

    /// The cause as it is told.
    func told(_ cause: FindingCause, of row: Row) throws -> FindingCause {
        guard (row["sources"] as Int) > 0 else { return cause }
        find.bind(row["entity_no"] as Int64, 1)
        find.bind(LocusCode.encode(cause.locus), 2)
        find.bind(row["threat_no"] as Int64, 3)
        var best: (rank: Rank, cause: FindingCause)?
        while try find.next() {
            guard let feed = find.text(0).flatMap(FeedID.init), let rule = find.text(1).flatMap(MatchRule.init),
                let confidence = find.text(2).flatMap(Confidence.init)
            else { continue }
            let rank = Rank(isBaseline: find.int(7) == 0, label: labels.label(of: feed), last: find.int(4))
            if let best, !(rank < best.rank) { continue }
            var told = cause
            told.feed = feed
            told.rule = rule
            told.confidence = confidence
            told.firstSeen = Instant(microseconds: find.int(3))
            told.lastSeen = Instant(microseconds: find.int(4))
            told.document = find.isNull(5) ? nil : find.int(5)
            told.item = Int(find.int(6))
            best = (rank, told)
        }
        return best?.cause ?? cause
    }

    /// The least is told.
    private struct Rank: Comparable {
        let isBaseline: Bool
        let label: TLP
        let last: Int64

        static func < (left: Self, right: Self) -> Bool {
            if left.isBaseline != right.isBaseline { return right.isBaseline }
            return left.label == right.label ? left.last > right.last : left.label < right.label
        }
    }
}
