package import Vocabulary

/// One inventory list that names an asset, and who answers for the list being current.
package struct AssetOrigin: Sendable, Hashable, Codable {
    /// The list's name, unique within the entity: `sbom.json`, `erp-servers`.
    package var list: String
    /// The form it was read in: `cyclonedx-json`.
    package var format: String
    /// Who is asked when the list grows old.
    package var owner: String
    /// When the list was last imported.
    package var imported: Instant
    /// When somebody last said that the list still holds, without a new one; nil when nobody did.
    package var confirmed: Instant?

    package init(list: String, format: String, owner: String, imported: Instant) {
        self.list = list
        self.format = format
        self.owner = owner
        self.imported = imported
    }

    /// The time at which the list was last known to hold.
    package var held: Instant { max(imported, confirmed ?? imported) }
}

/// Why an asset is no longer believed to be current, and who has to look.
package struct Staleness: Sendable, Hashable, Codable {
    /// Who has to look.
    package var owner: String
    package var since: Instant
    /// One sentence.
    package var reason: String
    /// Nil where it was not recorded.
    package var cause: Cause?
    /// Who had made sure of the asset before; nil when nobody had. With it the asset still matches.
    package var verified: Verification?

    /// What made it stale.
    package enum Cause: String, Sendable, Hashable, Codable, CaseIterable {
        /// No list that names it was confirmed for too long; a confirmation ends it.
        case age
        /// The list does not name it any more; only a list that does ends it.
        case missing
    }

    package init(
        owner: String, since: Instant, reason: String, cause: Cause? = nil, verified: Verification? = nil
    ) {
        self.owner = owner
        self.since = since
        self.reason = reason
        self.cause = cause
        self.verified = verified
    }
}
