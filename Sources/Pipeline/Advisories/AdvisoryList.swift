package import Advise
package import Storage
package import Vocabulary

/// `ess advisory list`: versions, newest change first.
package struct AdvisoryList: Act {
    package static let name = "advisory list"
    package static let roles = Role.anyone
    package static let readsOnly = true

    package var query: AdvisoryQuery
    package init(query: AdvisoryQuery = AdvisoryQuery()) { self.query = query }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> [AdvisorySummary] {
        try await engine.store.advisories(query).map(AdvisorySummary.init)
    }
}

/// A version as lists show it.
package struct AdvisorySummary: Codable, Sendable {
    package var number: SpokenNumber
    package var version: Int
    package var state: AdvisoryState
    package var title: String
    package var tlp: TLP
    package var urgency: Urgency
    package var severity: AdvisorySeverity
    /// 0–100, as it was when drafted.
    package var score: Int
    package var threats: [ThreatID]
    package var isPublic: Bool
    package var author: String
    package var editor: String
    package var edited: Instant
    package var scheduled: Instant?
    package var issued: Instant?
    package var withdrawn: Instant?
    /// SHA-256 of the content.
    package var content: Digest

    init(_ record: AdvisoryRecord) {
        let version = record.version
        number = version.number
        self.version = version.version
        state = version.state
        title = version.content.title.best(for: [.en])?.text ?? ""
        tlp = version.content.tlp
        urgency = version.content.urgency
        severity = version.content.severity
        score = version.content.score
        threats = version.content.threats
        isPublic = version.content.isPublic
        author = version.author.name
        editor = version.lastEditor.name
        edited = version.edited
        scheduled = version.scheduled
        issued = version.issued
        withdrawn = version.withdrawn
        content = record.digest
    }

    private enum CodingKeys: String, CodingKey {
        case number, version, state, title, tlp, urgency, severity, score, threats, isPublic = "public"
        case author, editor, edited, scheduled, issued, withdrawn, content
    }
}
