import Durability
import Foundation
package import Ingest
import Storage
import Vocabulary

extension Engine {
    /// Polls one feed once: fetch aside, make the bytes durable, take them in together with the new validators (I1).
    ///
    /// Returns the outcome's name. *A crash before the intake leaves an aside file or an orphan in `raw/`, and the old
    /// validators: the document comes again.*
    package func poll(
        _ feed: FeedDescription, by fetcher: any Fetcher, verify: @escaping Edges.Verify = Edges.unverified
    ) async throws -> String {
        guard let url = feed.url else { return "no-url" }
        let states = try await store.feedStates()
        let state = states.first { $0.feed == feed.id }
        if feed.source.kind != .plain {
            return try await follow(feed, by: fetcher, verify: verify, failures: state?.failures ?? 0)
        }
        let aside = settings.dataDirectory + "/raw/" + DurableFile.asidePrefix + "fetch-" + feed.id.text
        let outcome = await fetcher.fetch(
            FetchRequest(
                url: url, etag: state?.etag, lastModified: state?.lastModified, limits: feed.limits,
                destination: aside))
        try Task.checkCancellation()
        defer { unlink(aside) }
        let now = now()
        var result = PollResult(feed: feed.id, at: now, nextPoll: now, outcome: "", succeeded: true)
        switch outcome {
        case .notModified:
            result.outcome = "not-modified"
            result.nextPoll = next(feed, after: now)
            try await store.recordPoll(result)
        case .failed(let failure, let retryAfter):
            result.outcome = "failed: \(failure)"
            result.succeeded = false
            result.nextPoll = backOff(feed, failures: (state?.failures ?? 0) + 1, retryAfter: retryAfter, now: now)
            try await store.recordPoll(result)
        case .document(_, let etag, let lastModified, _, _):
            result.outcome = "document"
            result.nextPoll = next(feed, after: now)
            result.etag = etag
            result.lastModified = lastModified
            try await takeIn(aside, of: feed, url: url, poll: result)
        }
        return result.outcome
    }

    private func takeIn(_ path: String, of feed: FeedDescription, url: String, poll: PollResult) async throws {
        let (digest, bytes) = try keep(path, of: feed)
        _ = try await store.intake(
            DocumentIntake(feed: feed.id, digest: digest, name: url, received: poll.at, bytes: bytes, poll: poll))
        signals.documents.raise()
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
