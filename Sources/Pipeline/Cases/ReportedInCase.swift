package import Vocabulary
import Storage

/// A person's report with which a case was opened, as its case shows it.
package struct ReportedInCase: Codable, Sendable {
    package var feed: String
    package var id: String
    package var at: Instant
    /// The person's own words; all of them, at most 16 KiB.
    package var text: String
    /// RSIT `class/type`, where the person knew it.
    package var type: RSIT?
    package var entity: EntityID?
    package var addresses: [IPAddress]
    package var domains: [String]
    /// How to reach who reported, in their words; nil when they left nothing.
    package var contact: String?
    /// How many files hang on it.
    package var attachments: Int
    package var encrypted: Bool

    init(_ reported: CaseReport) {
        feed = reported.feed.text
        id = reported.report.sourceID
        at = reported.report.revised
        text = reported.report.summary
        let incident = reported.report.incident ?? IncidentStatement()
        type = incident.type
        entity = incident.entity
        addresses = incident.addresses
        domains = incident.domains
        contact = incident.contact
        attachments = incident.attachments?.count ?? 0
        encrypted = incident.encryption != nil
    }
}

extension Engine {
    /// The case as officers read it: with what people reported, which participants are never shown.
    func officersStory(_ number: SpokenNumber, at now: Instant) async throws -> CaseStory {
        var story = try await caseStory(number, at: now)
        story.reports = try await store.reports(ofCase: number).map(ReportedInCase.init)
        return story
    }
}
