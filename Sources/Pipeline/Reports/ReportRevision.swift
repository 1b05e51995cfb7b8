package import Ingest
package import Vocabulary

/// One revision as its source stated it, with the document it came in.
///
/// In JSON the report's own members, and beside them `document` and, where the publisher signs or hashes, `check`.
package struct ReportRevision: Codable, Sendable {
    package var report: Report
    package var document: Int64
    /// Nil for sources without published hashes and signatures.
    package var check: DocumentCheck?

    private enum CodingKeys: String, CodingKey { case document, check }

    init(report: Report, document: Int64, check: DocumentCheck?) {
        self.report = report
        self.document = document
        self.check = check
    }

    package init(from decoder: any Decoder) throws {
        report = try Report(from: decoder)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        document = try container.decode(Int64.self, forKey: .document)
        check = try container.decodeIfPresent(DocumentCheck.self, forKey: .check)
    }

    package func encode(to encoder: any Encoder) throws {
        try report.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(document, forKey: .document)
        try container.encodeIfPresent(check, forKey: .check)
    }
}
