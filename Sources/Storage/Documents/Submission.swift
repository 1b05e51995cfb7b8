import Foundation
import GRDB
package import Vocabulary

/// Something sent under a key of the sender's, who may send it again when no answer came.
package struct Submission: Sendable, Hashable {
    /// Whose keys they are: `report`, `incident:city-hospital`.
    package var scope: String
    package var key: String
    /// Of what was sent.
    package var digest: Digest

    package init(scope: String, key: String, digest: Digest) {
        self.scope = scope
        self.key = key
        self.digest = digest
    }
}

/// The number that a submission has got, now or when it came first.
package struct SubmissionNumber: Sendable, Hashable {
    package var number: SpokenNumber
    /// When it came first.
    package var at: Instant
    package var isNew: Bool
}

extension Store {
    /// A fresh number of a series; the one it got before when the submission is known. A number that is taken and never
    /// used leaves a gap, which is harmless.
    ///
    /// - Throws: `.conflict` when the key was used for something else.
    package func takeNumber(
        _ series: SpokenNumber.Series, for submission: Submission?, at now: Instant
    ) async throws -> SubmissionNumber {
        try await write("taking a number") { db in
            if let submission, let known = try Store.known(submission, in: db) { return known }
            let number = try Store.nextNumber(series, at: now, in: db)
            if let submission { try Store.remember(submission, as: number, at: now, in: db) }
            return SubmissionNumber(number: number, at: now, isNew: true)
        }
    }

    /// What a submission got when it came first; nil when it is new.
    static func known(_ submission: Submission, in db: Database) throws -> SubmissionNumber? {
        guard
            let row = try Row.fetchOne(
                db, sql: "SELECT * FROM submission WHERE scope = ? AND key = ?",
                arguments: [submission.scope, submission.key]),
            let number = SpokenNumber(row["number"] as String)
        else { return nil }
        guard row["digest"] as Data == Data(submission.digest.bytes) else {
            throw StorageFailure(
                .conflict, doing: "taking down what was sent", cause: "the same key was sent with other content")
        }
        return SubmissionNumber(number: number, at: Instant(microseconds: row["at"]), isNew: false)
    }

    static func remember(
        _ submission: Submission, as number: SpokenNumber, at now: Instant, in db: Database
    ) throws {
        try db.execute(
            sql: "INSERT INTO submission(scope, key, digest, number, at) VALUES (?, ?, ?, ?, ?)",
            arguments: [
                submission.scope, submission.key, Data(submission.digest.bytes), number.description, now.microseconds,
            ])
    }
}
