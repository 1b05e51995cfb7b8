import Analyze
import Constituency
import Ingest
import Storage
import Synchronization
import Vocabulary

extension Engine {
    /// Items of one transaction ("What is durable when", step 3: ≤ 5,000).
    static let batchItemsMax = 5000
    /// Observed rows that are matched and sorted together before they are stored in several transactions. Sorted over
    /// twenty times as many, the rows of one transaction lie close to each other in the table and its indices, so that
    /// it touches half the pages; and a host that a report names twice is mostly written once.
    static let batchRowsMax = 100_000
    /// Bytes of such rows.
    static let batchBytesMax = 32 << 20
    /// Reports of one transaction. They are long, and five hundred of them take about as long as 5,000 rows; the next
    /// ones are read meanwhile.
    static let batchReportsMax = 500

    /// Runs of the service that a document may hold up before it is set aside.
    static let stallsMax = 2

    /// Reads one due document to its end, batch by batch; returns at once when it has been read already.
    ///
    /// *A crash at any point: the document is still due, and reading goes on at `next_item`.* Reading again is reading
    /// from the first byte in the same pieces and dropping what is durable. When the register changes meanwhile, what
    /// was read with the old one is given up, and reading begins anew.
    package func readDocument(_ id: Int64) async throws {
        let piece = Stages.document(id)
        stages.began(piece, of: .reader, at: now())
        defer { stages.ended(piece, of: .reader) }
        try await documentTurns.take(id) {
            while let record = try await store.document(id), !record.isDone {
                do {
                    return try await read(record)
                } catch is StaleReading {
                    try Task.checkCancellation()
                }
            }
        }
    }

    private func read(_ record: DocumentRecord) async throws {
        guard let feed = feeds[record.feed] else {
            throw ActFailure(
                .configuration, "document \(record.id) belongs to the feed `\(record.feed)`, which no file describes",
                hint: "put \(record.feed).yaml back into \(settings.feedsDirectory)")
        }
        let register = try await register()
        let matcher = ObservationMatcher(register: register.index, space: nationalSpace)
        let work = DocumentWork(engine: self, record: record, feed: feed, register: register, matcher: matcher)
        // Readers compute long without a pause; on threads of their own they keep nobody from being answered.
        try await withTaskExecutorPreference(ReadingThreads.shared) { try await work.run() }
    }
}

/// The document is to be read again from its first byte.
private struct StaleReading: Error {}

extension Engine {
    fileprivate func store(_ batch: DocumentBatch, judging: Bool) async throws {
        let piece = Stages.document(batch.document)
        stages.moved(piece, of: .reader, at: now())
        let outcome = try await store.apply(batch)
        if outcome.isStale { throw StaleReading() }
        signals.entries.raise()
        planMeanwhile()
        if outcome.receipts > 0 { signals.deliveries.raise() }
        // Judged while they are at hand: a document of all CVEs would otherwise be read back from the store at its end.
        folded.withLock { folded in for threat in outcome.folded { folded[threat.no] = threat } }
        guard judging else { return }
        try await settleCampaigns { stages.moved(piece, of: .reader, at: now()) }
        try await judgeDueThreats { stages.moved(piece, of: .reader, at: now()) }
    }
}

/// The reading of one document: the reader's output on one side, the store's batches on the other.
private final class DocumentWork {
    let engine: Engine
    let record: DocumentRecord
    let feed: FeedDescription
    let register: RegisterState
    let matcher: ObservationMatcher
    private var batch = ReadBatch()
    private var tally = DocumentTally()
    /// Items read so far, whether durable before or not.
    private var items = 0
    /// Items read since threats were judged.
    private var unjudged = 0
    private var conditionNumbers: [Int64] = []
    /// The time that the first batch states, else the receipt's. A scan report's own time is its latest row's, which
    /// grows while it is read; were each batch to carry what is known by then, the last one would close the findings of
    /// the first. A function of the bytes, because they are read in the same pieces every time.
    private var listTime: Instant?

    init(
        engine: Engine, record: DocumentRecord, feed: FeedDescription, register: RegisterState,
        matcher: ObservationMatcher
    ) {
        self.engine = engine
        self.record = record
        self.feed = feed
        self.register = register
        self.matcher = matcher
    }

    /// One batch is made durable while the next one is read; never two at once, for each moves `next_item`.
    func run() async throws {
        if let refusal {
            // Kept as evidence, and not believed: the one item of such a document is its reject.
            batch.rejects.append(Reject(refusal.reason, place: record.name, message: refusal.message))
            items = record.nextItem
            return try await withThrowingTaskGroup(of: Void.self) { storing in
                try await flush(last: true, &storing)
                try await storing.waitForAll()
            }
        }
        let context = DocumentContext(feed: feed, name: record.name, received: record.said)
        let reader = DocumentReading(context: context)
        let raw = try engine.store.readRaw(record.digest)
        try await withThrowingTaskGroup(of: Void.self) { storing in
            while try raw.next({ reader.push($0, into: &batch) }) {
                if isFull { try await flush(last: false, &storing) }
                try Task.checkCancellation()
            }
            while reader.finishPart(into: &batch) {
                if isFull { try await flush(last: false, &storing) }
                try Task.checkCancellation()
            }
            try await flush(last: true, &storing)
            try await storing.waitForAll()
        }
    }

