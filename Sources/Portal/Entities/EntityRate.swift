import Synchronization
import Vocabulary

/// How much each entity may tell us within an hour, so that a program of one that runs wild keeps nobody else waiting:
/// what is told is made durable and sealed before it is answered. Bounded by the register; forgets by the hour.
final class EntityRate: Sendable {
    static let windowSeconds: Int64 = 3600
    static let toldMax = 600
    private let windows = Mutex<[EntityID: (since: Instant, count: Int)]>([:])

    /// Seconds to wait when the hour's share is used up; nil when more may be told.
    func wait(for entity: EntityID, at now: Instant) -> Int64? {
        windows.withLock { windows in
            guard let window = windows[entity], window.count >= EntityRate.toldMax else { return nil }
            let left = EntityRate.windowSeconds - now.seconds(since: window.since)
            return left > 0 ? left : nil
        }
    }

    /// Counts what was taken down; what was refused costs us little, and its sender nothing.
    func record(_ entity: EntityID, at now: Instant) {
        windows.withLock { windows in
            let window = windows[entity]
            let isFresh = window.map { now.seconds(since: $0.since) >= EntityRate.windowSeconds } ?? true
            windows[entity] = isFresh ? (now, 1) : (window?.since ?? now, (window?.count ?? 0) + 1)
        }
    }
}
