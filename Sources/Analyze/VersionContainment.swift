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
        let lower = range.from.flatMap { isOpen($0) ? nil : $0 }
        let below = range.before.flatMap { isOpen($0) ? nil : $0 }
        let through = range.through.flatMap { isOpen($0) ? nil : $0 }
        if lower == nil, below == nil, through == nil { return .inside }
        guard let scheme = VersionScheme(named: range.scheme) else {
            return .unknown(reason: "versions of the kind `\(range.scheme)` have no order we know")
        }
        if let lower {
            guard let order = scheme.compare(version, lower) else { return incomparable(version, lower) }
            if order == .before { return .outside(counterfactual: "would match from \(lower)") }
        }
        if let below {
            guard let order = scheme.compare(version, below) else { return incomparable(version, below) }
            if order != .before { return .outside(counterfactual: "would match below \(below)") }
        }
        if let through {
            guard let order = scheme.compare(version, through) else { return incomparable(version, through) }
            if order == .after { return .outside(counterfactual: "would match up to \(through)") }
        }
        return .inside
    }

    /// The judgement over several ranges: inside any is inside; else unknown if any is; no range means all versions.
    package static func of(_ version: String?, in ranges: [VersionRange]) -> VersionContainment {
        if ranges.isEmpty { return .inside }
        var unknown: VersionContainment?
        var misses: [String] = []
        for range in ranges {
            switch of(version, in: range) {
            case .inside: return .inside
            case .outside(let counterfactual): if !misses.contains(counterfactual) { misses.append(counterfactual) }
            case .unknown: unknown = unknown ?? of(version, in: range)
            }
        }
        return unknown ?? .outside(counterfactual: misses.prefix(5).joined(separator: "; or "))
    }

    /// `*`, `0`, `-`, `n/a`, `unspecified` bound nothing.
    static func isOpen(_ bound: String) -> Bool {
        ["", "*", "0", "-", "n/a", "unspecified", "all"].contains(bound.lowercased())
    }

    private static func exactly(_ version: String, _ exact: String, _ scheme: String) -> VersionContainment {
        if version == exact || exact == "*" || exact.lowercased() == "all" { return .inside }
        if isOpen(exact) { return .unknown(reason: "the source names no version (`\(exact)`)") }
        // A version and its equal in another spelling, where the kind has an order; a commit is equal to itself only.
        guard let order = VersionScheme(named: scheme) else {
            return .outside(counterfactual: "would match exactly \(exact)")
        }
        guard isPlain(exact), let result = order.compare(version, exact) else { return incomparable(version, exact) }
        return result == .same ? .inside : .outside(counterfactual: "would match exactly \(exact)")
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
