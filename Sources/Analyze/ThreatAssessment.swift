package import Vocabulary

/// What we hold about one threat after merging all current reports that mention it.
///
/// A function of the set of mentions: order of arrival has no influence. Each text keeps the label of the report it
/// came from, so that a renderer can leave out what stands above its audience.
package struct ThreatAssessment: Sendable, Hashable, Codable {
    package var id: ThreatID
    package var kind: ThreatKind
    package var title: Sourced<String>
    package var summary: Sourced<String>?
    /// Other identifiers of the same thing; sorted.
    package var aliases: [String]
    package var presence: ThreatPresence
    /// Why it is existing; empty while it is potential. Sorted.
    package var presenceReasons: [PresenceReason]
    /// The earliest day on which a source listed it as exploited.
    package var exploitedSince: UTCDay?
    package var ransomware: Bool
    /// Sorted by (vendor, product), unique.
    package var products: [Sourced<ProductStatement>]
    /// The score that counts, nil when none is usable.
    package var severity: SeverityAssessment?
    /// `CWE-…`, sorted, unique.
    package var weaknesses: [String]
    package var remediations: [Sourced<String>]
    /// At most 100, unique.
    package var links: [Sourced<String>]
    /// The newest decision points of CISA's ADP container, with the value of each.
    package var ssvc: [String: String]
    /// The strictest label of all that is in here.
    package var tlp: TLP
    /// Earliest publication known.
    package var published: Instant?
    /// Newest revision of a mention.
    package var revised: Instant
    /// Closed when nobody is left who speaks of it, or the authority of its identifier rejects it (``ThreatClosing``).
    package var isClosed: Bool
    /// One line for each report that was taken back, in the order of ``sources``; also where others stand by theirs.
    package var trail: [String]
    /// Every report that counts, sorted by (feed, source id).
    package var sources: [ThreatSource]

    private enum CodingKeys: String, CodingKey {
        case id, kind, title, summary, aliases, presence, presenceReasons = "presence_reasons"
        case exploitedSince = "exploited_since", ransomware, products, severity, weaknesses, remediations, links, ssvc
        case tlp, published, revised, isClosed = "closed", trail, sources
    }
}

/// A value with the report it came from and that report's label.
package struct Sourced<Value: Sendable & Hashable & Codable>: Sendable, Hashable, Codable {
    package var value: Value
    package var tlp: TLP
    /// `feed/source id`.
    package var source: String
    /// Further reports that say the same under the same label, in the order of reports; nil when there are none. Kept
    /// of products only.
    package var also: [String]?

    package init(_ value: Value, tlp: TLP, source: String) {
        self.value = value
        self.tlp = tlp
        self.source = source
    }

    /// Every report that says it, in that order.
    package var sources: [String] { [source] + (also ?? []) }
}

/// A report behind an assessment.
package struct ThreatSource: Sendable, Hashable, Codable {
    package var feed: FeedID
    package var sourceID: String
    package var source: SourceKind
    package var reliability: Reliability
    package var kind: ReportKind
    package var status: ReportStatus
    package var tlp: TLP
    package var revised: Instant
    /// When the source first published the report; nil where it does not say.
    package var published: Instant?

    private enum CodingKeys: String, CodingKey {
        case feed, sourceID = "source_id", source, reliability, kind, status, tlp, revised, published
    }

    /// `feed/source id`.
    package var place: String { "\(feed)/\(sourceID)" }

    /// When its source first spoke and when it last did: so that a correction moves the end alone, and of whatever
    /// revisions came, in whatever order, the current one tells both (I5).
    package var times: SourceTimes { SourceTimes(first: min(published ?? revised, revised), last: revised) }
}

/// From when to when sources speak of something.
package struct SourceTimes: Sendable, Hashable {
    package var first: Instant
    package var last: Instant
    /// The days on which one of them first or last spoke; at least one.
    package var days: Set<UTCDay>

    package init(first: Instant, last: Instant) {
        self.first = first
        self.last = last
        days = [first.day, last.day]
    }

    /// Of several: the earliest, the latest, and all days. Nil of none.
    package static func joined(_ all: some Sequence<SourceTimes>) -> SourceTimes? {
        all.reduce(nil) { joined, one in
            guard var out = joined else { return one }
            out.first = min(out.first, one.first)
            out.last = max(out.last, one.last)
            out.days.formUnion(one.days)
            return out
        }
    }
}

/// Why a threat exists rather than being only possible.
package struct PresenceReason: Sendable, Hashable, Codable, Comparable {
    /// What kind of fact it is.
    package enum Rule: String, Sendable, Hashable, Codable, CaseIterable {
        /// A catalogue of exploited vulnerabilities lists it.
        case listed
        /// An SSVC decision point `Exploitation: active`.
        case active
        /// Observed with one of our entities.
        case observed
    }

    package var rule: Rule
    /// One sentence with the facts.
    package var evidence: String
    package var tlp: TLP

    package init(rule: Rule, evidence: String, tlp: TLP) {
        self.rule = rule
        self.evidence = evidence
        self.tlp = tlp
    }

    /// By rule, then by evidence.
    package static func < (left: Self, right: Self) -> Bool {
        (left.rule.rawValue, left.evidence, left.tlp) < (right.rule.rawValue, right.evidence, right.tlp)
    }
}

/// The severity that counts, and where the sources or our own calculation disagree.
package struct SeverityAssessment: Sendable, Hashable, Codable {
    package var version: String
    package var vector: String
    /// 0–100: the base score × 10, as recomputed.
    package var baseTenths: Int
    /// Who stated the vector.
    package var scorer: String
    package var tlp: TLP
    /// One sentence for each disagreement, sorted: a stated number that its vector does not give, another source's
    /// score.
    package var disagreements: [String]

    private enum CodingKeys: String, CodingKey {
        case version, vector, baseTenths = "base_tenths", scorer, tlp, disagreements
    }
}
