import Crypto
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
        var result = PollResult(feed: feed.id, at: now, nextPoll: next(feed, after: now), outcome: "", succeeded: true)
        result.outcome = work.outcome(ending)
        result.milliseconds = max(0, (now.microseconds - begun.microseconds) / 1000)
        if let failure = ending?.failure {
            result.succeeded = false
            result.outcome = "failed: \(failure)" + (work.documents > 0 ? ", after \(work.documents) documents" : "")
            result.nextPoll = backOff(feed, failures: failures + 1, retryAfter: work.retryAfter, now: now)
        } else if ending == nil {
            result.nextPoll = now.adding(seconds: Engine.goOnSeconds)
        }
        try await store.recordPoll(result)
        return .followed(documents: work.documents, result.outcome, ending?.failure)
    }
}

/// One poll of many requests. Used from one task.
private final class Following {
    let engine: Engine
    let feed: FeedDescription
    let fetcher: any Fetcher
    let verify: Edges.Verify
    private(set) var documents = 0
    private(set) var retryAfter: Int64?
    private var refused = 0
    private var requests = 0
    private var bytes = 0
    private let began: Instant
    private let origins: Set<String>
    /// The body that ``SourceRequest/isHeld`` names, and all others.
    private let held: String
    private let other: String

    init(engine: Engine, feed: FeedDescription, fetcher: any Fetcher, verify: @escaping Edges.Verify) {
        self.engine = engine
        self.feed = feed
        self.fetcher = fetcher
        self.verify = verify
        began = engine.now()
        let own = feed.url.flatMap { WebLink($0) }.map { [$0.origin] } ?? []
        origins = feed.source.origins.union(own)
        let aside = engine.settings.dataDirectory + "/raw/" + DurableFile.asidePrefix
        held = aside + "fetch-" + feed.id.text
        other = aside + "part-" + feed.id.text
    }

    /// Takes step after step; nil when a limit ended the poll before the source did.
    func run(_ machine: inout any SourceProtocol) async throws -> SourceEnding? {
        var input = SourceInput.begin
        while true {
            try Task.checkCancellation()
            switch machine.step(input) {
            case .ask(let request):
                if request.isRestPoint, isUsedUp { return nil }
                input = .answered(try await ask(request))
            case .check(let question): input = .checked(await verify(held, question))
            case .store(let document):
                try await store(document)
                input = .stored
            case .mark(let marks):
                try await engine.store.remember(marks, of: feed.id)
                input = .stored
            case .done(let ending): return ending
            }
        }
    }

    /// Removes what was fetched and not kept.
    func clear() {
        unlink(held)
        unlink(other)
    }

    func outcome(_ ending: SourceEnding?) -> String {
        var words = documents == 0 ? "nothing new" : documents == 1 ? "1 document" : "\(documents) documents"
        if refused > 0 { words += ", \(refused) refused" }
        if ending == nil { words += ", more to come" }
        guard let notes = ending?.notes, let first = notes.first else { return words }
        return words + "; \(first)" + (notes.count > 1 ? " (and more, see the journal)" : "")
    }

    private var secondsLeft: Int64 { feed.source.pollSeconds - engine.now().seconds(since: began) }

    private var isUsedUp: Bool {
        requests >= feed.source.requestsMax || secondsLeft <= 0 || bytes >= feed.source.pollBytesMax
    }

    private func ask(_ request: SourceRequest) async throws -> SourceAnswer {
        if requests > 0, feed.source.pauseSeconds > 0 { try await Task.sleep(for: .seconds(feed.source.pauseSeconds)) }
        requests += 1
        engine.stages.moved(feed.id.text, of: .fetcher, at: engine.now())
        var limits = feed.limits
        if request.readsMax > 0 { limits.documentBytesMax = min(limits.documentBytesMax, request.readsMax) }
        limits.fetchSeconds = min(limits.fetchSeconds, max(5, secondsLeft))
        let path = request.isHeld ? held : other
        var question = FetchRequest(
            url: request.url, etag: nil, lastModified: nil, limits: limits, destination: path)
        question.accept = request.accept
        question.mail = request.mail
        question.origins = origins
        let outcome = await fetcher.fetch(question)
        try Task.checkCancellation()
        switch outcome {
        case .notModified: return .failed(.status(304))
        case .failed(let failure, let seconds):
            retryAfter = seconds ?? retryAfter
            return .failed(failure)
        case .document(let count, _, _, _, let dateAddedLast):
            bytes += count
            var body = try read(path, keeps: request.readsMax > 0, hashes: request.isHeld)
            body.count = count
            body.dateAddedLast = dateAddedLast
            return .body(body)
        }
    }

    private func read(_ path: String, keeps: Bool, hashes: Bool) throws -> SourceBody {
        guard let file = fopen(path, "rb") else {
            throw ActFailure(.ourFault, "the fetched file \(path) is gone")
        }
        defer { fclose(file) }
        var body = SourceBody(bytes: [])
        var short = SHA256()
        var long = SHA512()
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
            buffer.withUnsafeBytes { piece in
                let piece = UnsafeRawBufferPointer(rebasing: piece[..<count])
                if keeps { body.bytes.append(contentsOf: piece) }
                guard hashes else { return }
                short.update(bufferPointer: piece)
                long.update(bufferPointer: piece)
            }
        }
        if hashes {
            body.sha256 = Hex.encode(short.finalize())
            body.sha512 = Hex.encode(long.finalize())
        }
        return body
    }

    private func store(_ document: SourceDocument) async throws {
        let (digest, bytes) = try engine.keep(held, of: feed)
        var intake = DocumentIntake(
            feed: feed.id, digest: digest, name: document.name, received: engine.now(), bytes: bytes)
        intake.isFullList = feed.isFullList(document.name)
        intake.marks = document.marks
        intake.check = document.check
        _ = try await engine.store.intake(intake)
        engine.signals.documents.raise()
        documents += 1
        if document.check?.refusal != nil { refused += 1 }
    }
}
