package import Ingest
package import Storage
package import Vocabulary

/// A reject, or the rejects of one feed and reason with the newest as their example.
package struct RejectView: Codable, Sendable {
    /// `17.3`: what `ess reject show` takes.
    package var id: String
    package var feed: String
    package var document: Int64
    package var name: String
    package var reject: Reject
    /// How many rejects, in how many documents, the row speaks for.
    package var count: Int
    /// Of these: those beyond the first thousand of a document, which cannot be shown one by one; a replay reads all.
    package var countedOnly: Int
    package var documents: Int
    /// When a later reading did not meet it any more.
    package var resolved: Instant?
    /// When somebody closed it, who and why.
    package var dismissed: Instant?
    package var dismissedBy: String?
    package var dismissedReason: String?
    /// When the first document came in which one of those that the row speaks for stands.
    package var since: Instant

    private enum CodingKeys: String, CodingKey {
        case id, feed, document, name, reject, count, countedOnly = "counted_only", documents, resolved
        case dismissed, dismissedBy = "dismissed_by", dismissedReason = "dismissed_reason", since
    }

    init(_ row: RejectRow) {
        id = row.id.description
        feed = row.feed.text
        document = row.id.document
        name = row.name
        reject = row.reject
        count = row.count
        countedOnly = row.countedOnly
        documents = row.documents
        resolved = row.resolved
        dismissed = row.dismissal?.at
        dismissedBy = row.dismissal?.actor
        dismissedReason = row.dismissal?.reason
        since = row.since
    }
}

/// `ess reject list`.
package struct RejectList: Act {
    package static let name = "reject list"
    package static let roles = Role.anyone
    package static let readsOnly = true
    package var query: RejectQuery

    package init(query: RejectQuery) { self.query = query }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> [RejectView] {
        var query = query
        query.limit = min(max(1, query.limit), 10_000)
        let found = try await engine.store.rejects(query)
        if found.isEmpty { try engine.mustKnow(feed: query.feed) }
        return found.map(RejectView.init)
    }
}

/// `ess reject show ID`: place, reason, and the bytes around the place, from what is kept.
package struct RejectShow: Act {
    package static let name = "reject show"
    package static let roles = Role.anyone
    package static let readsOnly = true
    package var id: String

    package init(id: String) { self.id = id }

    package struct Answer: Codable, Sendable {
        package var reject: RejectView
        package var received: Instant
        /// Digest of the document, and its name in `raw/`.
        package var digest: String
        /// Name of the document or archive member that the lines are of; nil when nothing could be unpacked.
        package var member: String?
        /// Whether the readers of this release still meet it.
        package var met: Bool
        /// Empty when the bytes are gone or nothing could be unpacked.
        package var lines: [ByteExcerpt.Line]
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> Answer {
        guard let id = RejectID(id), let row = try await engine.store.reject(id) else {
            throw ActFailure(.notFound, "there is no reject `\(self.id)`", hint: "see `ess reject list --each`")
        }
        var answer = Answer(
            reject: RejectView(row), received: row.received, digest: row.digest.description, member: nil, met: false,
            lines: [])
        guard let feed = engine.feeds[row.feed] else { return answer }
        let context = DocumentContext(feed: feed, name: row.name, received: row.received)
        let search = PlaceSearch(for: row.reject, in: context)
        let raw: RawReader
        do {
            raw = try engine.store.readRaw(row.digest)
        } catch let failure as StorageFailure where failure.code == .notFound {
            return answer
        }
        var isWanted = true
        while isWanted, try raw.next({ isWanted = search.push($0) }) { try Task.checkCancellation() }
        if let excerpt = search.finish() {
            answer.member = excerpt.member
            answer.met = excerpt.isMet
            answer.lines = excerpt.lines
        }
        return answer
    }
}
