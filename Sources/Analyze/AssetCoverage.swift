package import Constituency
import Vocabulary

/// Whether an asset can be matched at all, by what, and what stands in the way.
package struct AssetCoverage: Sendable, Hashable {
    /// The strongest name under which reports can mean it.
    package enum Way: String, Sendable, Hashable, Codable, CaseIterable {
        case cpe, purl, name, network, asn, domain, none
    }

    /// What keeps a match from happening, or from being more than possible.
    package enum Obstacle: String, Sendable, Hashable, Codable, CaseIterable {
        /// Nobody made sure of it: it carries no finding.
        case claimed, disputed, stale
        /// Verified once, and its inventory was not confirmed for long: matches are at most probable.
        case old
        /// A vendor and product that no report and no lesson ever named: at most a name near it leads to a question.
        case unknownName = "unknown-name"
        /// A name without a vendor: matches are only possible ones.
        case noVendor = "no-vendor"
        /// Every match by a range of versions is only a possible one.
        case noVersion = "no-version"
        /// A version without a digit has no place in any order.
        case unreadableVersion = "unreadable-version"

        /// Whether it keeps the asset from being matched, rather than from being matched well.
        package var isBlocking: Bool {
            switch self {
            case .claimed, .disputed, .stale, .unknownName: true
            case .old, .noVendor, .noVersion, .unreadableVersion: false
            }
        }
    }

    package let way: Way
    /// In the order of ``Obstacle``.
    package let obstacles: [Obstacle]

    /// Whether a report can mean the asset and lead to a finding.
    package var isMatchable: Bool { way != .none && !obstacles.contains(where: \.isBlocking) }

    /// - Parameter isKnown: whether any report or lesson names this vendor and product.
    package init(_ asset: Asset, isKnown: (ProductName) -> Bool) {
        var found: [Obstacle] = []
        switch asset.state {
        case .verified: break
        case .claimed: found.append(.claimed)
        case .disputed: found.append(.disputed)
        case .stale: found.append(asset.isVerified ? .old : .stale)
        }
        switch asset.fact {
        case .network: way = .network
        case .asn: way = .asn
        case .domain: way = .domain
        case .software(let software):
            way = AssetCoverage.way(of: software)
            if way == .name {
                let name = ProductName(vendor: software.vendor, product: software.product)
                if !isKnown(name) { found.append(.unknownName) }
                if name.vendor.isEmpty { found.append(.noVendor) }
            }
            if let version = software.version, !version.isEmpty {
                if !version.utf8.contains(where: Digits.isDigit) { found.append(.unreadableVersion) }
            } else {
                found.append(.noVersion)
            }
        }
        obstacles = found
    }

    private static func way(of software: Software) -> Way {
        if software.cpe?.product.plain != nil { return .cpe }
        if software.purl.flatMap(PackageURL.init(reading:)) != nil { return .purl }
        return software.product.isEmpty ? .none : .name
    }
}
