import Advise
package import Storage
package import Vocabulary

/// `ess advisory show ID`: one version with its form, its approval and its story.
package struct AdvisoryShow: Act {
    package static let name = "advisory show"
    package static let roles = Role.anyone
    package static let readsOnly = true

    package var id: String
    /// Nil: the newest.
    package var version: Int?

    package init(id: String, version: Int? = nil) {
        self.id = id
        self.version = version
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> AdvisoryShowAnswer {
        let versions = try await engine.store.advisory(id)
        guard let record = version.map({ wanted in versions.first { $0.version.version == wanted } }) ?? versions.last
        else {
            throw ActFailure(.notFound, "\(id) has no version \(version ?? 0)", hint: "see `ess advisory show \(id)`")
        }
        let shown = record.version
        let approval = shown.approval.map {
            AdvisoryApproval(
                by: $0.by.name, at: $0.at, digest: $0.digests.preview.short, breakGlass: $0.breakGlass)
        }
        return AdvisoryShowAnswer(
            summary: AdvisorySummary(record), versions: versions.map(\.version.version), approval: approval,
            events: try await engine.store.advisoryEvents(shown.number, version: shown.version),
            late: try await engine.late(shown), form: AdvisoryText.render(shown.content))
    }
}

/// Answer of `ess advisory show`.
package struct AdvisoryShowAnswer: Codable, Sendable {
    package var summary: AdvisorySummary
    /// All versions of this advisory, rising.
    package var versions: [Int]
    package var approval: AdvisoryApproval?
    /// Oldest first; comments included.
    package var events: [AdvisoryEventRecord]
    /// Entities that it came to concern after its issue; sorted by entity.
    package var late: [LateRecipient]
    /// What `ess advisory edit` takes.
    package var form: String
}

/// An entity that an issued version came to concern after its issue.
package struct LateRecipient: Codable, Sendable {
    package var entity: EntityID
    /// Nil: it was not told, for no standing order lets advisories leave to it.
    package var notice: String?
    package var made: Instant?
}

extension Engine {
    /// Whom a version in force came to concern, told or not; those told of a version that is not in force any more.
    fileprivate func late(_ version: AdvisoryVersion) async throws -> [LateRecipient] {
        let told = try await store.lateNotices(version).map {
            LateRecipient(entity: $0.entity, notice: $0.notice, made: $0.made)
        }
        let waiting = version.state == .issued ? try await lateRecipients(version) : []
        return (told + waiting.map { LateRecipient(entity: $0) }).sorted { $0.entity < $1.entity }
    }
}

/// An approval as it is shown.
package struct AdvisoryApproval: Codable, Sendable {
    package var by: String
    package var at: Instant
    /// First eight digits of the preview that was approved.
    package var digest: String
    /// The reason when there was no second person.
    package var breakGlass: String?

    private enum CodingKeys: String, CodingKey {
        case by, at, digest, breakGlass = "break_glass"
    }
}
