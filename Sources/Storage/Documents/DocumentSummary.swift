/// What one document held and what it changed. Counts of contents are a function of the bytes and the register.
package struct DocumentSummary: Sendable, Hashable, Codable {
    /// Reports read (documents lane).
    package var reports = 0
    /// Of them: never seen before, seen with other content, seen with the same content.
    package var newReports = 0
    package var newRevisions = 0
    package var unchanged = 0
    /// Full lists only: reports of this feed that the document no longer names.
    package var removed = 0
    package var rejects = 0
    /// All of them by reason, also those that have no row of their own; nil where there are none.
    package var rejectReasons: [String: Int]?
    /// Members that are no documents of the format.
    package var skipped: [String] = []
    package var documents = 0
    /// Rows read (observations lane), the different ones among them, and the different (address, port) pairs.
    package var rows = 0
    package var distinctRows = 0
    package var distinctHosts = 0
    /// Rows that concern a registered entity, that are in the national space only, and neither.
    package var matchedRows = 0
    package var orphanRows = 0
    package var outsideRows = 0
    /// Different findings the document names, and those that were new with it.
    package var findings = 0
    package var newFindings = 0
    package var scores = 0
    /// Rows whose time cannot be and counts as not stated; nil where there are none.
    package var doubtedTimes: Int?
    /// How many reports state each of the fields that ``FeedDrift`` watches; nil where there are no reports.
    package var fields: [String: Int]?
    /// Columns of a table; nil for what is none.
    package var columns: Int?

    package init() {}

    /// Reports, rows and scores together.
    package var items: Int { reports + rows + scores }

    /// For a document that was known: what it holds stays, what it changed is nothing.
    package mutating func forgetChanges() {
        unchanged = reports
        newReports = 0
        newRevisions = 0
        newFindings = 0
    }

    private enum CodingKeys: String, CodingKey {
        case reports, newReports = "new_reports", newRevisions = "new_revisions", unchanged, removed, rejects
        case rejectReasons = "reject_reasons", skipped
        case documents, rows, distinctRows = "distinct_rows", distinctHosts = "distinct_hosts"
        case matchedRows = "matched_rows", orphanRows = "orphan_rows", outsideRows = "outside_rows", findings
        case newFindings = "new_findings", scores, doubtedTimes = "doubted_times", fields, columns
    }
}
