/// How version texts of one kind are ordered.
package enum VersionScheme: String, Sendable, Hashable, Codable, CaseIterable {
    /// Numbers and words in turn; what most vendors use.
    case generic
    /// Semantic Versioning 2.0.0 § 11; also npm, Cargo, Go with its pseudo-versions, Hex, pub.
    case semver
    /// Apache Maven's ComparableVersion.
    case maven
    /// rpmvercmp with epoch and release.
    case rpm
    /// Debian Policy § 5.6.12.
    case deb
    /// PEP 440.
    case pypi
    /// NuGet: four numbers, texts without regard to case.
    case nuget
    /// `Gem::Version`.
    case gem
    /// Composer's VersionParser with PHP's `version_compare`.
    case composer
    /// Alpine's apk-tools.
    case apk
    /// Integers between dots, up to the first character that is neither (vers types, `intdot`).
    case intdot
    /// Bytes of UTF-8 (vers types, `lexicographic`).
    case lexicographic

    /// The scheme a source names (CVE `versionType`, vers type, OSV ecosystem); nil for git and what we cannot order.
    ///
    /// Nothing stated and `custom` are generic: an order that is likely but not promised.
    package init?(named name: String) {
        switch name.lowercased() {
        case "", "custom", "generic", "other", "unspecified", "date": self = .generic
        case "semver", "npm", "cargo", "crates.io", "golang", "go", "hex", "pub", "dart": self = .semver
        case "maven": self = .maven
        case "rpm", "redhat", "suse", "fedora": self = .rpm
        case "deb", "debian", "ubuntu", "dpkg": self = .deb
        case "pypi", "python", "pep440": self = .pypi
        case "nuget": self = .nuget
        case "gem", "rubygems": self = .gem
        case "composer", "packagist": self = .composer
        case "apk", "alpine": self = .apk
        case "intdot": self = .intdot
        case "lexicographic": self = .lexicographic
        default: return nil
        }
    }

    /// The scheme of a vers type; nil for an unknown one. Names that only other sources use are no types.
    init?(versType type: String) {
        let types: Set<String> = [
            "generic", "semver", "npm", "cargo", "golang", "hex", "pub", "maven", "rpm", "deb", "pypi", "nuget", "gem",
            "composer", "apk", "alpine", "intdot", "lexicographic",
        ]
        guard types.contains(type) else { return nil }
        self.init(named: type)
    }

    /// Whether a source that names this scheme promises its order.
    package static func isExact(named name: String) -> Bool {
        !["", "custom", "other", "unspecified"].contains(name.lowercased()) && VersionScheme(named: name) != nil
    }

    /// The order of two versions as found in reports and registers; nil when one of them is not readable.
    ///
    /// Sources name a scheme and do not keep to it: what the scheme cannot read is ordered like ``generic``, as far as
    /// both texts begin alike.
    package func compare(_ left: String, _ right: String) -> VersionOrder? {
        let (left, right) = (VersionScheme.trimmed(left), VersionScheme.trimmed(right))
        guard VersionScheme.hasDigit(left), VersionScheme.hasDigit(right) else { return left == right ? .same : nil }
        // These order any bytes, so their order of texts that are no versions of theirs says nothing.
        let isLoose = [.rpm, .deb, .maven].contains(self)
            && VersionScheme.isWorded(left) != VersionScheme.isWorded(right)
        let promised = self == .generic || isLoose ? nil : order(left, right)
        return promised ?? GenericVersion.likely(left, right)
    }

    /// The order of two versions by the scheme's own rules; nil when one of them breaks its grammar.
    package func order(_ left: String, _ right: String) -> VersionOrder? {
        guard (1...256).contains(left.utf8.count), (1...256).contains(right.utf8.count) else { return nil }
        return switch self {
        case .generic: GenericVersion.compare(left, right)
        case .semver: SemanticVersion.compare(left, right)
        case .maven: MavenVersion.compare(left, right)
        case .rpm: PackageVersion.compareRPM(left, right)
        case .deb: PackageVersion.compareDebian(left, right)
        case .pypi: PythonVersion.compare(left, right)
        case .nuget: SemanticVersion.compareNuGet(left, right)
        case .gem: GemVersion.compare(left, right)
        case .composer: ComposerVersion.compare(left, right)
        case .apk: AlpineVersion.compare(left, right)
        case .intdot: VersionScheme.integers(left, right)
        case .lexicographic: .of(Array(left.utf8), Array(right.utf8))
        }
    }

    /// Whether numbers between dots, none with a leading zero, are ordered as numbers from left to right.
    var ordersNumbers: Bool { self != .lexicographic }

    private static func integers(_ left: String, _ right: String) -> VersionOrder? {
        var (a, b) = (VersionScanner(left), VersionScanner(right))
        guard let x = a.numbers(), let y = b.numbers() else { return nil }
        return Digits.order(x, y)
    }

    private static func isWorded(_ text: String) -> Bool { text.utf8.first.map(Digits.isLetter) ?? false }

    private static func hasDigit(_ text: String) -> Bool { text.utf8.contains(where: Digits.isDigit) }

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

    /// Byte by byte.
    static func of(_ left: [UInt8], _ right: [UInt8]) -> VersionOrder {
        left == right ? .same : left.lexicographicallyPrecedes(right) ? .before : .after
    }

    var reversed: VersionOrder {
        switch self {
        case .before: .after
        case .same: .same
        case .after: .before
        }
    }
}
