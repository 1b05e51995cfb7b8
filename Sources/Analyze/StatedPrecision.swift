import Vocabulary

/// How closely a statement says which versions it is about, of a version that lies in what it states.
enum StatedPrecision: Int {
    /// The product, whatever its version.
    case all
    /// An interval, or a line of versions such as `2.7.x`.
    case range
    /// This very version.
    case version
    /// The release of one distribution's package, which itself tells the platform it was made for.
    case release

    /// - Parameter version: nil where the asset states none.
    init(of version: String?, in ranges: [VersionRange]) {
        var best = ranges.isEmpty || ranges.contains { !VersionContainment.isBounded($0) } ? Self.all : .range
        for range in ranges where VersionContainment.of(version, in: range) == .inside {
            let own = StatedPrecision(of: range)
            if own.rawValue > best.rawValue { best = own }
        }
        self = best
    }

    private init(of range: VersionRange) {
        guard VersionContainment.isBounded(range) else {
            self = .all
            return
        }
        guard let exact = range.exact, VersionLine(exact) == nil else {
            self = .range
            return
        }
        let isPackage = [.rpm, .deb, .apk].contains(VersionScheme(named: range.scheme))
        self = isPackage && exact.utf8.contains(UInt8(ascii: "-")) ? .release : .version
    }

    /// A release names one version, as any other version does.
    func isCloser(than other: StatedPrecision) -> Bool { rank > other.rank }

    func isAsClose(as other: StatedPrecision) -> Bool { rank == other.rank }

    private var rank: Int { min(rawValue, StatedPrecision.version.rawValue) }
}
