package import Vocabulary

/// Something an entity answers for: software, a network, an autonomous system, a domain.
///
/// Only a verified asset carries findings outward; an entity's own edit is a claim.
package struct Asset: Sendable, Hashable, Codable {
    /// What it is.
    ///
    /// Held apart, so that a million assets are small (half of what a network in their midst would make them) and equal
    /// software can share it (``SharedFacts``).
    package indirect enum Fact: Sendable, Hashable {
        case software(Software)
        case network(IPNetwork)
        /// Autonomous system number, never 0.
        case asn(UInt32)
        /// Lower case, without a trailing dot, in ASCII (A-labels): it stands for itself and all names below it.
        case domain(String)
    }

    /// Who told us.
    package enum Source: String, Sendable, Hashable, Codable, CaseIterable {
        case manual
        case imported = "import"
    }

    package var fact: Fact
    /// Reachable from the Internet.
    package var exposed: Bool
    package var source: Source
    /// True where the domain is a public suffix and the entity is the registry that runs it: it stands for that name
    /// alone and for nothing below it. Nil otherwise. Beside the other small ones, which saves eight bytes an asset.
    package var registry: Bool?
    package var state: AssetState
    /// The inventory lists that name it, sorted by list; nil when none does.
    package var origins: [AssetOrigin]?

    package init(
        _ fact: Fact, exposed: Bool = false, source: Source = .manual, state: AssetState = .claimed,
        origins: [AssetOrigin]? = nil, registry: Bool? = nil
    ) {
        self.registry = registry
        self.fact = fact
        self.exposed = exposed
        self.source = source
        self.state = state
        self.origins = origins
    }

    /// Whether somebody made sure of it, be it long ago; findings and products are matched with such assets alone.
    package var isVerified: Bool { state.verification != nil }
}

/// How far an asset is believed.
///
/// What it says is held apart, like a fact's software.
package indirect enum AssetState: Sendable, Hashable {
    case claimed
    case verified(Verification)
    /// With the reason, one sentence.
    case disputed(String)
    /// Nil where the register only says so.
    case stale(Staleness?)

    /// Who made sure of it; also of a stale one, which somebody had verified before it grew old.
    package var verification: Verification? {
        switch self {
        case .verified(let verification): verification
        case .stale(let staleness): staleness?.verified
        case .claimed, .disputed: nil
        }
    }

    /// `claimed`, `verified`, `disputed`, `stale`.
    package var name: String {
        switch self {
        case .claimed: "claimed"
        case .verified: "verified"
        case .disputed: "disputed"
        case .stale: "stale"
        }
    }
}

/// A piece of software as registered. At least one of cpe, purl and product is there.
package struct Software: Sendable, Hashable, Codable {
    package var vendor: String
    package var product: String
    /// Nil when not known; such an asset never matches with certainty.
    package var version: String?
    /// Bound as CPE 2.3 formatted string.
    package var cpe: CPEName?
    /// Package URL as stated (`pkg:npm/lodash@4.17.20`).
    package var purl: String?

    /// A name and version; what a CPE states fills what is not given.
    package init(vendor: String, product: String, version: String? = nil, cpe: CPEName? = nil, purl: String? = nil) {
        self.vendor = vendor.isEmpty ? cpe?.vendor.plain ?? "" : vendor
        self.product = product.isEmpty ? cpe?.product.plain ?? "" : product
        self.version = version ?? cpe?.version.plain
        self.cpe = cpe
        self.purl = purl
    }

    /// Of three facts alone: registers hold it a million times, and what is equal in these is nearly always equal.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(product)
        hasher.combine(version)
        hasher.combine(purl)
    }

    /// What people read: vendor, product, version.
    package var shown: String {
        let words = [vendor, product, version ?? ""].filter { !$0.isEmpty }
        return words.isEmpty ? purl ?? "" : words.joined(separator: " ")
    }
}
