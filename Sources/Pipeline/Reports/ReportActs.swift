import Constituency
import Ingest
package import Storage
package import Vocabulary

/// `ess report submit`: a person's report becomes a document of the feed `user-reports`, and so a report like any
/// other.
package struct ReportSubmit: Act {
    package static let name = "report submit"
    package static let roles: Set<Role> = [.analyst, .admin]
    static let feed = FeedID(unchecked: "user-reports")

    package var title: String
    package var text: String
    package var type: RSIT?
    package var entity: EntityID?
    package var addresses: [IPAddress]
    package var domains: [String]
    package var tlp: TLP?
    /// How to reach who reports, at most 200 bytes.
    package var contact: String?

    package init(
        title: String, text: String, type: RSIT?, entity: EntityID?, addresses: [IPAddress], domains: [String],
        tlp: TLP?, contact: String? = nil
    ) {
        self.title = title
        self.text = text
        self.type = type
        self.entity = entity
        self.addresses = addresses
        self.domains = domains
        self.tlp = tlp
        self.contact = contact
    }

    package struct Answer: Codable, Sendable {
        /// `R-2026-0017`; nil in a dry run.
        package var number: String?
        package var document: Int64?
        /// The case that stands in the queue until somebody takes it.
        package var caseNumber: String?

        private enum CodingKeys: String, CodingKey { case number, document, caseNumber = "case" }
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> Answer {
        guard !title.isEmpty, title.utf8.count <= 512 else {
            throw ActFailure(.badData, "a report needs a title of at most 512 bytes", hint: "add --title \"…\"")
        }
        guard text.utf8.count <= 16 << 10 else { throw ActFailure(.badData, "the text is longer than 16 KiB") }
        guard engine.takesReports else {
            throw ActFailure(
                .configuration, "no feed `\(ReportSubmit.feed)` is described",
                hint: "put user-reports.yaml into \(engine.settings.feedsDirectory)")
        }
        if let entity, try await engine.register().index.position(of: entity) == nil {
            throw ActFailure(.notFound, "no entity is called `\(entity)`", hint: "see `ess entity list`")
        }
        // As the public form reads them.
        let names = domains.map { $0.replacing("[.]", with: ".").lowercased() }
        if let wrong = names.first(where: { !ReportForm.isDomain($0) }) {
            throw ActFailure(
                .badData, "`\(wrong.prefix(80))` is no domain name", hint: "write it like mail.example.az, one each")
        }
        guard contact?.utf8.count ?? 0 <= ReportForm.contactMax else {
            throw ActFailure(.badData, "--contact is longer than \(ReportForm.contactMax) bytes", hint: "shorten it")
        }
        if call.dryRun { return Answer() }
        let words = PersonalReport(
            id: "", title: title, text: text, type: type, entity: entity, addresses: addresses, domains: names,
            tlp: tlp, contact: contact, at: call.now)
        return try await engine.takeDown(words, submission: nil)
    }
}

/// A report as lists show it.
package struct ReportView: Codable, Sendable {
    package var feed: String
    package var id: String
    package var kind: ReportKind
    package var status: ReportStatus
    package var title: String
    package var revised: Instant
    package var revisions: Int
    /// The case that was opened with it; incidents only.
    package var caseNumber: String?

    private enum CodingKeys: String, CodingKey {
        case feed, id, kind, status, title, revised, revisions, caseNumber = "case"
    }

    init(_ row: ReportRow) {
        feed = row.feed.text
        id = row.sourceID
        kind = row.kind
        status = row.status
        title = row.title
        revised = row.revised
        revisions = row.revisions
        caseNumber = row.caseNumber
    }
}

/// `ess report list`.
package struct ReportList: Act {
    package static let name = "report list"
    package static let roles = Role.anyone
    package static let readsOnly = true
    package var query: ReportQuery
    package init(query: ReportQuery) { self.query = query }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> [ReportView] {
        let found = try await engine.store.reports(query)
        if found.isEmpty { try engine.mustKnow(feed: query.feed) }
        return found.map(ReportView.init)
    }
}

/// `ess report show FEED ID`: every revision as the source stated it, newest first.
package struct ReportShow: Act {
    package static let name = "report show"
    package static let roles = Role.anyone
    package static let readsOnly = true
    package var feed: FeedID
    package var id: String

    package init(feed: FeedID, id: String) {
        self.feed = feed
        self.id = id
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> [ReportRevision] {
        let found = try await engine.store.revisions(feed: feed, sourceID: id).map {
            ReportRevision(report: $0.report, document: $0.document, check: $0.check, lists: engine.policies.warnings)
        }
        guard !found.isEmpty else {
            try engine.mustKnow(feed: feed)
            throw ActFailure(.notFound, "\(feed) has no report `\(id)`", hint: "see `ess report list --feed \(feed)`")
        }
        return found
    }
}
