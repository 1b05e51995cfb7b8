package import Vocabulary

/// What is known of one finding over time: a value whose merge is commutative, associative and idempotent.
package struct FindingRecord: Sendable, Hashable, Codable {
    package private(set) var firstSeen: Instant
    package private(set) var lastSeen: Instant
    /// The distinct UTC days on which it was seen; sorted.
    package private(set) var days: [UTCDay]
    /// For each scope the stated time of the newest accepted full list that named it.
    package private(set) var listed: [String: Instant]

    /// A sighting, and when the document is a full list, of which scope and time.
    package init(first: Instant, last: Instant, days: [UTCDay], scope: String? = nil, listTime: Instant? = nil) {
        firstSeen = min(first, last)
        lastSeen = max(first, last)
        self.days = Set(days).sorted()
        listed = [:]
        if let scope, let listTime { listed[scope] = listTime }
    }

    /// How many days it was seen.
    package var daysSeen: Int { days.count }

    /// Both records as one.
    package func merged(with other: FindingRecord) -> FindingRecord {
        var out = self
        out.firstSeen = min(firstSeen, other.firstSeen)
        out.lastSeen = max(lastSeen, other.lastSeen)
        if days != other.days { out.days = Set(days).union(other.days).sorted() }
        out.listed.merge(other.listed) { max($0, $1) }
        return out
    }

    /// The state that the accepted full lists give.
    ///
    /// A finding that no full list ever named is open until age, VEX or an answer closes it. One that several scopes
    /// name is as alive as the liveliest of them.
    /// - Parameter lists: for each scope the stated times of its accepted full lists, in any order; repeats count once.
    package func state(lists: [String: [Instant]]) -> FindingStanding {
        var best: FindingStanding?
        for (scope, named) in listed.sorted(by: { $0.key < $1.key }) {
            let missed = Set((lists[scope] ?? []).filter { $0 > named }).count
            let standing = FindingStanding(listsMissed: missed, scope: scope)
            if best.map({ missed < $0.listsMissed }) ?? true { best = standing }
        }
        return best ?? FindingStanding(listsMissed: 0, scope: nil)
    }
}

/// Where a finding stands by the lists of its scope, and why.
package struct FindingStanding: Sendable, Hashable, Codable {
    /// Consecutive accepted full lists after the last one that named it.
    package var listsMissed: Int
    /// The scope that decided; nil when no full list named it.
    package var scope: String?

    /// Full lists in a row that must leave a finding out before it is closed.
    package static let listsToClose = 3

    /// Open while no full list has missed it or none named it, not seen after the first that did, closed after
    /// ``listsToClose``.
    package var state: FindingState {
        switch listsMissed {
        case ..<1: .open
        case 1..<FindingStanding.listsToClose: .notSeen
        default: .closed
        }
    }

    /// Set when closed.
    package var closing: ClosingReason? { state == .closed ? .notListed : nil }
}
