package import Vocabulary

/// An advisory that everybody may read: a value that cannot hold anything above TLP:CLEAR (invariant I7).
///
/// The only gate is ``admit(_:)``; public pages and feeds take this type and no other.
package struct PublicAdvisory: Sendable, Hashable {
    /// CLEAR parts only; issued, or withdrawn after it was issued.
    let cleared: AdvisoryVersion

    /// Why a version is not public.
    package enum Withheld: String, Error, Sendable, Hashable, Codable {
        case notIssued = "not-issued"
        case notMeantForThePublic = "not-meant-for-the-public"
        case headAboveClear = "head-above-clear"
        case nothingClear = "nothing-clear"
    }

    /// Keeps the CLEAR parts of an issued version, or says why none of it is shown.
    package static func admit(_ version: AdvisoryVersion) -> Result<PublicAdvisory, Withheld> {
        let content = version.content
        guard version.state == .issued || version.state == .withdrawn, version.issued != nil else {
            return .failure(.notIssued)
        }
        guard content.isPublic else { return .failure(.notMeantForThePublic) }
        guard content.headTLP == .clear else { return .failure(.headAboveClear) }
        var cleared = version
        cleared.content.paragraphs = content.paragraphs.filter { $0.tlp == .clear }
        cleared.content.products = content.products.filter { $0.tlp == .clear }
        cleared.content.references = content.references.filter { $0.tlp == .clear }
        // The score's evidence may rest on what is not public, and officers' names are nobody's business.
        cleared.content.contributions = []
        cleared.author = Officer(uid: 0, loginUID: nil, name: "")
        cleared.lastEditor = cleared.author
        cleared.approval = nil
        guard !cleared.content.paragraphs.isEmpty else { return .failure(.nothingClear) }
        precondition(cleared.content.tlp == .clear, "every part was filtered to CLEAR above")
        return .success(PublicAdvisory(cleared: cleared))
    }

    /// Number of the advisory.
    package var number: SpokenNumber { cleared.number }
    /// From 1.
    package var version: Int { cleared.version }
    /// When this version was issued.
    package var issued: Instant { cleared.issued ?? cleared.created }
    /// When its public form last changed.
    package var updated: Instant { max(issued, cleared.withdrawn ?? issued) }
    /// Whether readers must no longer rely on it.
    package var isWithdrawn: Bool { cleared.withdrawn != nil }

    /// The reading in one language; its label is CLEAR.
    package func reading(_ language: Language) -> AdvisoryReading {
        AdvisoryReading(cleared, for: .clear, language: language)
    }
}
