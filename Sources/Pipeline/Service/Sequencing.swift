import Ledger
import Storage
import Vocabulary

/// Seals new entries into the ledger soon after they were made, many at once.
struct Sequencing {
    let engine: Engine

    func run() async throws {
        while !Task.isCancelled {
            engine.stages.moved(.sequencer, at: engine.now())
            try await engine.resumeLedger()
            try await engine.sequence()
            engine.stages.idle(.sequencer)
            await engine.signals.entries.wait(seconds: 60)
            // Entries come in bursts; one signature for a burst is enough, and receipts ask for theirs at once.
            try await Task.sleep(for: .milliseconds(200))
        }
    }
}

extension Engine {
    /// Where a full disk came between signing, storing the head and publishing it, goes back to what the store knows:
    /// sequencing then repeats exactly the steps that are missing (I13).
    package func resumeLedger() async throws {
        guard await ledger.isBehind else { return }
        try await sequenceTurn.take(0) {
            // Asked again: whoever had the turn was between these steps, not stuck there.
            guard await ledger.isBehind else { return }
            try await ledger.resume(head: try await store.ledgerHead()?.note)
        }
    }
}
