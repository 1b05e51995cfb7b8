import Synchronization

/// A fixed number of loops that each run one exchange at a time; who finds none free waits in line.
final class CurlLanes: Sendable {
    private struct State: ~Copyable {
        var idle: [CurlLoop] = []
    }

    private let state = Mutex(State())
    /// One "byte" per lane: the same line of waiters as for memory.
    private let tickets: ByteBudget

    init(width: Int) { tickets = ByteBudget(bytes: max(1, width)) }

    /// - Throws: `.local` when a thread cannot be started, or the task was cancelled while waiting.
    func run(_ exchange: Exchange) async throws(TransportFailure) -> ExchangeResult {
        guard await tickets.reserve(1) else {
            throw TransportFailure(.local, subject: exchange.endpoint, detail: "cancelled")
        }
        defer { tickets.release(1) }
        // The last one used has the warmest connection.
        let idle = state.withLock { $0.idle.popLast() }
        let loop = if let idle { idle } else { try CurlLoop(connectionsMax: 1, perHostMax: 1) }
        let result = await loop.run(exchange)
        // Its thread may still be at what was cancelled; it ends with that, and the lane gets another.
        if result.stop != .cancelled { state.withLock { $0.idle.append(loop) } }
        return result
    }
}
