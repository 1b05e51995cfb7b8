import CCurl
import Synchronization

/// The one door between the tasks and the loop's thread.
final class CurlInbox: Sendable {
    enum Order: Sendable {
        case add(UInt64, Exchange)
        case cancel(UInt64)
    }

    private struct State: ~Copyable {
        /// The multi handle as a number, so that only the thread treats it as a handle; 0 when there is none.
        var multi: UInt = 0
        var isClosed = false
        var next: UInt64 = 0
        /// Announced and not yet finished. A cancel may overtake its add or come after the end; this tells which.
        var live: Set<UInt64> = []
        /// Who waits for the result of a live one.
        var waiting: [UInt64: CheckedContinuation<ExchangeResult, Never>] = [:]
        /// Cancelled at once, before their add came.
        var abandoned: Set<UInt64> = []
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
        let isAbandoned = state.withLock { state in
            if state.abandoned.remove(id) != nil {
                state.live.remove(id)
                return true
            }
            state.waiting[id] = continuation
            state.orders.append(.add(id, exchange))
            wake(state.multi)
            return false
        }
        if isAbandoned { continuation.resume(returning: .cancelled) }
    }

    /// `atOnce`: who waits goes on now, and the thread ends the exchange when it comes to it. libcurl waits inside its
    /// loop for a relay's answer after DATA and to QUIT, up to the relay's deadline; nobody who stops waits for that.
    func cancel(_ id: UInt64, atOnce: Bool) {
        let waiter = state.withLock { state -> CheckedContinuation<ExchangeResult, Never>? in
            guard state.live.contains(id) else { return nil }
            if atOnce, state.waiting[id] == nil {
                state.abandoned.insert(id)
                return nil
            }
            state.orders.append(.cancel(id))
            wake(state.multi)
            return atOnce ? state.waiting.removeValue(forKey: id) : nil
        }
        waiter?.resume(returning: .cancelled)
    }

    func isLive(_ id: UInt64) -> Bool { state.withLock { $0.live.contains(id) } }

    /// Hands the result to who still waits for it.
    func finish(_ id: UInt64, _ result: ExchangeResult) {
        let waiter = state.withLock { state in
            state.live.remove(id)
            return state.waiting.removeValue(forKey: id)
        }
        waiter?.resume(returning: result)
    }

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

    private func wake(_ multi: UInt) {
        if let multi = UnsafeMutableRawPointer(bitPattern: multi) { curl_multi_wakeup(multi) }
    }
}
