package import Advise
import Constituency
import Storage
package import Vocabulary

/// `ess advisory preview ID`: what would go out, to whom, and the digest that an approval names (invariant I8).
package struct AdvisoryPreview: Act {
    package static let name = "advisory preview"
    package static let roles = Role.anyone
    package static let readsOnly = true

    package var id: String
    /// Nil: the one that most recipients read first.
    package var language: Language?
    /// Strictest label the reader may see; RED shows everything.
    package var audience: TLP

    package init(id: String, language: Language? = nil, audience: TLP = .red) {
        self.id = id
        self.language = language
        self.audience = audience
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> AdvisoryPreviewAnswer {
        let record = try await engine.advisoryVersion(id) {
            AdvisoryStanding.states(for: .edit).contains($0.version.state)
        }
        let version = record.version
        let (digests, recipients, _) = try await engine.advisoryDigests(record)
        let index = try await engine.register().index
        let names = Dictionary(index.entities.map { ($0.id, $0.name) }) { first, _ in first }
        let asked = self.language
        let common = try await engine.commonLanguage(of: recipients.map(\.entity))
        let language = asked ?? common
        let text = version.render(for: audience, language: language, format: .text)
        return AdvisoryPreviewAnswer(
            number: version.number, version: version.version, state: version.state,
            digest: digests.preview, short: digests.preview.short, label: text.label, language: language,
            staleLanguages: try await engine.staleLanguages(of: record),
            recipients: recipients.map {
                AdvisoryPreviewRecipient(
                    entity: $0.entity, name: names[$0.entity]?.best(for: [language])?.text ?? $0.entity.text,
                    findings: $0.findings, ways: $0.ways)
            },
            findings: recipients.reduce(0) { $0 + $1.findings },
            possible: try await engine.store.possiblyConcerned(version.content.threats, besides: recipients),
            gaps: version.content.gaps,
            isApproved: version.approval.map {
                $0.digests.content == digests.content && $0.digests.recipients == digests.recipients
            } ?? false,
            publicity: publicity(version, at: call.now), text: text.document,
            html: version.render(for: audience, language: language, format: .html).document)
    }

    /// Whether it would stand on the public pages once issued.
    private func publicity(_ version: AdvisoryVersion, at now: Instant) -> String {
        var issued = version
        issued.state = .issued
        issued.issued = version.issued ?? now
        switch PublicAdvisory.admit(issued) {
        case .success: return "public"
        case .failure(let reason): return reason.rawValue
        }
    }
}

/// Answer of `ess advisory preview`.
package struct AdvisoryPreviewAnswer: Codable, Sendable {
    package var number: SpokenNumber
    package var version: Int
    package var state: AdvisoryState
    /// Over number, version, content, recipients and the ways to them.
    package var digest: Digest
    /// What `ess advisory approve --digest` takes.
    package var short: String
    /// Label of what is shown.
    package var label: TLP
    /// The language of what is shown.
    package var language: Language
    /// Languages whose text is older than the newest change.
    package var staleLanguages: [Language]
    /// Sorted by entity.
    package var recipients: [AdvisoryPreviewRecipient]
    /// Open findings of all recipients together.
    package var findings: Int
    /// Entities beside the recipients with possible matches alone, whom nobody tells before a person decides.
    package var possible: [EntityID]
    /// What is missing before it can be submitted.
    package var gaps: [String]
    /// Whether an approval is in force for exactly this.
    package var isApproved: Bool
    /// `public`, or why it stays off the public pages.
    package var publicity: String
    package var text: String
    package var html: String

    private enum CodingKeys: String, CodingKey {
        case number, version, state, digest, short, label, recipients, findings, possible, gaps, isApproved = "approved"
        case publicity, text, html, language, staleLanguages = "stale_languages"
    }
}

/// An entity that would be told.
package struct AdvisoryPreviewRecipient: Codable, Sendable {
    package var entity: EntityID
    package var name: String
    package var findings: Int
    /// Where its notice would go; empty when none would, and the reason is recorded at the issue.
    package var ways: [AdvisoryWay]
}
