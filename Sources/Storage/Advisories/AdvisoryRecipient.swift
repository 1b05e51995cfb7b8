package import Vocabulary

/// An entity that an advisory concerns now.
package struct AdvisoryRecipient: Sendable, Hashable, Codable {
    package var entity: EntityID
    /// Open findings of the advisory's threats.
    package var findings: Int

    package init(entity: EntityID, findings: Int) {
        self.entity = entity
        self.findings = findings
    }
}
