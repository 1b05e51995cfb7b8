package import Notify
import Storage
package import Vocabulary

/// Whether an entity was told of a finding, and else why not.
package struct FindingTold: Codable, Sendable {
    /// Why nothing was sent, or not by every way.
    package enum Reason: String, Codable, Sendable, CaseIterable {
        /// It stands in a notice.
        case told
        /// Its feed, or every feed of its threat, is a baseline: `ess feed release`.
        case baseline
        /// The match is only possible and waits for a person: `ess gap list`.
        case possibleOnly = "possible-only"
        /// It is not open, and was told to nobody while it was.
        case notOpen = "not-open"
        /// No approved standing order lets findings leave.
        case noStandingOrder = "no-standing-order"
        /// Routing gave a reason for each way; see ``FindingTold/withheld``.
        case withheld
        /// Owed, and not yet planned.
        case due
    }

    package var reason: Reason
    /// One sentence.
    package var text: String
    /// Numbers, oldest first.
    package var notices: [String]
    /// The advisories that told of it, each once; in the order of the notices.
    package var advisories: [String]
    /// By contact and directive; the newest decision of each.
    package var withheld: [Way]

    /// One way by which it did not go.
    package struct Way: Codable, Sendable {
        package var reason: Withholding
        package var detail: String
        package var directive: String?
        package var contact: String?
        package var at: Instant
    }
}

extension Engine {
    /// For each finding whether its entity was told of it, and else why not; in the order of `rows`.
    func told(of rows: [FindingRow]) async throws -> [FindingTold] {
        let router = try await router()
        return zip(rows, try await store.tellings(of: rows)).map { row, telling in
            let ways = telling.withheld.map {
                FindingTold.Way(
                    reason: $0.reason, detail: $0.detail, directive: $0.directive, contact: $0.contact, at: $0.at)
            }
            let (reason, text) = Engine.telling(row, telling, releasesFindings: router.releasesFindings)
            var advisories: [String] = []
            for one in telling.notices.compactMap(\.advisory) where !advisories.contains(one) { advisories.append(one) }
            return FindingTold(
                reason: reason, text: text, notices: telling.notices.map(\.notice), advisories: advisories,
                withheld: ways)
        }
    }

    /// The first of the reasons that holds, in the order in which the service asks.
    private static func telling(
        _ row: FindingRow, _ telling: FindingTelling, releasesFindings: Bool
    ) -> (FindingTold.Reason, String) {
        if !telling.notices.isEmpty {
            let told = telling.notices.map { $0.notice + ($0.advisory.map { " by \($0)" } ?? "") }
            return (.told, "told in " + told.joined(separator: ", "))
        }
        let (reason, text) = untold(row, telling, releasesFindings: releasesFindings)
        let cancelled = telling.cancelled.filter { number in !telling.withheld.contains { $0.detail.contains(number) } }
        if cancelled.isEmpty { return (reason, text) }
        return (reason, "\(text); \(cancelled.joined(separator: ", ")), which named it, was cancelled")
    }

    private static func untold(
        _ row: FindingRow, _ telling: FindingTelling, releasesFindings: Bool
    ) -> (FindingTold.Reason, String) {
        if row.confidence == .possible {
            return (.possibleOnly, "nobody is told: the match is only possible and waits in `ess gap list`")
        }
        if !telling.isReleased {
            let feeds = telling.baselines.map { "`ess feed release \($0)`" }.joined(separator: " or ")
            let until = feeds.isEmpty ? "" : " until \(feeds)"
            return (.baseline, "nobody is told: what it rests on is a baseline\(until)")
        }
        if row.state != .open {
            return (.notOpen, "nobody was told while it was open, and it is \(row.state.rawValue)")
        }
        if let first = telling.withheld.first {
            let more = telling.withheld.count - 1
            let others = more > 0 ? "; \(more) more" : ""
            return (.withheld, "withheld: \(first.reason.rawValue), \(first.detail)\(others)")
        }
        if !releasesFindings {
            return (.noStandingOrder, "nobody is told: no standing order is approved; see `ess directive list`")
        }
        return (.due, "owed: the next notice to \(row.entity) names it")
    }
}
