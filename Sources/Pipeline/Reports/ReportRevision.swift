import Analyze
package import Ingest
package import Vocabulary

/// One revision as its source stated it, with the document it came in.
///
/// In JSON the report's own members, and beside them `document`, what it names that stands on warning lists (`listed`)
/// and, where the publisher signs or hashes, `check`.
package struct ReportRevision: Codable, Sendable {
    package var report: Report
    package var document: Int64
    /// Nil for sources without published hashes and signatures.
    package var check: DocumentCheck?
    /// Addresses and names of the report that stand on warning lists as they are now; sorted.
    package var listed: [ListedValue]

    private enum CodingKeys: String, CodingKey { case document, check, listed }

    init(report: Report, document: Int64, check: DocumentCheck?, lists: WarningIndex) {
        self.report = report
        self.document = document
        self.check = check
        let named = (report.incident?.addresses.map(\.description) ?? []) + (report.incident?.domains ?? [])
        listed = Set(named + report.links).sorted().map { ListedValue($0, lists) }.filter { !$0.blockable }
    }

    package init(from decoder: any Decoder) throws {
        report = try Report(from: decoder)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        document = try container.decode(Int64.self, forKey: .document)
        check = try container.decodeIfPresent(DocumentCheck.self, forKey: .check)
        listed = try container.decode([ListedValue].self, forKey: .listed)
    }

    package func encode(to encoder: any Encoder) throws {
        try report.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(document, forKey: .document)
        try container.encodeIfPresent(check, forKey: .check)
        try container.encode(listed, forKey: .listed)
    }
}
