/// How version texts of one kind are ordered.
package enum VersionScheme: String, Sendable, Hashable, Codable, CaseIterable {
    /// Numbers and words in turn; what most vendors use.
    case generic
    /// Semantic Versioning 2.0.0 § 11.
    case semver
    /// Apache Maven's ComparableVersion.
    case maven
    /// rpmvercmp with epoch and release.
    case rpm
    /// Debian Policy § 5.6.12.
    case deb

    /// The scheme a source names (CVE `versionType`, vers type, OSV ecosystem); nil for git and what we cannot order.
    ///
    /// Nothing stated and `custom` are generic: an order that is likely but not promised.
    package init?(named name: String) {
        switch name.lowercased() {
        case "", "custom", "generic", "other", "unspecified", "python", "pypi", "pep440", "intdot", "date":
            self = .generic
        case "semver", "npm", "cargo", "golang", "go", "hex", "composer", "nuget", "gem", "rubygems": self = .semver
        case "maven": self = .maven
        case "rpm", "redhat", "suse", "fedora": self = .rpm
        case "deb", "debian", "ubuntu", "dpkg": self = .deb
        default: return nil
        }
    }

    /// Whether a source that names this scheme promises its order.
    package static func isExact(named name: String) -> Bool {
        !["", "custom", "other", "unspecified"].contains(name.lowercased()) && VersionScheme(named: name) != nil
    }

    /// The order of two versions; nil when one of them is not readable in this scheme.
    package func compare(_ left: String, _ right: String) -> VersionOrder? {
        let (left, right) = (VersionScheme.trimmed(left), VersionScheme.trimmed(right))
        guard !left.isEmpty, !right.isEmpty, left.utf8.count <= 256, right.utf8.count <= 256 else { return nil }
        if left == right { return .same }
        switch self {
        case .generic: return GenericVersion.compare(left, right)
        case .semver: return SemanticVersion.compare(left, right) ?? GenericVersion.compare(left, right)
        case .maven: return MavenVersion.compare(left, right)
        case .rpm: return PackageVersion.compareRPM(left, right)
        case .deb: return PackageVersion.compareDebian(left, right)
        }
    }

    private static func trimmed(_ text: String) -> String {
        let bytes = text.utf8.drop { $0 <= 0x20 }
        let end = bytes.lastIndex { $0 > 0x20 }.map { bytes.index(after: $0) } ?? bytes.startIndex
        return String(decoding: bytes[..<end], as: UTF8.self)
    }
}

/// The order of two versions.
package enum VersionOrder: Int, Sendable, Hashable {
    case before = -1
    case same = 0
    case after = 1

    static func of<Value: Comparable>(_ left: Value, _ right: Value) -> VersionOrder {
        left < right ? .before : left == right ? .same : .after
    }
}
