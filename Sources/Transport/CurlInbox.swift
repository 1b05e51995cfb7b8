import CCurl
import Synchronization

/// The one door between the tasks and the loop's thread.
final class CurlInbox: Sendable {
    enum Order: Sendable {
        case add(UInt64, Exchange, CheckedContinuation<ExchangeResult, Never>)
        case cancel(UInt64)
    }

    private struct State: ~Copyable {
        /// The multi handle as a number, so that only the thread treats it as a handle; 0 when there is none.
        var multi: UInt = 0
        var isClosed = false
        var next: UInt64 = 0
        /// Announced and not yet finished. A cancel may overtake its add or come after the end; this tells which.
        var live: Set<UInt64> = []
        var orders: [Order] = []
    }

    private let state = Mutex(State())

    func open(_ multi: UnsafeMutableRawPointer) {
        state.withLock { $0.multi = UInt(bitPattern: multi) }
    }

    /// The handle, for the loop's thread alone.
    var multi: UnsafeMutableRawPointer? { state.withLock { UnsafeMutableRawPointer(bitPattern: $0.multi) } }

    func announce() -> UInt64 {
        state.withLock { state in
            state.next += 1
            state.live.insert(state.next)
            return state.next
        }
    }

    func add(_ id: UInt64, _ exchange: Exchange, _ continuation: CheckedContinuation<ExchangeResult, Never>) {
        order(.add(id, exchange, continuation))
    }

    func cancel(_ id: UInt64) {
        state.withLock { state in
            guard state.live.contains(id) else { return }
            state.orders.append(.cancel(id))
            wake(state.multi)
        }
    }

    func isLive(_ id: UInt64) -> Bool { state.withLock { $0.live.contains(id) } }

    func finished(_ id: UInt64) { state.withLock { _ = $0.live.remove(id) } }

    func close() {
        state.withLock { state in
            state.isClosed = true
            wake(state.multi)
        }
    }

    /// What came in since the last call; nil once closed.
    func take() -> [Order]? {
        state.withLock { state in
            if state.isClosed { return nil }
            let orders = state.orders
            state.orders = []
            return orders
        }
    }

    /// Frees the handle under the lock, so that no wake-up can meet a freed one.
    func clear() {
        state.withLock { state in
            if let multi = UnsafeMutableRawPointer(bitPattern: state.multi) { curl_multi_cleanup(multi) }
            state.multi = 0
        }
    }

    private func order(_ order: Order) {
        state.withLock { state in
            state.orders.append(order)
            wake(state.multi)
        }
    }

    private func wake(_ multi: UInt) {
        if let multi = UnsafeMutableRawPointer(bitPattern: multi) { curl_multi_wakeup(multi) }
    }
}
