import Logging
import Storage
import Vocabulary

/// Reads due documents, judges the threats they touched, and makes due what is owed because of them.
struct Analyzing {
    let engine: Engine

    func run() async throws {
        while !Task.isCancelled {
            try await step()
            engine.stages.idle("analyzer", at: engine.now())
            await engine.signals.documents.wait(seconds: 30)
        }
    }

    private func step() async throws {
        while let document = try await engine.store.nextDueDocument() {
            engine.stages.moved("analyzer", at: engine.now())
            guard engine.feeds[document.feed] != nil else {
                engine.logger.error(
                    "a document waits for a feed that no file describes",
                    metadata: ["feed": "\(document.feed)", "document": "\(document.id)"])
                break
            }
            try await engine.readDocument(document.id)
            try Task.checkCancellation()
        }
        engine.stages.moved("analyzer", at: engine.now())
        try await engine.judgeDueThreats()
        _ = try await engine.noticeFindings()
    }
}
