import Durability
import Foundation
import Ingest
import Storage
import Vocabulary

/// How one poll ended, as the loop logs it and `ess feed fetch` answers it.
enum PollEnd: Sendable {
    case document(IntakeOutcome)
    case notModified
    case failed(FetchFailure)
    /// A source of many requests: how many documents came, and why not more.
    case followed(documents: Int, String, FetchFailure?)

    /// As stored in the feed's state.
    var text: String {
        switch self {
        case .document: "document"
        case .notModified: "not-modified"
        case .failed(let failure): "failed: \(failure)"
        case .followed(_, let text, _): text
        }
    }
}

extension Engine {
    /// Polls one feed once: fetch aside, make the bytes durable, take them in together with the new validators (I1).
    ///
    /// *A crash before the intake leaves an aside file or an orphan in `raw/`, and the old validators: the document
    /// comes again.*
    func poll(_ feed: FeedDescription, at url: String, by fetcher: any Fetcher) async throws -> PollEnd {
        let turn = Int64(feeds.keys.filter { $0 < feed.id }.count)
        return try await pollTurns.take(turn) {
            guard feed.source.kind != .plain else { return try await pollAlone(feed, at: url, by: fetcher) }
            return try await follow(feed, by: fetcher)
        }
    }

    private func pollAlone(_ feed: FeedDescription, at url: String, by fetcher: any Fetcher) async throws -> PollEnd {
        let state = try await store.feedStates().first { $0.feed == feed.id }
        let aside = settings.dataDirectory + "/raw/" + DurableFile.asidePrefix + "fetch-" + feed.id.text
        let begun = now()
        let (etag, lastModified) = PollConditions.of(state, at: begun)
        let outcome = await fetcher.fetch(
            FetchRequest(
                url: url, etag: etag, lastModified: lastModified, limits: feed.limits, destination: aside))
        try Task.checkCancellation()
        defer { unlink(aside) }
        let now = now()
        var result = PollResult(feed: feed.id, at: now, nextPoll: next(feed, after: now), outcome: "", succeeded: true)
        result.milliseconds = max(0, (now.microseconds - begun.microseconds) / 1000)
        switch outcome {
        case .notModified(let serverTime):
            result.outcome = PollEnd.notModified.text
            result.clockOffset = serverTime.map { $0.seconds(since: now) }
            try await store.recordPoll(result)
            return .notModified
        case .failed(let failure, let retryAfter):
            return try await fail(failure, feed, result, after: (state?.failures ?? 0) + 1, retryAfter: retryAfter)
        case .document(bytes: 0, _, _, _, _):
            return try await fail(.empty, feed, result, after: (state?.failures ?? 0) + 1, retryAfter: nil)
        case .document(_, let etag, let lastModified, let serverTime, _):
            result.outcome = "document"
            result.clockOffset = serverTime.map { $0.seconds(since: now) }
            result.isDocument = true
            result.etag = etag
            result.lastModified = lastModified
            return .document(try await takeIn(aside, of: feed, url: url, poll: result))
        }
    }

    private func fail(
        _ failure: FetchFailure, _ feed: FeedDescription, _ poll: PollResult, after failures: Int, retryAfter: Int64?
    ) async throws -> PollEnd {
        let end = PollEnd.failed(failure)
        var result = poll
        result.outcome = end.text
        result.succeeded = false
        result.nextPoll = backOff(feed, failures: failures, retryAfter: retryAfter, now: poll.at)
        try await store.recordPoll(result)
        return end
    }

    private func takeIn(
        _ path: String, of feed: FeedDescription, url: String, poll: PollResult
    ) async throws -> IntakeOutcome {
        let (digest, bytes) = try keep(path, of: feed)
        var intake = DocumentIntake(
            feed: feed.id, digest: digest, name: url, received: poll.at, bytes: bytes, poll: poll)
        intake.isFullList = feed.isFullList(url)
        let outcome = try await store.intake(intake)
        signals.documents.raise()
        return outcome
    }

    /// Makes a fetched file's bytes durable in `raw/`.
    func keep(_ path: String, of feed: FeedDescription) throws -> (digest: Digest, bytes: Int) {
        let draft = try store.beginRaw(bytesMax: feed.limits.documentBytesMax)
        guard let file = fopen(path, "rb") else {
            throw ActFailure(.ourFault, "the fetched file \(path) is gone")
        }
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
            try buffer.withUnsafeBytes { try draft.append(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
        let bytes = draft.byteCount
        return (try draft.commit(), bytes)
    }

    /// The interval with a tenth of jitter, so that a hundred sites do not ask in the same second.
    func next(_ feed: FeedDescription, after now: Instant) -> Instant {
        now.adding(seconds: feed.interval + Int64.random(in: 0...max(1, feed.interval / 10)))
    }

    /// Doubling from a minute up to the interval (at least an hour); never sooner than the server asks.
    func backOff(_ feed: FeedDescription, failures: Int, retryAfter: Int64?, now: Instant) -> Instant {
        let doubled = Int64(60) << Int64(min(failures - 1, 10))
        let wait = min(doubled, max(feed.interval, 3600))
        let asked = min(retryAfter ?? 0, 86_400)
        return now.adding(seconds: max(wait, asked) + Int64.random(in: 0...max(1, wait / 10)))
    }
}
