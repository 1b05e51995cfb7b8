package import Vocabulary

/// When a delivery may first be tried, and why then.
package struct Pacing: Sendable, Hashable {
    /// The rule that set the time; stored with the delivery and shown to officers by its raw value.
    package enum Reason: String, Sendable, Hashable, Codable {
        case now, urgent
        case interval
        case quietHours = "quiet-hours"
        case hourlyCap = "hourly-cap"
    }

    package var at: Instant
    /// The last rule that moved the time; `now` when none did.
    package var reason: Reason

    /// Applies interval, hourly cap and quiet hours, in this order; urgent ones go at once.
    ///
    /// `lastOfGroup`: when this contact was last due a notice of the same group. `recent`: due times of the mailbox's
    /// deliveries within the last hour and later. `capPerHour`: at most this many in any 60 minutes.
    package init(
        now: Instant, isUrgent: Bool, intervalSeconds: Int64, lastOfGroup: Instant?, recent: [Instant],
        capPerHour: Int, quiet: QuietHours?
    ) {
        (at, reason) = (now, isUrgent ? .urgent : .now)
        if isUrgent { return }
        if let last = lastOfGroup, last.adding(seconds: intervalSeconds) > at {
            (at, reason) = (last.adding(seconds: intervalSeconds), .interval)
        }
        // Each round passes at least one entry of `recent`, so there are at most that many rounds.
        for _ in 0...recent.count {
            let window = recent.filter { $0 > at.adding(seconds: -3600) && $0 <= at }.sorted()
            guard window.count >= max(1, capPerHour) else { break }
            (at, reason) = (window[window.count - max(1, capPerHour)].adding(seconds: 3600), .hourlyCap)
        }
        if let open = quiet?.earliest(from: at), open > at { (at, reason) = (open, .quietHours) }
    }
}

/// How often and how long a delivery is tried.
package struct RetrySchedule: Sendable, Hashable, Codable {
    /// Seconds to wait after attempt 1, 2, …; the last one repeats.
    package var delays: [Int64]
    /// Seconds after the first attempt at which a delivery expires (RFC 5321 § 4.5.4.1: at least 4–5 days).
    package var expiresAfter: Int64

    /// 1 m, 5 m, 15 m, 1 h, 4 h, then every 12 h, for 5 days.
    package static let standard = RetrySchedule(
        delays: [60, 300, 900, 3_600, 14_400, 43_200], expiresAfter: 5 * 86_400)

    package init(delays: [Int64], expiresAfter: Int64) {
        precondition(!delays.isEmpty && delays.allSatisfy { $0 > 0 }, "a retry schedule waits a positive time")
        self.delays = delays
        self.expiresAfter = expiresAfter
    }

    /// The time of the next try after `attempts` tries, the last at `last`; nil when the schedule is used up.
    ///
    /// `spread` (0–99, from the delivery's id) moves the time by up to a tenth, so that a relay which comes back is not
    /// met by everything at once.
    package func next(attempts: Int, first: Instant, last: Instant, spread: Int = 0) -> Instant? {
        let delay = delays[min(max(attempts, 1), delays.count) - 1]
        let at = last.adding(seconds: delay + delay * Int64(spread % 100) / 1000)
        return at > first.adding(seconds: expiresAfter) ? nil : at
    }
}
