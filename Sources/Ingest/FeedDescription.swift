package import Vocabulary

/// The wire format of a feed's documents; decides the reader.
package enum DocumentFormat: String, Sendable, Hashable, Codable, CaseIterable {
    case kev, cve, csaf, epss, syndication, osv, nvd
    case jsonFeed = "json-feed"
    case kevCSV = "kev-csv"
    case scanCSV = "scan-csv"
    /// Lists of addresses, names and networks that serve harm.
    case indicatorList = "indicator-list", ipsum, spamhausDrop = "spamhaus-drop", jpcertPhishing = "jpcert-phishing"
    case urlhaus, threatfox, feodo, rpz
    /// Exchange formats that hold reports and indicators together.
    case stix, misp
    /// Tables and objects whose columns and paths the feed's file describes.
    case csv, json
    /// Reports of abuse, each about one event.
    case xarf, intelmq, arf
    /// A person's report, written by us on `ess report submit`.
    case personal

    /// Whether documents hold rows that are observations: they are read again when the
    /// register changes.
    package var isObservations: Bool {
        switch self {
        case .scanCSV, .indicatorList, .ipsum, .spamhausDrop, .jpcertPhishing, .urlhaus, .threatfox, .feodo, .stix,
            .misp, .xarf, .intelmq, .arf, .csv, .json, .rpz:
            true
        case .kev, .kevCSV, .cve, .csaf, .epss, .syndication, .jsonFeed, .osv, .nvd, .personal: false
        }
    }
}

/// A source as described by one file in `Feeds/`.
package struct FeedDescription: Sendable, Hashable {
    package var id: FeedID
    /// Who publishes, as written on screens: `CISA`, `Siemens ProductCERT`.
    package var publisher: String
    package var sourceKind: SourceKind
    /// ISO 3166-1 alpha-2, or `INT`, `EU`.
    package var country: String
    /// https (or http where a source has nothing else), or a mailbox's address; nil for feeds that arrive by hand.
    package var url: String?
    package var format: DocumentFormat
    /// Seconds between polls, 300–604,800.
    package var interval: Int64
    /// Seconds without a successful poll after which the feed is an alarm; default max(3 intervals, 2 h).
    package var silentAfter: Int64
    package var licence: String
    /// For items that carry no label; nil means RED, the strictest.
    package var defaultTLP: TLP?
    package var reliability: Reliability
    package var limits: FeedLimits
    /// Whether each document is a full list of its scope; needed before *not seen* can be said.
    package var isSnapshot: Bool
    /// For observations that come as events: seconds after which a finding not seen again is closed by age. Default
    /// 30 days; nil for full lists, which say themselves what is gone.
    package var expiresAfter: Int64?
    /// For observations: what a row of this feed says is true at its address; needed for `scan-csv` and
    /// `indicator-list`, instead of the format's own meaning elsewhere.
    package var condition: Condition?
    /// Whose statements it repeats: feeds of one origin are one source when independent ones are counted. Default: the
    /// feed's own id.
    package var origin: String
    /// For `scan-csv`: the type of report, where its publisher has one; says what a row means and refuses other types.
    package var report: ScanReport?
    /// For `csv` and `json`: what stands where.
    package var mapping: RowMapping?
    /// One sentence on what the source publishes, for people; may be empty.
    package var about: String
    /// How the source is asked; plain where one address gives one document.
    package var source = SourceOptions()

    package init(
        id: FeedID, publisher: String, sourceKind: SourceKind, country: String, url: String?, format: DocumentFormat,
        interval: Int64, silentAfter: Int64? = nil, licence: String, defaultTLP: TLP?, reliability: Reliability,
        limits: FeedLimits = FeedLimits(), isSnapshot: Bool = false, condition: Condition? = nil,
        expiresAfter: Int64? = nil, origin: String? = nil, report: ScanReport? = nil, mapping: RowMapping? = nil,
        about: String = ""
    ) {
        self.id = id
        self.publisher = publisher
        self.sourceKind = sourceKind
        self.country = country
        self.url = url
        self.format = format
        self.interval = interval
        self.silentAfter = silentAfter ?? max(3 * interval, 7200)
        self.licence = licence
        self.defaultTLP = defaultTLP
        self.reliability = reliability
        self.limits = limits
        self.isSnapshot = isSnapshot
        self.condition = condition
        self.expiresAfter = isSnapshot ? nil : expiresAfter ?? FeedDescription.expirySeconds
        self.origin = origin ?? id.text
        self.report = report
        self.mapping = mapping
        self.about = about
    }
}

extension FeedDescription {
    /// What an event of a month ago says of an address today is next to nothing: leases, owners and patches change.
    private static let expirySeconds: Int64 = 30 * 86_400
}

/// Limits on one document of a feed.
package struct FeedLimits: Sendable, Hashable {
    /// Decoded bytes of a fetched document; default 256 MiB for list formats that stream.
    package var documentBytesMax: Int = 256 << 20
    /// Bytes of one JSON or XML item or of a document that cannot be streamed: 64 MiB (I12).
    package var itemBytesMax: Int = 64 << 20
    /// Items of one document; the rest are rejected as `.overLimit` by one reject.
    package var itemsMax: Int = 5_000_000
    /// Members of an archive.
    package var membersMax: Int = 500_000
    /// Total seconds for one fetch (I12).
    package var fetchSeconds: Int64 = 60
    /// Redirects followed.
    package var redirectsMax: Int = 5

    /// `isMail`: of documents that are single mails; 25 MiB, which is what most mailboxes take.
    package init(isMail: Bool = false) {
        if isMail { documentBytesMax = 25 << 20 }
    }
}
