import Ingest
package import Storage
package import Vocabulary

/// A document that somebody hands us piece by piece. Used from one task.
package final class Upload {
    let feed: FeedDescription
    let name: String
    let call: ActCall
    let draft: RawDraft

    init(feed: FeedDescription, name: String, call: ActCall, draft: RawDraft) {
        self.feed = feed
        self.name = name
        self.call = call
        self.draft = draft
    }

    /// Takes the next bytes of the document; nothing of it lasts before the upload is finished.
    package func append(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try draft.append($0) } }

    /// The same for bytes that lie in somebody's buffer.
    package func append(_ bytes: UnsafeRawBufferPointer) throws { try draft.append(bytes) }

    /// Drops what came so far and leaves no trace of it.
    package func abandon() { draft.abandon() }
}

/// Answer of `ess ingest`.
package struct IngestAnswer: Codable, Sendable {
    package var document: Int64
    package var feed: String
    package var name: String
    package var bytes: Int
    package var digest: String
    /// False when the same bytes of this feed were known already: nothing was read again.
    package var isNew: Bool
    /// First documents of a feed are its baseline until `ess feed release`: nobody is told of what they hold.
    package var baseline: Bool
    package var summary: DocumentSummary
    package var rejects: [Reject]

    private enum CodingKeys: String, CodingKey {
        case document, feed, name, bytes, digest, isNew = "new", baseline, summary, rejects
    }
}

extension Engine {
    static let ingestRoles: Set<Role> = [.analyst, .admin]

    /// Starts taking in a document by hand.
    /// - Throws: ``ActFailure``: not permitted, unknown feed, disk full.
    package func beginUpload(
        feed id: FeedID, name: String, as actor: Actor, reason: String?, dryRun: Bool
    ) async throws -> Upload {
        guard !actor.roles.isDisjoint(with: Engine.ingestRoles) else {
            throw ActFailure(
                .notPermitted,
                "`ess ingest` needs the role admin or analyst; \(actor.name) (uid \(actor.uid)) has neither",
                hint: "an administrator adds users under `roles:` in the settings")
        }
        guard let feed = feeds[id] else {
            throw ActFailure(
                .notFound, "there is no feed `\(id)` in \(settings.feedsDirectory)", hint: "see `ess feed list`")
        }
        let call = ActCall(actor: actor, now: now(), reason: reason, dryRun: dryRun)
        let draft = try store.beginRaw(bytesMax: feed.limits.documentBytesMax)
        return Upload(feed: feed, name: String(name.prefix(255)), call: call, draft: draft)
    }

    /// Makes the document durable, reads it to its end, and says what it held.
    package func finish(_ upload: Upload) async throws -> IngestAnswer {
        guard upload.draft.byteCount > 0 else {
            upload.abandon()
            throw ActFailure(.badData, "`\(upload.name)` is empty", hint: "check the file")
        }
        if upload.call.dryRun {
            upload.abandon()
            throw ActFailure(.usage, "ingest has no dry run: a document is evidence; nothing was stored")
        }
        let bytes = upload.draft.byteCount
        let digest = try upload.draft.commit()
        var intake = DocumentIntake(
            feed: upload.feed.id, digest: digest, name: upload.name, received: upload.call.now, bytes: bytes)
        intake.isFullList = upload.feed.isFullList(upload.name)
        return try await answer(try await store.intake(intake))
    }

    /// Waits until the document is read, and describes it.
    func answer(_ outcome: IntakeOutcome) async throws -> IngestAnswer {
        let id: Int64
        let isNew: Bool
        switch outcome {
        case .new(let document): (id, isNew) = (document, true)
        case .known(let document): (id, isNew) = (document, false)
        }
        beganReading()
        try await readDocument(id)
        try await judgeDueThreats()
        signals.planning.raise()
        guard let record = try await store.document(id) else {
            throw ActFailure(.ourFault, "document \(id) vanished while it was read")
        }
        var summary = record.summary ?? DocumentSummary()
        // The same bytes again change nothing, whatever they changed when they came first.
        if !isNew { summary.forgetChanges() }
        return IngestAnswer(
            document: id, feed: record.feed.text, name: record.name, bytes: record.bytes,
            digest: record.digest.description, isNew: isNew, baseline: record.baseline,
            summary: summary, rejects: try await store.rejects(of: id, limit: 50))
    }
}
