package import Vocabulary

/// Why something selected is not sent; stored, shown and counted by this name.
package enum Withholding: String, Sendable, Hashable, Codable, CaseIterable {
    case noDirective = "no-directive"
    case noUsableContact = "no-usable-contact"
    case tlpNotPermitted = "tlp-not-permitted"
    /// RED and no named person among the contacts.
    case redNeedsPerson = "red-needs-named-person"
    case optOut = "opt-out"
    case hold
    case noStandingOrder = "no-standing-order"
    case unverifiedAsset = "unverified-asset"
    case possibleOnly = "possible-only"
    /// A person cancelled the message before it left.
    case cancelled
}

/// One way a cause leaves: to one contact by one channel.
package struct Routing: Sendable, Hashable {
    package var cause: String
    package var entity: EntityID
    package var recipient: Recipient
    package var directive: DirectiveID
    package var channel: ChannelKind
    package var format: NoticeFormat
    package var language: Language
    package var template: String
    /// Causes with the same value share a notice: `entity`, `threat:CVE-2026-1`, `rsit:…`, `cause:…`.
    package var group: String
    package var intervalSeconds: Int64
    package var isUrgent: Bool
    /// One sentence: which directive, which role, why this channel.
    package var reason: String
}

/// Something selected and not sent, with the directive that would have sent it, if any.
package struct Withheld: Sendable, Hashable {
    package var cause: String
    package var entity: EntityID
    package var directive: DirectiveID?
    /// Nil when no contact could be named.
    package var contact: String?
    package var reason: Withholding
    /// One sentence with the facts.
    package var detail: String

    package init(
        cause: String, entity: EntityID, directive: DirectiveID?, contact: String?, reason: Withholding, detail: String
    ) {
        self.cause = cause
        self.entity = entity
        self.directive = directive
        self.contact = contact
        self.reason = reason
        self.detail = detail
    }
}

/// The whole decision for one cause at one entity; never empty: something is sent or it is said why not.
package struct RoutingDecision: Sendable, Hashable {
    /// At most one per (contact, channel); sorted by contact, then channel.
    package var routings: [Routing]
    package var withheld: [Withheld]
}
