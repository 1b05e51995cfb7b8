/// What a report is about, and so which lane and which readers it takes.
package enum ReportKind: String, Sendable, Hashable, Codable, CaseIterable {
    case advisory, vulnerability, exploitation, indicator, observation, incident, news
}

/// Whether the source still stands by the item.
package enum ReportStatus: String, Sendable, Hashable, Codable {
    case published
    /// The authority of the identifier took the identifier back: a CVE in the state REJECTED. Kept; the threat is
    /// closed with a trail where nobody else states what is so.
    case rejected
    /// Its source took this report back, and nobody else's: a withdrawn advisory, a revoked object. Kept; the threat is
    /// closed where nobody else speaks of it.
    case withdrawn
}

/// One item of the documents lane exactly as a source stated it.
///
/// Identity is (feed, ``sourceID``). The same ``digest`` again is the same revision seen again; another digest is a new
/// revision. The current revision is the one with the greatest (``revised``, ``stated``, time of the poll that brought
/// it, ``digest``), so order of arrival is without influence. Free text is as the source wrote it (NFC, control
/// characters removed): hostile until rendered.
package struct Report: Sendable, Hashable, Codable {
    /// The source's own id, NFC, 1–512 bytes: `CVE-2026-1234`, `ICSA-24-001-01`, a feed entry's guid.
    package var sourceID: String
    package var kind: ReportKind
    package var status: ReportStatus = .published
    /// SHA-256 over the item's canonical content; white space and member order of the document have no influence.
    package var digest: Digest
    /// When the source says this revision was made; the document's own time when the item states none.
    package var revised: Instant
    /// When the source first published the item; nil also where it states a time that cannot be (``dateDoubts``).
    package var published: Instant?
    /// When the document that holds it says it was made, where it says so before the item: of two revisions of one
    /// time, the later document's is current. Not part of what is stored as the revision's body.
    package var stated: Instant?
    /// Times that the source states and that cannot be, or hardly; nil when there are none.
    package var dateDoubts: [DateDoubt]?
    /// One line, at most 512 bytes; never empty.
    package var title: String
    /// Plain text, at most 16 KiB.
    package var summary: String = ""
    /// BCP 47 as stated.
    package var language: String?
    /// As marked on the item; nil when unmarked (the feed's file then decides, else RED).
    package var tlp: TLP?
    /// Web addresses, the canonical one first, at most 100; http and https only.
    package var links: [String] = []
    /// At most 10,000; order of the document.
    package var vulnerabilities: [VulnerabilityStatement] = []
    /// For an incident or a user's report: what they say it is and where.
    package var incident: IncidentStatement?

    private enum CodingKeys: String, CodingKey {
        case sourceID = "source_id", kind, status, digest, revised, published, title, summary, language, tlp, links
        case vulnerabilities, incident, dateDoubts = "date_doubts"
    }

    package init(
        sourceID: String, kind: ReportKind, digest: Digest, revised: Instant, title: String
    ) {
        self.sourceID = sourceID
        self.kind = kind
        self.digest = digest
        self.revised = revised
        self.title = title
    }
}

/// What one report says of one vulnerability.
package struct VulnerabilityStatement: Sendable, Hashable, Codable {
    /// A CVE id in upper case where there is one, else the source's own id.
    package var id: String
    /// Other ids of the same thing, as the source links them; sorted.
    package var aliases: [String] = []
    package var title: String?
    package var description: String?
    /// `CWE-287`; sorted, unique.
    package var weaknesses: [String] = []
    package var scores: [ScoreStatement] = []
    package var products: [ProductStatement] = []
    package var exploitation: ExploitationStatement?
    /// SSVC decision points by name as CISA's ADP container states them, e.g. `Exploitation: active`.
    package var ssvc: [String: String] = [:]
    /// What the source says to do; plain text.
    package var remediations: [String] = []

    package init(id: String) { self.id = id }
}

/// A CVSS statement of a source: kept as stated; our own calculator recomputes the vector.
package struct ScoreStatement: Sendable, Hashable, Codable {
    /// `2.0`, `3.0`, `3.1` or `4.0`.
    package var version: String
    package var vector: String
    /// 0.0–10.0 × 10, so that it is exact; nil when the source gives a vector alone.
    package var baseTenths: Int?
    /// Who scored: a CNA's or ADP's short name, else the publisher.
    package var source: String

    private enum CodingKeys: String, CodingKey { case version, vector, baseTenths = "base_tenths", source }

    package init(version: String, vector: String, baseTenths: Int?, source: String) {
        self.version = version
        self.vector = vector
        self.baseTenths = baseTenths
        self.source = source
    }
}

