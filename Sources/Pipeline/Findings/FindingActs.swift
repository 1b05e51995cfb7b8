package import Analyze
package import Storage
package import Vocabulary

/// A finding as it is shown.
package struct FindingView: Codable, Sendable {
    package var entity: String
    package var locus: String
    package var threat: String
    package var state: FindingState
    package var reason: String?
    package var rule: MatchRule
    package var confidence: Confidence
    package var firstSeen: Instant
    package var lastSeen: Instant
    package var daysSeen: Int
    package var feed: String
    /// Warning lists that name its place, as they stand now; mostly empty. A mark, and no more.
    package var warningLists: [WarningMark]

    private enum CodingKeys: String, CodingKey {
        case entity, locus, threat, state, reason, rule, confidence, firstSeen = "first_seen", lastSeen = "last_seen"
        case daysSeen = "days_seen", feed, warningLists = "warning_lists"
    }

    init(_ row: FindingRow, _ lists: WarningIndex) {
        entity = row.entity.text
        locus = row.locus.text
        threat = row.threat.text
        state = row.state
        reason = row.reason
        rule = row.rule
        confidence = row.confidence
        firstSeen = row.firstSeen
        lastSeen = row.lastSeen
        daysSeen = row.daysSeen
        feed = row.feed.text
        warningLists = lists.marks(of: row.locus)
    }
}

/// `ess finding list`: one page of findings; the command asks for the pages one after the other.
package struct FindingList: Act {
    package static let name = "finding list"
    package static let roles = Role.anyone
    package static let readsOnly = true

    package var query: FindingQuery
    package init(query: FindingQuery) { self.query = query }

    package struct Answer: Codable, Sendable {
        package var findings: [FindingView]
        /// Set while there may be more.
        package var next: FindingCursor?
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> Answer {
        var query = query
        try await engine.mustKnow(entity: query.entity)
        if let threat = query.threat { query.threat = try await engine.store.threatID(threat).text }
        let rows = try await engine.store.findings(query)
        let views = rows.map { FindingView($0, engine.policies.warnings) }
        return Answer(findings: views, next: rows.count >= query.limit ? rows.last?.cursor : nil)
    }
}
