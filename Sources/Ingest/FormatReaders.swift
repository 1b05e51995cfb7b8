import Vocabulary

extension DocumentReading {
    /// The one place that says which reader reads which format.
    package static func reader(for context: DocumentContext) -> any DocumentReader {
        switch context.feed.format {
        case .kev: KEVReader(context: context)
        case .kevCSV: KEVTableReader(context: context)
        case .euvdKEV: EUVDExploitedReader(context: context)
        case .cve: CVEReader(context: context)
        case .csaf: CSAFReader(context: context)
        case .cyclonedx: CycloneDXReader(context: context)
        case .scanCSV: ScanCSVReader(context: context)
        case .indicatorList, .ipsum, .spamhausDrop, .jpcertPhishing: IndicatorLinesReader(context: context)
        case .urlhaus: URLhausReader(context: context)
        case .threatfox, .feodo: IndicatorObjectsReader(context: context)
        case .stix: STIXReader(context: context)
        case .misp: MISPReader(context: context)
        case .xarf: XARFReader(context: context)
        case .intelmq: IntelMQReader(context: context)
        case .arf: FeedbackReader(context: context)
        case .csv: MappedTableReader(context: context)
        case .json: MappedObjectsReader(context: context)
        case .rpz: PolicyZoneReader(context: context)
        case .epss: EPSSReader(context: context)
        case .jsonFeed: JSONFeedReader(context: context)
        case .nvd: NVDReader(context: context)
        case .osv: OSVReader(context: context)
        case .syndication: SyndicationReader(context: context)
        case .mail: MailReader(context: context)
        case .personal: PersonalReportReader(context: context)
        }
    }
}
