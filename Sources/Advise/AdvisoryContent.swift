package import Vocabulary

/// What one version of an advisory says: the part that an approval binds.
///
/// Every part carries its own label, because one advisory may tell the public what to do and an operator who attacks.
/// Texts are sanitised (``CleanText``) when they enter, so that equal contents have equal bytes.
package struct AdvisoryContent: Sendable, Hashable {
    /// At most 100 paragraphs, 200 products, 200 references, 100 threats; more are a form problem.
    package static let itemCountMax = 200
    /// Bytes of one Markdown text in one language.
    package static let textBytesMax = 64 * 1024

    /// One line per language.
    package var title: LocalizedText
    /// Label of the head: title, threats, urgency, severity and score.
    package var headTLP: TLP
    /// Whether the CLEAR parts go on the public pages; an approver sees it. False keeps the very existence back.
    package var isPublic: Bool
    package var urgency: Urgency
    package var severity: AdvisorySeverity
    /// The parts of the score at the time of drafting, sorted by rule; the total is derived.
    package var contributions: [Contribution] = []
    /// Sorted, unique.
    package var threats: [ThreatID]
    /// Sectors all of whose registered entities it is for, beside those with a finding; sorted, unique.
    package var sectors: [Sector] = []
    /// In reading order; the same heading may come twice with different labels.
    package var paragraphs: [Paragraph]
    package var products: [AffectedProduct] = []
    package var references: [Reference] = []
    /// Ids of the guidance that was attached, sorted; the texts stand in the paragraphs.
    package var guidance: [GuidanceID] = []

    package init(
        title: LocalizedText, headTLP: TLP, isPublic: Bool, urgency: Urgency, severity: AdvisorySeverity,
        threats: [ThreatID], paragraphs: [Paragraph]
    ) {
        self.title = LocalizedText(title.texts.mapValues { CleanText.line($0, bytesMax: 300) })
        self.headTLP = headTLP
        self.isPublic = isPublic
        self.urgency = urgency
        self.severity = severity
        self.threats = Set(threats).sorted()
        self.paragraphs = paragraphs
    }

    /// The label of the whole: the strictest of everything it contains.
    package var tlp: TLP {
        let parts = paragraphs.map(\.tlp) + products.map(\.tlp) + references.map(\.tlp)
        return parts.reduce(headTLP) { $0.strictest($1) }
    }

    /// Sum of the contributions, held in 0–100.
    package var score: Int { min(100, max(0, contributions.reduce(0) { $0 + $1.points })) }

    /// Languages in which at least one paragraph is written, in the order az, en, ru.
    package var languages: [Language] {
        Language.allCases.filter { language in paragraphs.contains { $0.text.texts[language] != nil } }
    }
}

/// How soon a reader must act; decides the `ack_by` clock and whether quiet hours are bypassed.
package enum Urgency: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    case routine, elevated, high, emergency

    package static func < (left: Urgency, right: Urgency) -> Bool { left.rank < right.rank }
    /// 0 for ``routine`` to 3 for ``emergency``.
    package var rank: Int { Urgency.allCases.firstIndex(of: self) ?? 0 }
}

/// The word for severity, with the bounds of the CVSS qualitative scale (CVSS v3.1 § 5).
package enum AdvisorySeverity: String, Sendable, Hashable, Codable, CaseIterable {
    case none, low, medium, high, critical

    /// From a base score × 10; nil when nothing was scored.
    package init?(baseTenths: Int?) {
        guard let baseTenths else { return nil }
        switch baseTenths {
        case ..<1: self = .none
        case ..<40: self = .low
        case ..<70: self = .medium
        case ..<90: self = .high
        default: self = .critical
        }
    }
}

/// One labelled part of an advisory.
package struct Paragraph: Sendable, Hashable {
    /// What the part is about; its raw value is the word in the editing form.
    package enum Heading: String, Sendable, Hashable, Codable, CaseIterable {
        case what, affected
        case exploitedSince = "exploited-since"
        case whatToDo = "what-to-do"
        case howToCheck = "how-to-check"
        case references, guidance, free
    }

    package var heading: Heading
    package var tlp: TLP
    /// Markdown (CommonMark 0.30) per language; never empty texts.
    package var text: LocalizedText

    package init(_ heading: Heading, tlp: TLP, text: [Language: String]) {
        self.heading = heading
        self.tlp = tlp
        let cleaned = text.mapValues { CleanText.body($0, bytesMax: AdvisoryContent.textBytesMax) }
        self.text = LocalizedText(cleaned.filter { !$0.value.isEmpty })
    }
}

/// A product concerned, as it is named to readers.
package struct AffectedProduct: Sendable, Hashable {
    package var vendor: String
    package var product: String
    /// Readable version ranges, `< 8.0.33`; empty: all versions.
    package var versions: String
    package var tlp: TLP

    package init(vendor: String, product: String, versions: String, tlp: TLP) {
        self.vendor = CleanText.cell(vendor)
        self.product = CleanText.cell(product)
        self.versions = CleanText.cell(versions)
        self.tlp = tlp
    }
}

/// A web address that a reader may open.
package struct Reference: Sendable, Hashable {
    /// `https://`, `http://` or `mailto:` only.
    package let url: String
    package let tlp: TLP

    /// Nil when the address is of another scheme, longer than 2,000 bytes, or holds spaces or control characters.
    package init?(url: String, tlp: TLP) {
        guard SafeLink.isAllowed(url) else { return nil }
        self.url = url
        self.tlp = tlp
    }
}
