import Analyze
import Constituency
import Crypto
import Ingest
import Storage
import Synchronization
import Vocabulary

extension Engine {
    /// Items of one transaction ("What is durable when", step 3: ≤ 5,000).
    static let batchItemsMax = 5000
    /// Reports of one transaction. They are long, and five hundred of them take about as long as 5,000 rows; the next
    /// ones are read meanwhile.
    static let batchReportsMax = 500

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
        try await DocumentWork(engine: self, record: record, feed: feed, register: register, matcher: matcher).run()
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
    /// The time stated by the first batch that states one. A scan report's own time is its latest row's, which grows
    /// while it is read; were each batch to carry what is known by then, the last one would close the findings of the
    /// first. A function of the bytes, because they are read in the same pieces every time.
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
        if let refusal = record.check?.refusal {
            // Kept as evidence, and not believed: the one item of such a document is its reject.
            batch.rejects.append(Reject(refusal.reason, place: record.name, message: refusal.message))
            return try await withThrowingTaskGroup(of: Void.self) { storing in
                try await flush(last: true, &storing)
                try await storing.waitForAll()
            }
        }
        let context = DocumentContext(feed: feed, name: record.name, received: record.received)
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

    private var isFull: Bool {
        unjudged + batch.itemCount >= Engine.batchItemsMax || batch.reports.count >= Engine.batchReportsMax
    }

    /// Judges what was read and makes it durable; drops it when it was durable before.
    private func flush(last: Bool, _ storing: inout ThrowingTaskGroup<Void, any Error>) async throws {
        items += batch.itemCount
        engine.stages.moved(Stages.document(record.id), of: .reader, at: engine.now())
        let matched = matcher.match(batch.observations)
        tally.count(batch, matched)
        listTime = listTime ?? batch.statedTime
        // Threats are judged at places that depend on the bytes alone, not after each batch: a finding by registered
        // software keeps the days of every judgement.
        unjudged += batch.itemCount
        let judges = last || unjudged >= Engine.batchItemsMax
        if judges { unjudged = 0 }
        if items > record.nextItem || last {
            let out = try await durable(matched, last: last, repeated: items <= record.nextItem)
            try await storing.waitForAll()
            let engine = engine
            let judging = judges && tally.summary.reports > 0
            storing.addTask { try await engine.store(out, judging: judging) }
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
            let conditions = batch.observations.conditions
            if conditionNumbers.count < conditions.count {
                conditionNumbers = try await engine.store.conditionNumbers(conditions, at: now)
            }
            out.reports = batch.reports
            out.rejects = batch.rejects
            out.mails = batch.mails.map { engine.taking($0) }
            out.scores = batch.scores
            out.scorePoints = engine.policies.scoring.epss
            out.sightings = sightings(matched)
        }
        if last {
            out.orphans = tally.orphans(batch.observations.conditions)
            // A difference names what it names, and closes nothing.
            let list =
                feed.isFullList(record.name)
                ? FullListClosing(stated: listTime ?? record.received, rows: tally.summary.rows) : nil
            out.closing = DocumentClosing(summary: tally.finished(), fullList: list)
        }
        out.entries = entries(out, at: now, last: last)
        return out
    }

    /// Sightings in store numbers, sorted as the findings table is.
    private func sightings(_ matched: MatchedBatch) -> [Sighting] {
        let rows = matched.sightings.map { sighting in
            Sighting(
                entity: register.numbers[Int(sighting.entity)], locus: LocusCode.encode(sighting.locus),
                threat: conditionNumbers[Int(sighting.condition)], rule: sighting.outcome.rule, confidence: .certain,
                firstSeen: sighting.firstSeen, lastSeen: sighting.lastSeen, days: sighting.days.map(\.number),
                item: sighting.evidenceRow, evidence: evidence(sighting))
        }
        return (rows + matched.listings.map(sighting)).sorted {
            $0.entity != $1.entity
                ? $0.entity < $1.entity
                : $0.locus == $1.locus ? $0.threat < $1.threat : $0.locus.lexicographicallyPrecedes($1.locus)
        }
    }

    /// The finding of a name or network that an indicator list names.
    private func sighting(_ listing: ListingSighting) -> Sighting {
        let kind = listing.rule == .domain ? "domain" : "network"
        let evidence: JSONValue = [
            "listed": .string(listing.locus.text), kind: .string(listing.registered), "row": .int(listing.evidenceRow),
        ]
        return Sighting(
            entity: register.numbers[Int(listing.entity)], locus: LocusCode.encode(listing.locus),
            threat: conditionNumbers[Int(listing.condition)], rule: listing.rule, confidence: .certain,
            firstSeen: listing.firstSeen, lastSeen: listing.lastSeen, days: listing.days.map(\.number),
            item: listing.evidenceRow, evidence: String(decoding: evidence.canonical, as: UTF8.self))
    }

    /// What matched, as JSON; written by hand because a hundred thousand of them are written in a second.
    private func evidence(_ sighting: FindingSighting) -> String {
        switch sighting.outcome {
        case .network(let slot):
            "{\"network\":\"\(register.index.prefixes.networks[Int(slot)])\",\"row\":\(sighting.evidenceRow)}"
        case .asn, .orphan, .outside: "{\"row\":\(sighting.evidenceRow)}"
        }
    }

    /// One entry for each batch of observations, with a root over its changes; one at the end of every document.
    private func entries(_ out: DocumentBatch, at now: Instant, last: Bool) -> [Entry] {
        var entries: [Entry] = []
        let subject = "document:\(record.id)"
        if !out.sightings.isEmpty {
            var changes: [UInt8] = []
            changes.reserveCapacity(out.sightings.count * 48)
            for sighting in out.sightings {
                changes += sighting.locus
                changes += "\(sighting.entity)/\(sighting.threat)/\(sighting.lastSeen.microseconds);".utf8
            }
            let detail: [String: JSONValue] = [
                "findings": .int(out.sightings.count),
                "root": .string(Hex.encode(Array(SHA256.hash(data: changes)))),
            ]
            entries.append(
                Entry(kind: .batch, subject: subject, event: "observed", at: now, actor: "service", detail: detail))
        }
        // The end of a replay has its own entry, which the store writes because it alone knows what was resolved.
        if last, record.replay == nil, let summary = out.closing?.summary {
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
            entries.append(
                Entry(
                    kind: .batch, subject: subject, event: "read", at: now, actor: "service",
                    detail: detail.merging(checked) { own, _ in own }))
        }
        return entries
    }
}

extension RowOutcome {
    var rule: MatchRule {
        switch self {
        case .network, .orphan, .outside: .network
        case .asn: .asn
        }
    }
}
