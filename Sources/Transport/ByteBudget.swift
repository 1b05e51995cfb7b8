import Synchronization

/// The bytes that all running fetches together may hold in memory (I12); who finds no room waits in line.
///
/// A fetch holds no body: bodies go to disk. What it holds is libcurl's receive buffer, the TLS record and the window
/// of the decoder, a constant reserved as a whole before it starts.
final class ByteBudget: Sendable {
    private struct Waiter: Sendable {
        let id: UInt64
        let bytes: Int
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State: ~Copyable {
        var free: Int
        var next: UInt64 = 0
        var cancelled: Set<UInt64> = []
        var waiters: [Waiter] = []
    }

    private let state: Mutex<State>
    private let total: Int

    init(bytes: Int) {
        total = bytes
        state = Mutex(State(free: bytes))
    }

    /// Waits for `bytes` in line; false when the task was cancelled meanwhile, and then nothing is held.
    func reserve(_ bytes: Int) async -> Bool {
        let wanted = min(bytes, total)
        let id = state.withLock { state in
            state.next += 1
            return state.next
        }
        let got = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                enter(Waiter(id: id, bytes: wanted, continuation: continuation))
            }
        } onCancel: {
            leave(id)
        }
        state.withLock { _ = $0.cancelled.remove(id) }
        return got
    }

    /// Takes `bytes` if they are free and nobody stands in line; never waits.
    func reserveNow(_ bytes: Int) -> Bool {
        state.withLock { state in
            guard bytes == 0 || state.waiters.isEmpty && bytes <= state.free else { return bytes == 0 }
            state.free -= bytes
            return true
        }
    }

    func release(_ bytes: Int) {
        let ready = state.withLock { state in
            state.free += min(bytes, total)
            var ready: [Waiter] = []
            while let first = state.waiters.first, first.bytes <= state.free {
                state.free -= first.bytes
                ready.append(state.waiters.removeFirst())
            }
            return ready
        }
        for waiter in ready { waiter.continuation.resume(returning: true) }
    }

    private func enter(_ waiter: Waiter) {
        let answer: Bool? = state.withLock { state in
            if state.cancelled.contains(waiter.id) { return false }
            guard state.waiters.isEmpty, waiter.bytes <= state.free else {
                state.waiters.append(waiter)
                return nil
            }
            state.free -= waiter.bytes
            return true
        }
        if let answer { waiter.continuation.resume(returning: answer) }
    }

    private func leave(_ id: UInt64) {
        let waiter: Waiter? = state.withLock { state in
            guard let index = state.waiters.firstIndex(where: { $0.id == id }) else {
                // The cancel overtook the entering, or comes after the end; `reserve` clears the mark.
                state.cancelled.insert(id)
                return nil
            }
            return state.waiters.remove(at: index)
        }
        waiter?.continuation.resume(returning: false)
    }
}
