import Vocabulary

extension DocumentReading {
    /// The one place that says which reader reads which format.
    package static func reader(for context: DocumentContext) -> any DocumentReader {
        switch context.feed.format {
        case .scanCSV: ScanCSVReader(context: context)
        case .epss: EPSSReader(context: context)
        case .syndication: SyndicationReader(context: context)
        case .personal: PersonalReportReader(context: context)
        case .kev: KEVReader(context: context)
        case .cve: CVEReader(context: context)
        case .csaf: UnreadReader(context: context)
        }
    }
}

/// Refuses a document whose format this build has no reader for, and says so.
private struct UnreadReader: DocumentReader {
    let context: DocumentContext

    mutating func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) {}

    mutating func finish(into batch: inout ReadBatch) {
        let message = "this build has no reader for \(context.feed.format.rawValue) documents"
        batch.rejects.append(Reject(.notThisFormat, place: context.name, message: message))
    }
}
