import Synchronization
package import Vocabulary

/// Where each stage of the service stands, so that the watchdog can tell "idle" from "stuck".
package final class Stages: Sendable {
    private struct Standing {
        var isIdle: Bool
        var since: Instant
    }

    private let standings = Mutex<[String: Standing]>([:])

    package init() {}

    /// The stage begins a piece of work, or goes on with the next one.
    package func moved(_ stage: String, at now: Instant) {
        standings.withLock { $0[stage] = Standing(isIdle: false, since: now) }
    }

    /// The stage waits for work.
    package func idle(_ stage: String, at now: Instant) {
        standings.withLock { $0[stage] = Standing(isIdle: true, since: now) }
    }

    /// Stages that have been at one piece of work for longer than `seconds`, by name.
    package func stalled(longerThan seconds: Int64, at now: Instant) -> [String] {
        standings.withLock { standings in
            standings.filter { !$0.value.isIdle && now.seconds(since: $0.value.since) > seconds }.map(\.key).sorted()
        }
    }
}
