/// One record of the ledger before it is sealed: a state change of something we answer for.
///
/// The store gives it its index and salt in the transaction that makes the change; the log commits to
/// SHA-256(salt ‖ RFC 8785 payload). Contact data and message texts stay out of payloads; digests of them go in.
package struct Entry: Sendable, Hashable {
    /// What kind of thing changed.
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case advisory, notice, delivery, `case`, measure, hold, entity, directive, key, setting, batch, threat, report
        /// Decisions not to tell an entity; the subject is the entity.
        case withheld
    }

    package let kind: Kind
    /// Identifier of the thing: `ESS-2026-0042`, `C-2026-0107`, `city-hospital`, `document:17`.
    package let subject: String
    /// The change, one word in the past tense: `issued`, `approved`, `acknowledged`, `accepted`.
    package let event: String
    package let at: Instant
    /// Who did it: `user:1001:leyla`, `entity:city-hospital`, or `service`.
    package let actor: String
    /// Further facts of the change; always an object. Keys are final once released; `state` is the store's to give.
    package let detail: [String: JSONValue]

    package init(
        kind: Kind, subject: String, event: String, at: Instant, actor: String, detail: [String: JSONValue] = [:]
    ) {
        self.kind = kind
        self.subject = subject
        self.event = event
        self.at = at
        self.actor = actor
        self.detail = detail
    }

    /// The committed form. `sequence` counts the subject's entries from 0; `previous` is the leaf of the entry before
    /// it of the same subject, empty for the first. `state` is the digest of what the store says of the subject now; it
    /// joins the detail.
    package func payload(sequence: Int, previous: Digest?, state: Digest?) -> JSONValue {
        var detail = detail
        if let state { detail["state"] = .string(state.description) }
        return [
            "actor": .string(actor), "at": .string(at.description), "detail": .object(detail), "event": .string(event),
            "kind": .string(kind.rawValue), "previous": .string(previous?.description ?? ""),
            "sequence": .int(sequence), "subject": .string(subject), "v": 1,
        ]
    }
}
