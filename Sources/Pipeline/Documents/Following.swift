import Crypto
import Durability
import Foundation
import Ingest
import Storage
import Vocabulary

/// One poll of many requests. Used from one task.
final class Following {
    let engine: Engine
    let feed: FeedDescription
    let fetcher: any Fetcher
    let verify: Edges.Verify
    private(set) var documents = 0
    private(set) var retryAfter: Int64?
    /// Seconds by which the server's clock is ahead of ours, as its last answer told; nil when none did.
    private(set) var clockOffset: Int64?
    /// Whether anything became durable, so that the next poll begins further on.
    private var hasMoved = false
    /// Bytes of the fetches' common memory that the body in hand takes.
    private var heldBytes = 0
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
            let step = machine.step(input)
            // What the machine has read is not in memory any more.
            input = .stored
            letGo()
            switch step {
            case .ask(let request):
                if request.isRestPoint, isUsedUp { return nil }
                input = .answered(try await ask(request))
            case .check(let question): input = .checked(await verify(held, question))
            case .store(let document):
                try await store(document)
                hasMoved = true
            case .mark(let marks):
                try await engine.store.remember(marks, of: feed.id, at: engine.now())
                hasMoved = true
            case .done(let ending): return ending
            }
        }
    }

    /// Why the poll failed as a whole; nil when it did not.
    func failure(_ ending: SourceEnding?, _ tally: SourceTally) -> FetchFailure? {
        if let failure = ending?.failure ?? tally.failure(documents: documents) { return failure }
        guard ending == nil, !hasMoved else { return nil }
        // Asked again it would come no further.
        return .unending("the limits of one poll (\(requests) requests) end before the source's lists do")
    }

    /// Removes what was fetched and not kept.
    func clear() {
        unlink(held)
        unlink(other)
        letGo()
    }

    private func letGo() {
        if heldBytes > 0 { fetcher.letGo(heldBytes) }
        heldBytes = 0
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
            url: request.url, etag: request.etag, lastModified: request.lastModified, limits: limits,
            destination: path)
        question.accept = request.accept
        question.mail = request.mail
        question.origins = origins
        let outcome = await fetcher.fetch(question)
        try Task.checkCancellation()
        switch outcome {
        case .notModified(let serverTime):
            note(serverTime)
            return .unchanged
        case .failed(let failure, let seconds):
            retryAfter = seconds ?? retryAfter
            return .failed(failure)
        case .document(let count, let etag, let lastModified, let serverTime, let dateAddedLast):
            note(serverTime)
            bytes += count
            if request.readsMax > 0 {
                // The bytes, and what their reader makes of them on the way.
                guard await fetcher.hold(2 * count) else { throw CancellationError() }
                heldBytes = 2 * count
            }
            var body = try read(path, count, keeps: request.readsMax > 0, hashes: request.isHeld)
            body.count = count
            body.dateAddedLast = dateAddedLast
            (body.etag, body.lastModified) = (etag, lastModified)
            return .body(body)
        }
    }

    private func note(_ serverTime: Instant?) {
        clockOffset = serverTime.map { $0.seconds(since: engine.now()) } ?? clockOffset
    }

    private func read(_ path: String, _ count: Int, keeps: Bool, hashes: Bool) throws -> SourceBody {
        guard let file = fopen(path, "rb") else {
            throw ActFailure(.ourFault, "the fetched file \(path) is gone")
        }
        defer { fclose(file) }
        var body = SourceBody(bytes: [])
        // At once, because an array that grows holds its old half too.
        if keeps { body.bytes.reserveCapacity(count) }
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
