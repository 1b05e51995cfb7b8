package import Vocabulary

/// What one mail says, before anybody looks up what it answers: a function of its bytes.
package struct MailStatement: Sendable, Hashable {
    /// Who or what wrote it.
    package enum Author: String, Sendable, Hashable, Codable, CaseIterable {
        case person
        /// A program, unasked: an alarm, a ticket (RFC 3834 § 5: `auto-generated`).
        case machine
        /// A program answered by itself: a vacation notice, a confirmation (`auto-replied`).
        case automatic
        /// A list or a mass mailing.
        case bulk
        /// A relay tells how a delivery went (RFC 3464).
        case relay
        /// A program reports abuse; its rows stand in the batch.
        case reporter
        /// Said to be spam by the site's own filter.
        case spam
    }

    /// What a relay tells of one of our messages, by what it returned of it.
    package struct Returned: Sendable, Hashable {
        /// Message-ID and recipient in the header that came back.
        package var messageID: String
        package var recipient: String?
        /// Every recipient failed for good (RFC 3464 § 2.3.3: `failed`).
        package var isFailure: Bool
        /// Status and diagnosis in one line.
        package var text: String
    }

    /// SHA-256 over the Message-ID (without one the whole mail) and what stands behind the header: the same for a mail
    /// that came on two ways.
    package var identity: Digest
    /// Of the mail as it is kept, whole.
    package var digest: Digest
    /// Without angle brackets; nil when there is none that could be named in an answer.
    package var messageID: String?
    package var author: Author
    /// The mailbox it says it is from.
    package var from: String?
    /// Where an automatic answer may go: the return path, else the sender; nil when none may (RFC 3834 § 2, § 4).
    package var answerTo: String?
    /// Message-IDs that it answers, without angle brackets; at most 50.
    package var refersTo: [String]
    /// Our numbers in its subject.
    package var numbers: [SpokenNumber]
    package var language: Language?
    package var returned: Returned?
    /// What it tells, with an id of none.
    package var report: PersonalReport
}
