import Crypto
package import Ingest
package import Ledger
import Storage
package import Vocabulary

/// What a person who reported keeps: the number, what was taken down, and the proof that it stands in the ledger.
package struct ReportReceipt: Sendable {
    package var number: String
    package var caseNumber: String?
    package var at: Instant
    /// The document as it is kept, byte for byte; its digest stands in the receipt's payload.
    package var document: String
    package var receipt: Receipt
}

extension Engine {
    /// Whether somebody can report here at all.
    package var takesReports: Bool { feeds[ReportSubmit.feed] != nil }

    /// A report of the public form. It is durable, read and sealed before this returns (I1).
    ///
    /// `key` is the form's own: sent again, it is the same report, also after a crash in between.
    package func takeDown(publicly words: PersonalReport, key: String) async throws -> ReportReceipt {
        var plain = words
        plain.at = Instant(seconds: 0)
        guard let digest = Vocabulary.Digest(bytes: SHA256.hash(data: try plain.document())) else {
            throw ActFailure(.ourFault, "a report could not be hashed")
        }
        let answer = try await takeDown(words, submission: Submission(scope: "report", key: key, digest: digest))
        guard let number = answer.number, let id = answer.document, let record = try await store.document(id),
            let entry = try await store.entries(subject: "document:\(id)", from: 0, limit: 1).first
        else { throw ActFailure(.ourFault, "a report was taken down and cannot be found") }
        var kept = words
        kept.id = number
        kept.at = record.received
        return ReportReceipt(
            number: number, caseNumber: answer.caseNumber, at: record.received,
            document: String(decoding: try kept.document(), as: UTF8.self),
            receipt: try await receipt(index: entry.index))
    }

    /// Makes a person's words a document of the feed for them, and so a report like any other. The words' id is given
    /// here.
    func takeDown(_ words: PersonalReport, submission: Submission?) async throws -> ReportSubmit.Answer {
        guard let feed = feeds[ReportSubmit.feed] else {
            throw ActFailure(
                .configuration, "no feed `\(ReportSubmit.feed)` is described",
                hint: "put user-reports.yaml into \(settings.feedsDirectory)")
        }
        let taken = try await store.takeNumber(for: submission, at: words.at)
        if submission != nil { signals.entries.raise() }
        // A crash from here on leaves a number without a report; sent again under its key, it gets the same one.
        var report = words
        report.id = taken.number.description
        report.at = taken.at
        let draft = try store.beginRaw(bytesMax: feed.limits.documentBytesMax)
        let bytes = try report.document()
        try bytes.withUnsafeBytes { try draft.append($0) }
        let digest = try draft.commit()
        let outcome = try await store.intake(
            DocumentIntake(feed: feed.id, digest: digest, name: report.id, received: taken.at, bytes: bytes.count))
        let answer = try await answer(outcome)
        let row = try await store.report(feed: feed.id, sourceID: report.id)
        return ReportSubmit.Answer(number: report.id, document: answer.document, caseNumber: row?.caseNumber)
    }
}
