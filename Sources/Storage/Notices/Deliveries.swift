package import Notify
package import Vocabulary

/// A delivery that is due to be tried.
package struct DueDelivery: Sendable, Hashable {
    /// `N-2026-0019.1`.
    package var id: String
    package var notice: SpokenNumber
    package var channel: ChannelKind
    package var mailbox: Mailbox
    package var language: Language
    package var format: NoticeFormat
    package var content: NoticeContent
    /// Set when the bytes are sealed: they are sent again as they are (I3).
    package var sealed: SealedMessage?
    /// Tries before this one.
    package var attempts: Int
    package var firstAt: Instant?
}

/// One delivery as it is about to be tried: what is stored before anything leaves.
package struct AttemptStart: Sendable {
    package var id: String
    /// The rendered message; ignored where bytes are stored already.
    package var message: SealedMessage

    package init(id: String, message: SealedMessage) {
        self.id = id
        self.message = message
    }
}

/// A try that has been recorded as started; only such a one is sent.
package struct StartedAttempt: Sendable, Hashable {
    package var id: String
    package var n: Int
    package var firstAt: Instant
    /// The stored bytes.
    package var message: SealedMessage
}

/// How a started try ended, and when to try again.
package struct AttemptEnd: Sendable {
    package var id: String
    package var n: Int
    package var at: Instant
    package var outcome: SendOutcome
    /// For a deferred one; nil: the schedule is used up.
    package var nextAt: Instant?

    package init(id: String, n: Int, at: Instant, outcome: SendOutcome, nextAt: Instant?) {
        self.id = id
        self.n = n
        self.at = at
        self.outcome = outcome
        self.nextAt = nextAt
    }
}

/// A delivery as lists show it. Mailboxes stay inside.
package struct DeliveryRecord: Sendable, Hashable, Codable {
    package var id: String
    package var notice: SpokenNumber
    package var entity: EntityID
    package var contact: String
    package var channel: ChannelKind
    package var state: DeliveryState
    package var made: Instant
    package var nextAt: Instant?
    package var attempts: Int
    /// The other side's last words.
    package var lastText: String?
    /// Why this contact by this channel, and what set the time.
    package var reason: String
    package var pacing: String
    package var changed: Instant

    private enum CodingKeys: String, CodingKey {
        case id, notice, entity, contact, channel, state, made, nextAt = "next_at", attempts, lastText = "last_text"
        case reason, pacing, changed
    }
}

/// One try as recorded.
package struct AttemptRecord: Sendable, Hashable, Codable {
    package var n: Int
    package var started: Instant
    package var ended: Instant?
    /// `accepted`, `delivered`, `refused`, `deferred`, `outcome-unknown`; nil while it runs.
    package var outcome: String?
    package var text: String?
}
