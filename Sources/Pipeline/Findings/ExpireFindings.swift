import Ingest
import Storage
import Synchronization
import Vocabulary

extension Engine {
    /// What a day's passing changes: closes findings that no event of their feed has named for the feed's
    /// `expires_after`; once each UTC day, and after each start. Threats whose score changes with the days are judged
    /// again.
    ///
    /// A function of a finding's last time and the day, so order and batching have no influence; a later event opens it
    /// again. Returns how many were closed.
    @discardableResult
    package func expireFindings(_ moved: () -> Void = {}) async throws -> Int {
        let now = now()
        guard expiredDay.withLock({ $0 != now.day }) else { return 0 }
        var closed = 0
        for feed in feeds.values.sorted(by: { $0.id < $1.id }) where feed.format.isObservations {
            guard let age = feed.expiresAfter else { continue }
            var place: Int64? = 0
            while let after = place {
                moved()
                try Task.checkCancellation()
                let step = try await store.expireFindings(
                    of: feed.id, before: now.adding(seconds: -age), after: after, entities: 200, at: now)
                closed += step.closed
                place = step.next
            }
        }
        try await store.judgeTrendsAgain(to: now.day)
        expiredDay.withLock { $0 = now.day }
        if closed > 0 { signals.entries.raise() }
        return closed
    }
}
