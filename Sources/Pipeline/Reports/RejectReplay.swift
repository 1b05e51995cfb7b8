import Ingest
import Storage
import Vocabulary

/// `ess reject replay FEED|DOCUMENT|ID...`: kept documents are read again with the readers of this release.
///
/// What is readable now joins, because a report's identity is its feed and its source's id: nothing doubles. Rejects
/// that are met no more are resolved, the others stay what they were.
package struct RejectReplay: Act {
    package static let name = "reject replay"
    package static let roles: Set<Role> = [.analyst, .admin]
    /// Feeds (their documents with standing rejects), numbers of documents, ids of rejects.
    package var targets: [String]

    package init(targets: [String]) { self.targets = targets }

    /// What came of one document.
    package enum Outcome: String, Codable, Sendable {
        case replayed
        case wouldReplay = "would-replay"
        /// Its first reading has not ended; it goes on by itself.
        case beingRead = "being-read"
        /// Its bytes are not kept any more.
        case bytesGone = "bytes-gone"
        /// No file describes its feed any more.
        case feedGone = "feed-gone"
    }

    /// One document and what its reading came to.
    package struct Row: Codable, Sendable {
        package var document: Int64
        package var feed: String
        package var name: String
        package var outcome: Outcome
        package var newReports = 0
        package var newRevisions = 0
        package var unchanged = 0
        /// Rows of observations, indicators or scores that can be read.
        package var rows = 0
        /// Rejects that are met no more, and those that stand.
        package var resolved = 0
        package var standing = 0
        /// Of those that stand, the ones that did not before: what was read by an earlier release or another feed file
        /// and cannot be read any more.
        package var newlyRejected = 0

        private enum CodingKeys: String, CodingKey {
            case document, feed, name, outcome, newReports = "new_reports", newRevisions = "new_revisions", unchanged
            case rows, resolved, standing, newlyRejected = "newly_rejected"
        }

        init(_ record: DocumentRecord, _ outcome: Outcome) {
            document = record.id
            feed = record.feed.text
            name = record.name
            self.outcome = outcome
        }

        /// How the document's rejects stand, of which `before` stood before it was read.
        mutating func count(standing: Int, resolved: Int, before: Int) {
            self.standing = standing
            self.resolved = resolved
            newlyRejected = max(0, standing - (before - resolved))
        }
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> [Row] {
        let records = try await documents(engine)
        var wanted: [Int64] = []
        var rows: [Int64: Row] = [:]
        var before: [Int64: Int] = [:]
        for record in records {
            if let hindrance = hindrance(record, engine) {
                rows[record.id] = Row(record, hindrance)
            } else if call.dryRun {
                rows[record.id] = try await engine.forecastReplay(of: record)
            } else {
                wanted.append(record.id)
                before[record.id] = try await engine.store.rejectCounts(of: record.id).standing
            }
        }
        let order = ReplayOrder(actor: call.actor.description, reason: call.reason)
        let begun = try await wanted.isEmpty ? [] : engine.store.beginReplay(of: wanted, order: order)
        // From here on they are due: what this act does not reach, the analyzer reads.
        if !begun.isEmpty { engine.signals.documents.raise() }
        for id in begun {
            try await engine.readDocument(id)
            guard let record = try await engine.store.document(id) else { continue }
            rows[id] = try await row(of: record, before: before[id] ?? 0, engine)
        }
        for record in records where rows[record.id] == nil { rows[record.id] = Row(record, .beingRead) }
        return records.compactMap { rows[$0.id] }
    }

    private func row(of record: DocumentRecord, before: Int, _ engine: Engine) async throws -> Row {
        var row = Row(record, .replayed)
        let summary = record.summary ?? DocumentSummary()
        row.newReports = summary.newReports
        row.newRevisions = summary.newRevisions
        row.unchanged = summary.unchanged
        row.rows = summary.rows + summary.scores
        let counts = try await engine.store.rejectCounts(of: record.id)
        row.count(standing: counts.standing, resolved: counts.resolved, before: before)
        return row
    }

    /// Why a document cannot be read again; it would otherwise stay due for ever.
    private func hindrance(_ record: DocumentRecord, _ engine: Engine) -> Outcome? {
        if !record.isDone { return .beingRead }
        if engine.feeds[record.feed] == nil { return .feedGone }
        return engine.store.hasRaw(record.digest) ? nil : .bytesGone
    }

    /// The documents that the targets name, each once, oldest first.
    private func documents(_ engine: Engine) async throws -> [DocumentRecord] {
        var ids = Set<Int64>()
        for target in targets {
            if let id = RejectID(target) {
                guard try await engine.store.reject(id) != nil else {
                    throw ActFailure(.notFound, "there is no reject `\(id)`", hint: "see `ess reject list --each`")
                }
                ids.insert(id.document)
            } else if let id = Int64(target) {
                ids.insert(id)
            } else if let feed = FeedID(target) {
                let found = try await engine.store.documentsWithRejects(feed: feed)
                if found.isEmpty { try engine.mustKnow(feed: feed) }
                ids.formUnion(found)
            } else {
                throw ActFailure(.usage, "`\(target)` is no feed, document or reject", hint: "see `ess reject list`")
            }
        }
        var records: [DocumentRecord] = []
        for id in ids.sorted() {
            guard let record = try await engine.store.document(id) else {
                throw ActFailure(.notFound, "there is no document \(id)", hint: "see `ess reject list --each`")
            }
            records.append(record)
        }
        return records
    }
}

extension Engine {
    /// What a replay would change: the document is read, compared with the store, and dropped.
    fileprivate func forecastReplay(of record: DocumentRecord) async throws -> RejectReplay.Row {
        var row = RejectReplay.Row(record, .wouldReplay)
        guard let feed = feeds[record.feed] else { return row }
        var places = try await store.standingPlaces(of: record.id)
        let before = try await store.rejectCounts(of: record.id).standing
        var standing = 0
        let reader = DocumentReading(
            context: DocumentContext(feed: feed, name: record.name, received: record.said))
        let raw = try store.readRaw(record.digest)
        var batch = ReadBatch()
        func take(_ batch: inout ReadBatch) async throws {
            let known = try await store.compare(batch.reports, of: record.feed)
            row.newReports += known.new
            row.newRevisions += known.revised
            row.unchanged += known.unchanged
            row.rows += batch.observations.rows.count + batch.observations.listings.count + batch.scores.count
            standing += batch.rejects.count
            for reject in batch.rejects { if let count = places[reject.place] { places[reject.place] = count - 1 } }
            batch.removeItems()
            try Task.checkCancellation()
        }
        if let refusal = record.check?.refusal {
            // It is not believed, so it is not read either: its one item is the reject that says so.
            batch.rejects.append(Reject(refusal.reason, place: record.name, message: refusal.message))
        } else {
            while try raw.next({ reader.push($0, into: &batch) }) {
                if batch.itemCount >= Engine.batchItemsMax { try await take(&batch) }
            }
            while reader.finishPart(into: &batch) { try await take(&batch) }
        }
        try await take(&batch)
        row.count(standing: standing, resolved: places.values.reduce(0) { $0 + max(0, $1) }, before: before)
        return row
    }
}
