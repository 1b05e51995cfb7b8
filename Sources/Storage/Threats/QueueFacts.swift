import GRDB

/// What of the store decides, beside the threat itself, whether it stands in `ess status`.
package struct QueueFacts: Sendable, Hashable {
    /// An open finding of it is certain by the word of a feed past its baseline, which a notice could tell.
    package var hasCertainFinding: Bool
    /// A report that mentions it came by a feed past its baseline.
    package var isReleased: Bool

    package init(hasCertainFinding: Bool, isReleased: Bool) {
        self.hasCertainFinding = hasCertainFinding
        self.isReleased = isReleased
    }
}

extension Store {
    /// The facts of threat number `no`.
    package func queueFacts(ofThreat no: Int64) async throws -> QueueFacts {
        try await read("reading why a threat stands in the queue") { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT \(Store.certainFinding) AS found, \(Store.releasedReport) AS released
                    FROM threat t WHERE t.no = ?
                    """, arguments: [no])
            return QueueFacts(hasCertainFinding: row?["found"] ?? false, isReleased: row?["released"] ?? false)
        }
    }

    /// Of `threat t`: ``QueueFacts/hasCertainFinding``.
    static let certainFinding = """
        EXISTS(SELECT 1 FROM finding f WHERE f.threat = t.no AND f.state = 'open'
            AND f.confidence = 'certain' AND \(released)
            AND (f.sources = 0 OR \(releasedWord(CauseSources.telling + " AND o.confidence = 'certain'"))))
        """

    /// Of `threat t`: ``QueueFacts/isReleased``.
    static let releasedReport = """
        EXISTS(SELECT 1 FROM mention m JOIN report r ON r.id = m.report
            JOIN feed_state s ON s.feed = r.feed WHERE m.threat = t.no AND s.released = 1)
        """
}
