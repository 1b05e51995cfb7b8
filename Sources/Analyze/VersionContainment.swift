package import Vocabulary

/// Whether a version lies in a range; what cannot be compared is said, never guessed away.
package enum VersionContainment: Sendable, Hashable {
    case inside
    /// With the bound that would have to differ: `would match below 7.4`.
    case outside(counterfactual: String)
    /// Why it cannot be decided.
    case unknown(reason: String)
}

extension VersionContainment {
    /// The judgement over one range.
    package static func of(_ version: String?, in range: VersionRange) -> VersionContainment {
        guard let version, !version.isEmpty else { return .unknown(reason: "the asset states no version") }
        if let exact = range.exact { return exactly(version, exact, range.scheme) }
        let scheme = VersionScheme(named: range.scheme)
        var unknown: VersionContainment?
        for side in Side.all {
            guard let bound = side.bound(of: range) else { continue }
            guard let scheme else {
                return .unknown(reason: "versions of the kind `\(range.scheme)` have no order we know")
            }
            switch side.keeps(version, bound, scheme) {
            case true?: continue
            case false?: return .outside(counterfactual: "would match " + words(range))
            case nil: unknown = unknown ?? incomparable(version, bound)
            }
        }
        return unknown ?? .inside
    }

    /// Ranges that a counterfactual names.
    private static let missesMax = 5

    /// The judgement over several ranges: inside any is inside; else unknown if any is; no range means all versions.
    package static func of(_ version: String?, in ranges: [VersionRange]) -> VersionContainment {
        if ranges.isEmpty { return .inside }
        var unknown: VersionContainment?
        var misses: [String] = []
        for range in ranges {
            let own = of(version, in: range)
            switch own {
            case .inside: return .inside
            case .outside(let counterfactual):
                if misses.count < missesMax, !misses.contains(counterfactual) { misses.append(counterfactual) }
            case .unknown: unknown = unknown ?? own
            }
        }
        let first = misses.first ?? ""
        // `would match below 2.0; or from 3.0 below 3.5`.
        let others = misses.dropFirst().map { "; or " + $0.dropFirst("would match ".count) }
        return unknown ?? .outside(counterfactual: first + others.joined())
    }

    /// `*`, `0`, `-`, `n/a`, `unspecified` as the first or the only version bound nothing.
    static func isOpen(_ bound: String) -> Bool {
        ["", "*", "0", "-", "n/a", "unspecified", "all"].contains(bound.lowercased())
    }

    /// Of the upper bounds `*` alone says that there is none. Another word may be a version that nobody filled in.
    static func isOpen(above bound: String) -> Bool { bound == "*" }

    /// Whether any bound is left.
    static func isBounded(_ range: VersionRange) -> Bool {
        if let exact = range.exact { return !isOpen(exact) }
        return Side.all.contains { $0.bound(of: range) != nil }
    }

    private static func exactly(_ version: String, _ exact: String, _ scheme: String) -> VersionContainment {
        if version == exact || exact == "*" || exact.lowercased() == "all" { return .inside }
        if isOpen(exact) { return .unknown(reason: "the source names no version (`\(exact)`)") }
        // A version and its equal in another spelling, where the kind has an order; a commit is equal to itself only.
        guard let order = VersionScheme(named: scheme) else {
            return scheme.lowercased() == "git"
                ? .outside(counterfactual: "would match exactly \(exact)") : incomparable(version, exact)
        }
        if let line = VersionLine(exact) {
            guard let place = line.place(of: version, order) else { return incomparable(version, exact) }
            return place == .within ? .inside : .outside(counterfactual: "would match within \(exact)")
        }
        guard isPlain(exact), let result = order.compare(version, exact) else { return incomparable(version, exact) }
        return result == .same ? .inside : .outside(counterfactual: "would match exactly \(exact)")
    }

    /// All bounds stand in it: a version that keeps one of them alone need not match.
    private static func words(_ range: VersionRange) -> String {
        Side.all.compactMap { side in side.bound(of: range).map { "\(side.word) \($0)" } }.joined(separator: " ")
    }

    /// One word: `7.4`; not a sentence such as `prior to 7.4` or `<= 7.4`, which sources also write here.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.contains { (0x30...0x39).contains($0) }
            && text.utf8.allSatisfy { ![0x20, 0x2C, 0x3C, 0x3D, 0x3E, 0x2A].contains($0) }
    }

    private static func incomparable(_ version: String, _ bound: String) -> VersionContainment {
        .unknown(reason: "`\(version.prefix(60))` and `\(bound.prefix(60))` cannot be compared")
    }
}

/// One of the bounds that a range may have.
private enum Side {
    case from, after, below, through

    static let all: [Side] = [.from, .after, .below, .through]

    var word: String {
        switch self {
        case .from: "from"
        case .after: "after"
        case .below: "below"
        case .through: "up to"
        }
    }

    /// Nil where the range is open on this side.
    func bound(of range: VersionRange) -> String? {
        switch self {
        case .from: range.from.flatMap { VersionContainment.isOpen($0) ? nil : $0 }
        // After `0` all versions lie, but for 0 itself.
        case .after: range.after.flatMap { VersionContainment.isOpen($0) ? nil : $0 }
        case .below: range.before.flatMap { VersionContainment.isOpen(above: $0) ? nil : $0 }
        case .through: range.through.flatMap { VersionContainment.isOpen(above: $0) ? nil : $0 }
        }
    }

    /// Whether a version keeps the bound; nil when that cannot be said.
    func keeps(_ version: String, _ bound: String, _ scheme: VersionScheme) -> Bool? {
        // Nothing lies below the first version, so a source that says so filled in nothing.
        if self == .below || self == .through, bound == "0" { return nil }
        if let line = VersionLine(bound) { return line.place(of: version, scheme).flatMap(keeps) }
        guard let order = scheme.compare(version, bound) else { return nil }
        return switch self {
        case .from: order != .before
        case .after: order == .after
        case .below: order == .before
        case .through: order != .after
        }
    }

    /// Of a line of versions. Whether `below 2.7.x` means its last or its first version, sources do not say.
    private func keeps(_ place: VersionLine.Place) -> Bool? {
        switch (self, place) {
        case (.from, .before), (.after, .before), (.after, .within), (.below, .after), (.through, .after): false
        case (.below, .within): nil
        case (.from, .within), (.from, .after), (.after, .after), (.below, .before), (.through, .before),
            (.through, .within): true
        }
    }
}
