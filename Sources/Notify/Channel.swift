/// A message as it leaves: sealed once, the same bytes at every try (invariant I3).
package struct SealedMessage: Sendable, Hashable {
    /// RFC 5322 Message-ID without angle brackets; also the idempotency key in the drop.
    package var id: String
    /// RFC 5321 envelope sender; empty for the null reverse-path.
    package var sender: String
    /// One mailbox, RFC 5321 syntax; co-recipients do not exist, so they cannot be seen.
    package var recipient: String
    /// The whole message, RFC 5322 with CRLF line ends.
    package var bytes: [UInt8]

    package init(id: String, sender: String, recipient: String, bytes: [UInt8]) {
        self.id = id
        self.sender = sender
        self.recipient = recipient
        self.bytes = bytes
    }
}

/// How one try ended. `text` is the other side's reply, shortened to 200 bytes of printable ASCII.
package enum SendOutcome: Sendable, Hashable {
    /// The relay took responsibility (SMTP 250 after DATA).
    case accepted(text: String)
    /// The message is where it should be (drop file fsynced).
    case delivered(text: String)
    /// The other side said no for good (SMTP 5xx).
    case refused(text: String)
    /// The other side or the way to it failed; to be tried again (SMTP 4xx, network, deadline).
    case deferred(text: String)
}

/// The edge of the world where notices go out. Live in Transport (SMTP, Maildir), scripted in tests.
package protocol Channel: Sendable {
    func send(_ message: SealedMessage) async -> SendOutcome
}
