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
    /// The key that the same content had the day before; nil where the sender gave a key.
    package private(set) var earlierKey: String?

    package init(scope: String, key: String, digest: Digest) {
        self.scope = scope
        self.key = key
        self.digest = digest
    }

    /// Something sent without a key: within a day the content is its own. Later the same words tell of something new:
    /// nobody's second incident is the first one because both were called "Phishing".
    package init(scope: String, content digest: Digest, at now: Instant) {
        self.init(scope: scope, key: Submission.key(digest, now.day), digest: digest)
        earlierKey = Submission.key(digest, now.adding(seconds: -Submission.repeatSeconds).day)
    }

    static let repeatSeconds: Int64 = 86_400

    private static func key(_ digest: Digest, _ day: UTCDay) -> String { "content:\(day.number):\(digest)" }
}

/// The number that a submission has got, now or when it came first.
package struct SubmissionNumber: Sendable, Hashable {
    package var number: SpokenNumber
    /// When it came first.
    package var at: Instant
    package var isNew: Bool
}

/// What is known of a submission's key.
enum KnownSubmission {
    case new
    /// With the number that it got then.
    case same(SubmissionNumber)
    /// It came with other content.
    case other
}

extension Store {
    /// A fresh number for a report; the one it got before when the submission is known. A number that is taken and
    /// never used leaves a gap, which is harmless.
    ///
    /// What is remembered under a sender's key has an entry of its own: a made-up one would say of a report that it
    /// came before.
    /// - Throws: `.conflict` when the key was used for something else.
    package func takeNumber(for submission: Submission?, at now: Instant) async throws -> SubmissionNumber {
        try await write("taking a number") { db in
            if let submission {
                switch try Store.known(submission, at: now, in: db) {
                case .same(let number): return number
                case .other:
                    throw StorageFailure(
                        .conflict, doing: "taking down what was sent",
                        cause: "its key came with other content before")
                case .new: break
                }
            }
            let number = try Store.nextNumber(.report, at: now, in: db)
            if let submission {
                try Store.remember(submission, as: number, event: 0, at: now, in: db)
                let entry = Entry(
                    kind: .report, subject: number.description, event: "numbered", at: now, actor: "public")
                try Store.append([entry], in: db)
            }
            return SubmissionNumber(number: number, at: now, isNew: true)
        }
    }

    /// Whether a submission came before.
    static func known(_ submission: Submission, at now: Instant, in db: Database) throws -> KnownSubmission {
        let since = now.adding(seconds: -Submission.repeatSeconds).microseconds
        guard
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT * FROM submission WHERE scope = ?1 AND (key = ?2 OR key = ?3 AND at > ?4)
                    ORDER BY at DESC LIMIT 1
                    """, arguments: [submission.scope, submission.key, submission.earlierKey, since]),
            let number = SpokenNumber(row["number"] as String)
        else { return .new }
        guard row["digest"] as Data == Data(submission.digest.bytes) else { return .other }
        return .same(SubmissionNumber(number: number, at: Instant(microseconds: row["at"]), isNew: false))
    }

    /// - Parameter event: which event of the case it became; 0 for a report.
    static func remember(
        _ submission: Submission, as number: SpokenNumber, event: Int, at now: Instant, in db: Database
    ) throws {
        try db.execute(
            sql: "INSERT INTO submission(scope, key, digest, number, event, at) VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [
                submission.scope, submission.key, Data(submission.digest.bytes), number.description, event,
                now.microseconds,
            ])
    }
}
