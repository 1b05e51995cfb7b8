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

    package init(list: String, format: String, owner: String, imported: Instant) {
        self.list = list
        self.format = format
        self.owner = owner
        self.imported = imported
    }
}

/// Why an asset is no longer believed to be current, and who has to look.
package struct Staleness: Sendable, Hashable, Codable {
    /// Who has to look.
    package var owner: String
    package var since: Instant
    /// One sentence.
    package var reason: String

    package init(owner: String, since: Instant, reason: String) {
        self.owner = owner
        self.since = since
        self.reason = reason
    }
}
