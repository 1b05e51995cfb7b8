import Vocabulary

/// Seals new entries into the ledger soon after they were made, many at once.
struct Sequencing {
    let engine: Engine

    func run() async throws {
        while !Task.isCancelled {
            engine.stages.moved("sequencer", at: engine.now())
            try await engine.sequence()
            engine.stages.idle("sequencer", at: engine.now())
            await engine.signals.entries.wait(seconds: 60)
            // Entries come in bursts; one signature for a burst is enough, and receipts ask for theirs at once.
            try await Task.sleep(for: .milliseconds(200))
        }
    }
}
