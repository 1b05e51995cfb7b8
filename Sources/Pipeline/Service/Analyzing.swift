import Logging
import Storage
import Vocabulary

/// Reads due documents, feed by feed in turn, and judges the threats they touched.
struct Analyzing {
    let engine: Engine

    /// While documents are read one after the other, what they made due is judged so often.
    private static let judgeSeconds: Int64 = 10

    func run() async throws {
        while !Task.isCancelled {
            try await step()
            engine.stages.idle(.analyzer)
            await engine.signals.documents.wait(seconds: 30)
        }
    }

    /// Each due document once, one of each feed after the other. One that cannot be read stays due, is said, and keeps
    /// no other waiting; nor does a feed with many documents, or one whose documents never end (I14).
    private func step() async throws {
        var places: [FeedID: Int64] = [:]
        var judged = engine.now()
        engine.beganReading()
        engine.stages.moved(.analyzer, at: engine.now())
        while case let round = try await engine.store.dueDocuments(after: places), !round.isEmpty {
            for document in round {
                places[document.feed] = document.id
                try await read(document)
                try await age()
                try await judgeMeanwhile(&judged)
            }
        }
        try await age()
        try await judge()
        engine.signals.planning.raise()
    }

    /// What documents of observations make due nobody else judges; nor does reading them take back what a change of the
    /// register ended.
    private func judgeMeanwhile(_ judged: inout Instant) async throws {
        let now = engine.now()
        guard !(0..<Analyzing.judgeSeconds).contains(now.seconds(since: judged)) else { return }
        try await judge()
        judged = engine.now()
    }

    private func judge() async throws {
        try await engine.settleCampaigns { engine.stages.moved(.analyzer, at: engine.now()) }
        try await engine.judgeDueThreats { engine.stages.moved(.analyzer, at: engine.now()) }
        engine.stages.moved(.analyzer, at: engine.now())
    }

    private func read(_ document: DocumentRecord) async throws {
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

    /// What the day's passing changes, once a day. Threats that it makes due are judged with the next document's.
    private func age() async throws {
        try await engine.ageInventories()
        engine.stages.moved(.analyzer, at: engine.now())
        try await engine.expireFindings { engine.stages.moved(.analyzer, at: engine.now()) }
    }
}
