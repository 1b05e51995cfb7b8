import Synchronization
import Vocabulary

/// How many reports are taken: by client address, so that one cannot fill the desk's queue; overall, so that many
/// cannot; and by the network around the address, of which its holder has as many addresses as he wants, so that it
/// leaves something to others. Bounded; forgets by the window.
final class ReportRate: Sendable {
    static let windowSeconds: Int64 = 600
    static let byClientMax = 10
    static let overallMax = 300

    private struct Window {
        var since = Instant.distantPast
        var overall = 0
        var byClient: [IPAddress: Int] = [:]
        var byNetwork: [IPAddress: Int] = [:]
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
                let network = ReportRate.network(around: key)
                let own = window.byNetwork[network, default: 0]
                guard window.byClient[key, default: 0] < ReportRate.byClientMax,
                    FairShare.admits(own: own, all: window.overall, limit: ReportRate.overallMax)
                else { return left }
                window.byClient[key, default: 0] += 1
                window.byNetwork[network, default: 0] += 1
            }
            window.overall += 1
            return nil
        }
    }

    /// What is given to one site: a /48 of IPv6 (RFC 6177 § 2), a /24 of IPv4, the least that is routed by itself.
    private static func network(around address: IPAddress) -> IPAddress {
        address.isIPv4
            ? IPAddress(v4: UInt32(truncatingIfNeeded: address.bits) & 0xFFFF_FF00)
            : IPAddress(v6: (address.bits >> 80) << 80)
    }
}
