import Synchronization
import Vocabulary

/// How many reports are taken: by client address, so that one cannot fill the desk's queue; and overall, so that many
/// cannot. Bounded; forgets by the window.
final class ReportRate: Sendable {
    static let windowSeconds: Int64 = 600
    static let byClientMax = 10
    static let overallMax = 300

    private struct Window {
        var since = Instant.distantPast
        var overall = 0
        var byClient: [IPAddress: Int] = [:]
    }

    private let window = Mutex(Window())

    /// Counts a report of `client`; seconds to wait when it is one too many.
    func refuses(_ client: IPAddress?, at now: Instant) -> Int64? {
        let key = client.map { $0.isIPv4 ? $0 : IPAddress(v6: ($0.bits >> 64) << 64) }
        return window.withLock { window in
            if now.seconds(since: window.since) >= ReportRate.windowSeconds { window = Window(since: now) }
            let left = max(1, ReportRate.windowSeconds - now.seconds(since: window.since))
            guard window.overall < ReportRate.overallMax else { return left }
            if let key {
                guard window.byClient[key, default: 0] < ReportRate.byClientMax else { return left }
                window.byClient[key, default: 0] += 1
            }
            window.overall += 1
            return nil
        }
    }
}
