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
        /// What it rests on, in words of the notice's language: the source, the rule, how sure.
        package var evidence: String
        /// What the source's row says of the machine: `hostname pump-1.hospital.example, tag telnet`; may be empty.
        package var facts = ""

        private enum CodingKeys: String, CodingKey {
            case locus, threat, firstSeen = "first_seen", lastSeen = "last_seen", evidence, facts
        }

        package init(
            locus: String, threat: String, firstSeen: Instant?, lastSeen: Instant?, evidence: String, facts: String = ""
        ) {
            self.locus = locus
            self.threat = threat
            self.firstSeen = firstSeen
            self.lastSeen = lastSeen
            self.evidence = evidence
            self.facts = facts
        }
    }

    package var number: SpokenNumber
    package var kind: NoticeKind
    package var urgency: NoticeUrgency
    package var tlp: TLP
    /// `ESS-2026-0042`, a CVE, or empty.
    package var about: String
    package var title: String
    /// What happened; paragraphs of plain text.
    package var what: [String]
    /// The Markdown that ``what`` was made of, one for one; empty where there was none.
    package var whatMarkdown: [String] = []
    package var systems: [System]
    /// How many systems are left out of ``systems`` because the list was cut.
    package var systemsOmitted = 0
    /// The threats it tells of, by identifier; sorted. With the systems they are what an answer may be about.
    package var threats: [String] = []
    /// What to do, as plain text, and the Markdown it was made of, one for one or none.
    package var actions: [String]
    package var actionsMarkdown: [String] = []
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
    /// A short code that only the recipient knows, to be compared with what our page or our voice on the phone says.
    package var code: String
    /// Who writes: the authority's name in the notice's language.
    package var authority: String
    /// Message-ID of the message that this one follows up, without angle brackets; of a reminder.
    package var follows: String?

    private enum CodingKeys: String, CodingKey {
        case number, kind, urgency, tlp, about, title, what, systems, systemsOmitted = "systems_omitted", actions
        case whatMarkdown = "what_markdown", actionsMarkdown = "actions_markdown", follows, threats
        case ackBy = "ack_by", fixBy = "fix_by", fixOnNextUpgrade = "fix_on_next_upgrade", policyRow = "policy_row"
        case caseNumber = "case", portalURL = "portal_url", phone, code, authority
    }

    package init(
        number: SpokenNumber, kind: NoticeKind, urgency: NoticeUrgency, tlp: TLP, about: String, title: String,
        what: [String], systems: [System], actions: [String], portalURL: String, phone: String, code: String,
        authority: String
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
        self.authority = authority
    }

    /// What an answer may be about, beside `all`: its threats, then its systems; unique.
    package var subjects: [String] {
        var seen: Set<String> = []
        return (threats + systems.map(\.locus)).filter { !$0.isEmpty && seen.insert($0).inserted }
    }

    /// The beginning of our own pages: the portal's page without its last step; empty where that is none.
    package var site: String { portalURL.hasSuffix("/my") ? String(portalURL.dropLast(3)) : "" }
}
