/// Maven's order (ComparableVersion), without its nested lists: qualifiers alpha < beta < milestone < rc < snapshot <
/// release < sp < other words < numbers.
enum MavenVersion {
    static func compare(_ left: String, _ right: String) -> VersionOrder? {
        guard let a = items(left), let b = items(right) else { return nil }
        for at in 0..<max(a.count, b.count) {
            let (x, y) = (at < a.count ? a[at] : .word([]), at < b.count ? b[at] : .word([]))
            let order = compare(x, y)
            if order != .same { return order }
        }
        return .same
    }

    /// Parts with trailing nulls (0, `final`, `ga`, `release`) taken away: `1.0` equals `1`.
    private static func items(_ text: String) -> [GenericVersion.Part]? {
        guard var out = GenericVersion.parts(text) else { return nil }
        while let last = out.last, isNull(last) { out.removeLast() }
        return out
    }

    private static func isNull(_ part: GenericVersion.Part) -> Bool {
        switch part {
        case .number(let digits): digits.isEmpty
        case .word(let word): rank(word) == releaseRank
        }
    }

    private static func compare(_ x: GenericVersion.Part, _ y: GenericVersion.Part) -> VersionOrder {
        switch (x, y) {
        case (.number(let a), .number(let b)): return GenericVersion.numbers(a, b)
        // A number that is 0 equals what is missing.
        case (.number(let a), .word(let b)): return a.isEmpty && b.isEmpty ? .same : .after
        case (.word(let a), .number(let b)): return b.isEmpty && a.isEmpty ? .same : .before
        case (.word(let a), .word(let b)):
            let (left, right) = (rank(a), rank(b))
            if left != right { return .of(left, right) }
            return left <= releaseRank + 1 || a == b ? .same : a.lexicographicallyPrecedes(b) ? .before : .after
        }
    }

    private static let releaseRank = 5

    private static func rank(_ word: [UInt8]) -> Int {
        switch String(decoding: word, as: UTF8.self) {
        case "alpha", "a": 0
        case "beta", "b": 1
        case "milestone", "m": 2
        case "rc", "cr": 3
        case "snapshot": 4
        case "", "ga", "final", "release": releaseRank
        case "sp": 6
        default: 7
        }
    }
}