    /// Why the document is not read at all.
    private var refusal: (reason: Reject.Reason, message: String)? {
        if let refusal = record.check?.refusal { return refusal }
        guard record.stalls >= Engine.stallsMax else { return nil }
        let message = "reading stood still at it in \(record.stalls) runs of the service; it is set aside, "
            + "`ess reject replay \(record.id)` tries it again"
        return (.overLimit, message)
    }

    private var isFull: Bool {
        unjudged + weight >= Engine.batchItemsMax || batch.reports.count >= Engine.batchReportsMax
            || batch.observations.bytes.count >= Engine.batchBytesMax
    }

    /// How much of a batch was read, in items; observed rows count less.
    private var weight: Int {
        batch.itemCount - batch.rowCount + batch.rowCount / (Engine.batchRowsMax / Engine.batchItemsMax)
    }

    /// Judges what was read and makes it durable; drops it when it was durable before.
    private func flush(last: Bool, _ storing: inout ThrowingTaskGroup<Void, any Error>) async throws {
        let begin = items
        items += batch.itemCount
        engine.stages.moved(Stages.document(record.id), of: .reader, at: engine.now())
        let matched = matcher.match(batch.observations)
        tally.count(batch, matched)
        listTime = listTime ?? batch.statedTime ?? record.said
        // Threats are judged at places that depend on the bytes alone, not after each batch: a finding by registered
        // software keeps the days of every judgement.
        unjudged += weight
        let judges = last || unjudged >= Engine.batchItemsMax
        if judges { unjudged = 0 }
        if items > record.nextItem || last {
            let out = try await durable(matched, last: last, repeated: items <= record.nextItem)
            let known = begin == record.nextItem ? record.nextPart : 0
            let parts = out.parts(from: begin, durable: known)
            try await storing.waitForAll()
            let engine = engine
            let judging = judges && tally.summary.reports > 0
            storing.addTask {
                for part in parts {
                    try Task.checkCancellation()
                    try await engine.store(part, judging: judging && part.nextPart == 0)
                }
            }
        }
        batch.removeItems()
    }

    private func durable(_ matched: MatchedBatch, last: Bool, repeated: Bool) async throws -> DocumentBatch {
        let now = engine.now()
        var out = DocumentBatch(document: record.id, feed: feed, at: now, nextItem: items)
        out.round = record.round
        out.statedTime = batch.statedTime
        out.listTime = listTime
        if !repeated {
            let conditions = feed.found(batch.observations.conditions)
            if conditionNumbers.count < conditions.count {
                conditionNumbers = try await engine.store.conditionNumbers(conditions, at: now)
            }
            out.reports = batch.reports
            out.rejects = batch.rejects
            out.mails = batch.mails.map { engine.taking($0) }
            out.scores = batch.scores
            out.scorePoints = engine.policies.scoring.epss
            out.sightings = SightingRows(register: register, conditions: conditionNumbers, confidence: feed.confidence)
                .sorted(matched)
        }
        if last {
            out.orphans = tally.orphans(feed.found(batch.observations.conditions))
            // A difference names what it names, and closes nothing.
            let list = feed.isFullList(record.name) ? tally.fullList(stated: listTime ?? record.said) : nil
            out.closing = DocumentClosing(summary: tally.finished(), fullList: list)
        }
        if last { out.entries = closingEntries(out) }
        return out
    }

    /// The entry at the end of a document.
    private func closingEntries(_ out: DocumentBatch) -> [Entry] {
        // The end of a replay has its own entry, which the store writes because it alone knows what was resolved.
        guard record.replay == nil, let summary = out.closing?.summary else { return [] }
        let detail: [String: JSONValue] = [
            "digest": .string(record.digest.description), "feed": .string(feed.id.text),
            "rejects": .int(summary.rejects), "reports": .int(summary.reports), "rows": .int(summary.rows),
            "scores": .int(summary.scores),
        ]
        let checked: [String: JSONValue] = record.check.map { check in
            [
                "hashes": .string(check.hashes.rawValue), "signature": .string(check.signature.state.rawValue),
                "signed_by": .string(check.signature.key ?? ""),
            ]
        } ?? [:]
        return [
            Entry(
                kind: .batch, subject: "document:\(record.id)", event: "read", at: out.at, actor: "service",
                detail: detail.merging(checked) { own, _ in own })
        ]
    }
}
