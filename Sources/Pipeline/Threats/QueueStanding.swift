import Storage
import Vocabulary

/// Whether a threat stands in the caller's `ess status`, by which rule, and the facts it follows from.
package struct QueueStanding: Codable, Sendable {
    /// The first that fits decides; those up to `score` put it into the queue.
    package enum Rule: String, Codable, Sendable, CaseIterable {
        /// It was put aside until a time that has passed.
        case watchOver = "watch-over"
        /// Looked at, and assigned to the caller.
        case yours
        /// A certain finding, of which nobody was told yet.
        case found
        case existing
        /// Its score has come to the threshold.
        case score
        /// Not in the queue: closed by its sources, somebody else's, put aside, looked at.
        case closed, taken, watching, triaged
        /// Not in the queue: an advisory tells of it, or somebody dismissed it.
        case advised, dismissed
        /// Not in the queue: whatever it scores, all feeds that mention it are baselines.
        case baseline
        /// Not in the queue: potential, below the threshold, without a certain finding.
        case below
    }

    package var stands: Bool
    package var rule: Rule
    /// Score from which a potential threat stands there.
    package var threshold: Int
    package var certainFinding: Bool
    package var released: Bool

    private enum CodingKeys: String, CodingKey {
        case stands, rule, threshold, certainFinding = "certain_finding", released
    }

    /// The same decision as the one of `Store.statusRows(threshold:for:at:)`, for one threat.
    init(_ threat: ThreatRow, _ facts: QueueFacts, threshold: Int, for login: String, at now: Instant) {
        rule = QueueStanding.rule(threat, facts, threshold, login, now)
        stands = [.watchOver, .yours, .found, .existing, .score].contains(rule)
        self.threshold = threshold
        certainFinding = facts.hasCertainFinding
        released = facts.isReleased
    }

    private static func rule(
        _ threat: ThreatRow, _ facts: QueueFacts, _ threshold: Int, _ login: String, _ now: Instant
    ) -> Rule {
        if threat.isClosed { return .closed }
        if let assignee = threat.assignee, assignee != login { return .taken }
        switch threat.work {
        case .watching: return threat.watchUntil.map { $0 <= now } ?? false ? .watchOver : .watching
        case .triaged: return threat.assignee != nil ? .yours : facts.hasCertainFinding ? .found : .triaged
        case .advised: return .advised
        case .dismissed: return .dismissed
        case .closed: return .closed
        case .new:
            if facts.hasCertainFinding { return .found }
            guard threat.presence == .existing || threat.score >= threshold else { return .below }
            guard facts.isReleased else { return .baseline }
            return threat.presence == .existing ? .existing : .score
        }
    }
}