/// That a vulnerability is exploited, and what the source asks for.
package struct ExploitationStatement: Sendable, Hashable, Codable {
    /// Day the source listed it.
    package var listed: UTCDay?
    /// Day the source wants it mended by its own constituents; a fact about the source, not our recipient's deadline.
    package var due: UTCDay?
    package var ransomware: Bool
    package var requiredAction: String?

    private enum CodingKeys: String, CodingKey { case listed, due, ransomware, requiredAction = "required_action" }

    package init(listed: UTCDay?, due: UTCDay?, ransomware: Bool, requiredAction: String?) {
        self.listed = listed
        self.due = due
        self.ransomware = ransomware
        self.requiredAction = requiredAction
    }
}

/// How a product stands to a vulnerability (CSAF 2.0 § 3.2.3.9, CVE 5.1 `affected[].versions[].status`, VEX).
package enum ProductStatus: String, Sendable, Hashable, Codable {
    case affected
    case notAffected = "not-affected"
    case fixed
    case underInvestigation = "under-investigation"
    case unknown
}

/// A product that a vulnerability statement names.
package struct ProductStatement: Sendable, Hashable, Codable {
    package var vendor: String
    package var product: String
    package var status: ProductStatus
    /// CPE 2.3 formatted string (or 2.2 URI) as stated.
    package var cpe: String?
    /// Package URL as stated.
    package var purl: String?
    /// Empty means: all versions.
    package var versions: [VersionRange] = []
    /// Names of the platforms on which alone it is meant (CSAF 2.0 § 3.2.2.4), sorted; nil: wherever it runs.
    package var platforms: [String]?

    package init(vendor: String, product: String, status: ProductStatus) {
        self.vendor = vendor
        self.product = product
        self.status = status
    }
}

/// A set of versions: exactly one version, or an interval. All bounds as stated by the source.
package struct VersionRange: Sendable, Hashable, Codable {
    /// CVE `versionType` or a vers scheme: `semver`, `rpm`, `custom`, …; empty when not stated.
    package var scheme: String = ""
    /// Exactly this version; when set, the bounds are nil.
    package var exact: String?
    /// Inclusive lower bound; nil or `0` or `*`: from the first.
    package var from: String?
    /// Exclusive lower bound; set only where `from` is nil.
    package var after: String?
    /// Exclusive upper bound.
    package var before: String?
    /// Inclusive upper bound.
    package var through: String?

    package init(exact: String, scheme: String = "") {
        self.exact = exact
        self.scheme = scheme
    }

    package init(
        from: String? = nil, after: String? = nil, before: String?, through: String?, scheme: String = ""
    ) {
        self.from = from
        self.after = after
        self.before = before
        self.through = through
        self.scheme = scheme
    }
}

/// What a person's report says of place and kind.
package struct IncidentStatement: Sendable, Hashable, Codable {
    package var type: RSIT?
    package var entity: EntityID?
    package var addresses: [IPAddress] = []
    package var domains: [String] = []
    /// How to reach who reports, as they wrote it; nil when they left nothing.
    package var contact: String?
    /// What hung on a report by mail, in its order; nil when nothing did.
    package var attachments: [ReportAttachment]?
    /// Set for a report that stays closed here: a person must open it.
    package var encryption: ReportEncryption?
    /// Of the mail as it is kept whole; nil for reports that came otherwise.
    package var original: Digest?

    package init() {}
}

/// A file that hangs on a report: known by its digest, never opened here.
package struct ReportAttachment: Sendable, Hashable, Codable {
    /// As its sender called it, without folders; empty when he did not.
    package var name: String
    /// Media type as stated.
    package var type: String
    /// Of the content with its transfer encoding undone.
    package var bytes: Int
    /// Of the same; lower-case hexadecimal.
    package var sha256: String

    package init(name: String, type: String, bytes: Int, sha256: String) {
        self.name = name
        self.type = type
        self.bytes = bytes
        self.sha256 = sha256
    }
}

/// By what a report is encrypted.
package enum ReportEncryption: String, Sendable, Hashable, Codable, CaseIterable {
    case openPGP = "openpgp"
    case sMIME = "smime"

    /// What stands in place of the text.
    package var sentence: String {
        let name = self == .openPGP ? "OpenPGP" : "S/MIME"
        return "The mail is encrypted (\(name)). It is kept as it came and must be opened by hand."
    }
}
