import GRDB
package import Vocabulary

/// What a person reported, in its current revision, with the case that was opened with it.
package struct CaseReport: Sendable, Hashable {
    package var feed: FeedID
    package var report: Report
    package var caseNumber: String
}

extension Store {
    private static let currentReports = """
        SELECT r.feed, r.case_number, v.body FROM report r JOIN revision v ON v.report = r.id AND v.digest = r.digest
        """

    /// The reports with which a case was opened; in their order of number.
    package func reports(ofCase number: SpokenNumber) async throws -> [CaseReport] {
        try await read("reading the reports of a case") { db in
            try Row.fetchAll(
                db,
                sql: Store.currentReports + """
                     WHERE r.case_document IS NOT NULL AND r.case_number = ? ORDER BY r.feed, r.source_id
                    """, arguments: [number.description]
            ).compactMap(CaseReport.init(row:))
        }
    }

    /// The newest reports of people that name an address or a domain; at most `limit`.
    package func reports(naming locus: Locus, limit: Int) async throws -> [CaseReport] {
        let text: String
        switch locus {
        case .service(let address, _, _): text = address.description
        case .domain(let name): text = name
        case .inventory, .entity: return []
        }
        return try await read("looking for people's reports") { db in
            let rows = try Row.fetchCursor(
                db,
                sql: Store.currentReports + """
                     WHERE r.case_document IS NOT NULL AND instr(lower(v.body), lower(?)) > 0
                    ORDER BY r.revised DESC, r.feed, r.source_id
                    """, arguments: ["\"\(text)\""])
            var found: [CaseReport] = []
            while found.count < limit, let row = try rows.next() {
                guard let one = try CaseReport(row: row), let incident = one.report.incident else { continue }
                let isNamed = switch locus {
                case .service(let address, _, _): incident.addresses.contains(address)
                case .domain(let name): incident.domains.contains(name)
                case .inventory, .entity: false
                }
                if isNamed { found.append(one) }
            }
            return found
        }
    }
}

extension CaseReport {
    fileprivate init?(row: Row) throws {
        guard let feed = FeedID(row["feed"] as String) else { return nil }
        self.feed = feed
        caseNumber = row["case_number"]
        report = try StoredJSON.decode(Report.self, row["body"])
    }
}
