import Durability
import Foundation
import Ingest
import Logging
import Storage
import Synchronization
import Vocabulary

extension Engine {
    /// Seconds until a poll that stopped at its limits goes on.
    private static let goOnSeconds: Int64 = 60

    /// Polls a source that needs many requests, step by step as its protocol says.
    ///
    /// Each document becomes durable with its mark in one transaction (I1). *A crash at any point: what was under way
    /// is asked for again, what was durable is not.*
    func follow(_ feed: FeedDescription, by fetcher: any Fetcher) async throws -> PollEnd {
        let verify = verifier.withLock { $0 }
        let failures = try await store.feedStates().first { $0.feed == feed.id }?.failures ?? 0
        let memory = try await store.sourceMemory(of: feed.id)
        let begun = now()
        guard var machine = SourceProtocols.machine(of: feed, memory: memory, now: begun) else {
            return .failed(.badURL(feed.url ?? ""))
        }
        let work = Following(engine: self, feed: feed, fetcher: fetcher, verify: verify)
        defer { work.clear() }
        let ending = try await work.run(&machine)
        for note in ending?.notes ?? [] {
            logger.warning("a part of a source was passed over", metadata: ["feed": "\(feed.id)", "note": "\(note)"])
        }
        let now = now()
        if let listed = ending?.listed, ending?.failure == nil {
            let sweep = SourceSweep(memory: memory, listed: listed, now: now)
            if !sweep.isEmpty { try await store.sweep(sweep, of: feed.id, at: now) }
        }
        var result = PollResult(feed: feed.id, at: now, nextPoll: next(feed, after: now), outcome: "", succeeded: true)
        result.outcome = work.outcome(ending)
        result.milliseconds = max(0, (now.microseconds - begun.microseconds) / 1000)
        result.clockOffset = work.clockOffset
        result.tally = machine.tally.named > 0 ? machine.tally : nil
        let failure = work.failure(ending, machine.tally)
        if let failure {
            result.succeeded = false
            result.outcome = "failed: \(failure)" + (work.documents > 0 ? ", after \(work.documents) documents" : "")
            result.nextPoll = backOff(feed, failures: failures + 1, retryAfter: work.retryAfter, now: now)
        } else if ending == nil {
            result.nextPoll = now.adding(seconds: Engine.goOnSeconds)
        }
        try await store.recordPoll(result)
        return .followed(documents: work.documents, result.outcome, failure)
    }
}
