import Synchronization

/// Lets one task at a time work on one thing, and others wait for their turn.
///
/// Two ways lead to the same document (the analyzer's loop and the person who handed it in); the second one finds the
/// work done. Different documents do not wait for each other (I14).
package final class Turns: Sendable {
    private let held = Mutex<[Int64: [CheckedContinuation<Void, Never>]]>([:])

    package init() {}

    /// Runs `work` when nobody else works on `key`.
    package func take<Value>(_ key: Int64, _ work: () async throws -> Value) async rethrows -> Value {
        await enter(key)
        defer { leave(key) }
        return try await work()
    }

    /// How many wait until whoever works on `key` is done.
    func waiting(for key: Int64) -> Int { held.withLock { $0[key]?.count ?? 0 } }

    private func enter(_ key: Int64) async {
        await withCheckedContinuation { continuation in
            let isFree = held.withLock { held in
                if held[key] == nil {
                    held[key] = []
                    return true
                }
                held[key]?.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    private func leave(_ key: Int64) {
        let next = held.withLock { held -> CheckedContinuation<Void, Never>? in
            guard var waiting = held[key], !waiting.isEmpty else {
                held[key] = nil
                return nil
            }
            let first = waiting.removeFirst()
            held[key] = waiting
            return first
        }
        next?.resume()
    }
}
