package import Vocabulary

/// Somebody at an entity who can be told, as the register has them now.
package struct Recipient: Sendable, Hashable {
    package var entity: EntityID
    /// The contact's id in the register; stable.
    package var contact: String
    /// `technical`, `management`, `abuse`, `24h`, as the register writes it.
    package var role: String
    /// Nil when the contact has no mail; then only the portal can be used.
    package var mailbox: Mailbox?
    /// A named human being; false for a role mailbox or list. RED goes to named persons only (invariant I7).
    package var isPerson: Bool
    /// In order of preference; may be empty.
    package var languages: [Language]
    /// Strictest label this contact may receive.
    package var tlpMax: TLP
    /// Verified and not suspended.
    package var isUsable: Bool
    /// Kinds the contact has declined, where the law allows.
    package var optOut: Set<NoticeKind> = []
    package var quiet: QuietHours?
    /// The mailbox names a local drop and cannot be reached by mail.
    package var isDropOnly = false

    package init(
        entity: EntityID, contact: String, role: String, mailbox: Mailbox?, isPerson: Bool, languages: [Language],
        tlpMax: TLP, isUsable: Bool
    ) {
        self.entity = entity
        self.contact = contact
        self.role = role
        self.mailbox = mailbox
        self.isPerson = isPerson
        self.languages = languages
        self.tlpMax = tlpMax
        self.isUsable = isUsable
    }
}

/// What routing needs to know of an entity.
package struct EntityFacts: Sendable, Hashable {
    package var id: EntityID
    package var sector: Sector
    package var criticality: Criticality
    package var recipients: [Recipient]

    package init(id: EntityID, sector: Sector, criticality: Criticality, recipients: [Recipient]) {
        self.id = id
        self.sector = sector
        self.criticality = criticality
        self.recipients = recipients
    }
}

/// Why an entity is owed a notice: one advisory version, one finding, one overdue answer.
package struct Cause: Sendable, Hashable {
    /// Unique for ever: `advisory:ESS-2026-0042/1`, `finding:17`, `reminder:C-2026-0107/city-hospital/1`.
    package var id: String
    package var kind: NoticeKind
    package var threat: ThreatID?
    package var threatKind: ThreatKind?
    package var rsit: RSIT?
    package var tlp: TLP
    /// Of the match; nil where nothing was matched (a drill, a reminder).
    package var confidence: Confidence?
    /// The asset behind the match is verified; only such carry findings outward.
    package var assetVerified = true
    /// A hold lies on it.
    package var isHeld = false
    /// An advisory's version for an entity that it came to concern after its issue.
    package var isLate = false
    /// Urgent causes are not kept back by quiet hours, intervals or the hourly cap.
    package var isUrgent = false

    package init(id: String, kind: NoticeKind, tlp: TLP, confidence: Confidence? = nil) {
        self.id = id
        self.kind = kind
        self.tlp = tlp
        self.confidence = confidence
    }
}

/// A mailbox that is safe in an envelope and a header: RFC 5321 § 4.1.2 dot-string local part, host name domain.
///
/// Quoted local parts, address literals and non-ASCII local parts are refused; nobody in the register has them, and
/// every one of them is a way to smuggle.
package struct Mailbox: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// At most 254 bytes, ASCII, one `@`.
    package let text: String

    /// Nil when it is not such a mailbox.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count <= 254, let at = bytes.firstIndex(of: 0x40), (1...64).contains(at),
            Mailbox.isDotString(bytes[..<at], Mailbox.isAtomByte),
            Mailbox.isDotString(bytes[(at + 1)...], Mailbox.isHostByte)
        else { return nil }
        self.text = String(text)
    }

    package var description: String { text }
    package static func < (left: Mailbox, right: Mailbox) -> Bool { left.text < right.text }

    /// What follows the `@`.
    package var domain: String { text.split(separator: "@").last.map(String.init) ?? "" }

    private static func isDotString(_ bytes: ArraySlice<UInt8>, _ accepts: (UInt8) -> Bool) -> Bool {
        let parts = bytes.split(separator: 0x2E, omittingEmptySubsequences: false)
        return parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(accepts) }
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x2D
    }

    /// RFC 5322 § 3.2.3 `atext`.
    private static func isAtomByte(_ byte: UInt8) -> Bool {
        isHostByte(byte) || "!#$%&'*+/=?^_`{|}~".utf8.contains(byte)
    }
}
