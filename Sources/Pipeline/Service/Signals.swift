import Synchronization

/// Wakes a stage when there may be work for it. Signals are hints: what is due stands in the store, so a lost or
/// doubled one costs time, never work.
package struct Signals: Sendable {
    package let documents = Signal()
    package let entries = Signal()
    /// Something may have come to be owed to somebody.
    package let planning = Signal()
    package let deliveries = Signal()
    package let publishing = Signal()
    package let clocks = Signal()
    package let polling = Signal()
    package init() {}
}

/// A flag that one task waits for and any task raises. Raising twice before it is seen counts once.
package final class Signal: Sendable {
    private struct State {
        var raised = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    package init() {}

    /// Wakes the task that waits, or lets the next wait return at once.
    package func raise() {
        let waiter = state.withLock { state in
            guard let waiter = state.waiter else {
                state.raised = true
                return nil as CheckedContinuation<Void, Never>?
            }
            state.waiter = nil
            return waiter
        }
        waiter?.resume()
    }

    /// Returns when raised, after `seconds`, or on cancellation; one waiter at a time.
    package func wait(seconds: Int64) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.waitForRaise() }
            group.addTask {
                // A cancelled sleep is the ordinary end here: the other task saw the signal first.
                try? await Task.sleep(for: .seconds(seconds))
            }
            await group.next()
            group.cancelAll()
        }
    }

    private func waitForRaise() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let resumeNow = state.withLock { state in
                    if state.raised || Task.isCancelled {
                        state.raised = false
                        return true
                    }
                    precondition(state.waiter == nil, "one task waits for a signal at a time")
                    state.waiter = continuation
                    return false
                }
                if resumeNow { continuation.resume() }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                let waiter = state.waiter
                state.waiter = nil
                return waiter
            }
            waiter?.resume()
        }
    }
}
