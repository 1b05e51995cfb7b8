import Dispatch
import Ingest
import Notify
import Synchronization

@testable import Pipeline
@testable import Storage

/// Where a stage is held: it says that somebody has come, and lets nobody through until it is opened.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var hasArrival = false
        var held: [CheckedContinuation<Void, Never>] = []
        var expecting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let writer = DispatchSemaphore(value: 0)

    /// Waits until the gate is open.
    func pass() async {
        arrive()
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.held.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }

    /// Waits until somebody stands before the gate.
    func reached() async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if !state.hasArrival { state.expecting.append(continuation) }
                return state.hasArrival
            }
            if isThere { continuation.resume() }
        }
    }

    func open() {
        let held = state.withLock { state in
            defer { state.held = [] }
            state.isOpen = true
            return state.held
        }
        for continuation in held { continuation.resume() }
        writer.signal()
    }

    /// Takes the turn, and gives it up when the gate opens; returns once it has it.
    func hold(_ turns: Turns, _ key: Int64) async {
        Task { await turns.take(key) { await self.pass() } }
        await reached()
    }

    /// Keeps the store's only writer busy until the gate opens.
    func holdWriter(of store: Store) {
        Task {
            try await store.write("test") { _ in
                self.arrive()
                // On the store's own thread, which is no thread of the tasks.
                self.writer.wait()
            }
        }
    }

    private func arrive() {
        let expecting = state.withLock { state in
            defer { state.expecting = [] }
            state.hasArrival = true
            return state.expecting
        }
        for continuation in expecting { continuation.resume() }
    }
}

/// A source that answers nothing until the gate opens.
struct HeldFetcher: Fetcher {
    let gate: Gate

    func fetch(_ request: FetchRequest) async -> FetchOutcome {
        await gate.pass()
        return .notModified()
    }
}

/// A relay that takes nothing until the gate opens.
struct HeldChannel: Channel {
    let gate: Gate

    func send(_ message: SealedMessage) async -> SendOutcome {
        await gate.pass()
        return .delivered(text: "ok")
    }
}
