package import Vocabulary

/// How soon a reader must act; the words of the subject line.
package enum NoticeUrgency: String, Sendable, Hashable, Codable, CaseIterable {
    case routine, elevated, high, emergency
}

/// What one notice says, before it is put into words: everything it needs and nothing to look up.
///
/// Texts may come from feeds; rendering makes them harmless. The labels of all parts have been joined in ``tlp`` and
/// parts above the recipient have been left out before.
package struct NoticeContent: Sendable, Hashable, Codable {
    /// One of the recipient's systems that the notice is about.
    package struct System: Sendable, Hashable, Codable {
        /// `192.0.2.7:23/tcp`, `domain:example.az`, a product with its version.
        package var locus: String
        package var threat: String
        package var firstSeen: Instant?
        package var lastSeen: Instant?
        /// What it rests on: the report and the asset that matched.
        package var evidence: String

        private enum CodingKeys: String, CodingKey {
            case locus, threat, firstSeen = "first_seen", lastSeen = "last_seen", evidence
        }

        package init(locus: String, threat: String, firstSeen: Instant?, lastSeen: Instant?, evidence: String) {
            self.locus = locus
            self.threat = threat
            self.firstSeen = firstSeen
            self.lastSeen = lastSeen
            self.evidence = evidence
        }
    }

    package var number: SpokenNumber
    package var kind: NoticeKind
    package var urgency: NoticeUrgency
    package var tlp: TLP
    /// `ESS-2026-0042`, a CVE, or empty.
    package var about: String
    package var title: String
    /// What happened; paragraphs of plain text or Markdown shown as it is written.
    package var what: [String]
    package var systems: [System]
    /// How many systems are left out of ``systems`` because the list was cut.
    package var systemsOmitted = 0
    package var actions: [String]
    package var ackBy: Instant?
    package var fixBy: Instant?
    /// The repair belongs to the next upgrade and is never late.
    package var fixOnNextUpgrade = false
    /// The policy row that set the dates: `national:N2`.
    package var policyRow: String?
    /// `C-2026-0107`, what to answer about.
    package var caseNumber: SpokenNumber?
    /// Our portal's page, http(s), without a secret; from our own settings.
    package var portalURL: String
    package var phone: String
    /// A short code that only the recipient knows; for a public check by code. Not shown while no page answers it.
    package var code: String
    /// Where the recipient finds the notice under its number, and so knows that it is genuine.
    package var verifyURL: String
    /// Who writes: the authority's name in the notice's language.
    package var authority: String

    private enum CodingKeys: String, CodingKey {
        case number, kind, urgency, tlp, about, title, what, systems, systemsOmitted = "systems_omitted", actions
        case ackBy = "ack_by", fixBy = "fix_by", fixOnNextUpgrade = "fix_on_next_upgrade", policyRow = "policy_row"
        case caseNumber = "case", portalURL = "portal_url", phone, code, verifyURL = "verify_url", authority
    }

    package init(
        number: SpokenNumber, kind: NoticeKind, urgency: NoticeUrgency, tlp: TLP, about: String, title: String,
        what: [String], systems: [System], actions: [String], portalURL: String, phone: String, code: String,
        verifyURL: String, authority: String
    ) {
        self.number = number
        self.kind = kind
        self.urgency = urgency
        self.tlp = tlp
        self.about = about
        self.title = title
        self.what = what
        self.systems = systems
        self.actions = actions
        self.portalURL = portalURL
        self.phone = phone
        self.code = code
        self.verifyURL = verifyURL
        self.authority = authority
    }
}
