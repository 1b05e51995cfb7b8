import Logging
import Storage
import Vocabulary

/// Reads due documents, judges the threats they touched, and makes due what is owed because of them.
struct Analyzing {
    let engine: Engine

    func run() async throws {
        while !Task.isCancelled {
            try await step()
            engine.stages.idle(.analyzer)
            await engine.signals.documents.wait(seconds: 30)
        }
    }

    /// Each due document once, in order. One that cannot be read stays due, is said, and keeps no other waiting (I14).
    private func step() async throws {
        var last: Int64 = 0
        engine.stages.moved(.analyzer, at: engine.now())
        while let document = try await engine.store.nextDueDocument(after: last) {
            last = document.id
            // The reader is watched by the document, from here on: a long one moves batch by batch.
            engine.stages.idle(.analyzer)
            do {
                try await engine.readDocument(document.id)
            } catch let error where !Engine.isFatal(error) && !(error is CancellationError) {
                engine.logger.error(
                    "a document cannot be read; it stays due",
                    metadata: ["document": "\(document.id)", "feed": "\(document.feed)", "error": "\(error)"])
            }
            try Task.checkCancellation()
            engine.stages.moved(.analyzer, at: engine.now())
        }
        try await engine.ageInventories()
        engine.stages.moved(.analyzer, at: engine.now())
        try await engine.expireFindings { engine.stages.moved(.analyzer, at: engine.now()) }
        try await engine.settleCampaigns { engine.stages.moved(.analyzer, at: engine.now()) }
        try await engine.judgeDueThreats { engine.stages.moved(.analyzer, at: engine.now()) }
        engine.stages.moved(.analyzer, at: engine.now())
        _ = try await engine.noticeOwed()
    }
}
