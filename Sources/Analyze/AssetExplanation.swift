package import Constituency
package import Vocabulary

/// A verdict on one software asset with all that it follows from, so that it can be decided again from this alone.
package struct AssetExplanation: Sendable, Hashable, Codable {
    /// Position in the entity's assets.
    package var asset: Int
    package var verdict: ProductVerdict
    /// The report whose statement decided, as `feed/source id`, and its label.
    package var source: String
    package var tlp: TLP
    /// The asset as registered.
    package var software: Software
    /// As the register has it: `verified`, `claimed`, `disputed`, `stale`.
    package var state: String
    /// Whether somebody made sure of it, be it before it grew stale; only such assets carry findings.
    package var isVerified: Bool
    package var isExposed: Bool
    /// The statement that decided, as its source made it.
    package var statement: ProductStatement
    /// The exclusion that stands against a match, or the statement without versions that a range outweighs; nil where
    /// nothing contradicts.
    package var against: ProductStatement?

    private enum CodingKeys: String, CodingKey {
        case asset, verdict, source, tlp, software, state, isVerified = "verified"
        case isExposed = "exposed", statement, against
    }

    init(
        _ decided: AssetVerdict, software: Software, of registered: Asset, statement: ProductStatement,
        against: ProductStatement?
    ) {
        asset = decided.asset
        verdict = decided.verdict
        source = decided.source
        tlp = decided.tlp
        self.software = software
        state = registered.state.name
        isVerified = registered.isVerified
        isExposed = registered.exposed
        self.statement = statement
        self.against = against
    }
}
