package import Vocabulary

/// What one current report revision says of one vulnerability, with what is known of the source.
///
/// The input of the threat fold. One report that names many vulnerabilities gives many mentions, and merges nothing.
package struct ThreatMention: Sendable, Hashable, Codable {
    package var feed: FeedID
    /// The report's identity in its feed.
    package var sourceID: String
    package var source: SourceKind
    package var reliability: Reliability
    package var reportKind: ReportKind
    package var status: ReportStatus
    package var revised: Instant
    package var published: Instant?
    package var title: String
    package var summary: String
    /// Effective: as marked, else the feed's default, else RED. The caller has resolved it.
    package var tlp: TLP
    package var links: [String]
    package var statement: VulnerabilityStatement
    /// How many vulnerabilities the report names; a report about one thing may lend its title and summary.
    package var mentionCount: Int

    package init(
        report: Report, feed: FeedID, source: SourceKind, reliability: Reliability, tlp: TLP,
        statement: VulnerabilityStatement
    ) {
        self.feed = feed
        self.source = source
        self.reliability = reliability
        self.tlp = tlp
        self.statement = statement
        sourceID = report.sourceID
        reportKind = report.kind
        status = report.status
        revised = report.revised
        published = report.published
        title = report.title
        summary = report.summary
        links = report.links
        mentionCount = report.vulnerabilities.count
    }
}
