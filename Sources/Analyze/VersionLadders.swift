import Constituency
import Synchronization
import Vocabulary

/// The versions of each registered product in order, so that a range is looked up instead of tried with each.
///
/// On a ladder stand versions that are numbers between dots, which every scheme orders totally; all others are tried
/// one by one. A ladder only ever leaves out what a range does not contain for certain: what is left is judged by the
/// same rules as everywhere. Ladders are built when they are first asked for.
final class VersionLadders: Sendable {
    /// Which software stands on a ladder.
    enum List: Hashable {
        case product(String)
        case package(String)
        /// By its position among the registered names.
        case name(Int32)
    }

    private struct Key: Hashable {
        let list: List
        let scheme: VersionScheme
    }

    /// Shorter lists are tried whole.
    static let shortMax = 4

    private let software: SoftwareIndex
    private let built = Mutex<[Key: VersionLadder]>([:])

    init(_ software: SoftwareIndex) { self.software = software }

    /// Of the list those that the ranges may mean, each once; in any order. No ranges mean all.
    func within(_ ranges: [VersionRange], _ list: List) -> [Int32] {
        let all = switch list {
        case .product(let name): software.software(product: name)
        case .package(let name): software.software(package: name)
        case .name(let position): software.names.software(position)
        }
        if all.count <= VersionLadders.shortMax || ranges.isEmpty { return all }
        var bounds: [(scheme: VersionScheme, range: LadderRange)] = []
        for range in ranges {
            guard let scheme = VersionScheme(named: range.scheme), let bound = LadderRange(range) else { return all }
            bounds.append((scheme, bound))
        }
        var found: [Int32] = []
        for bound in bounds {
            let ladder = ladder(Key(list: list, scheme: bound.scheme), all)
            // What stands on no ladder is the same under every scheme.
            if found.isEmpty { found = ladder.loose }
            found += ladder.rungs[ladder.places(bound.range, bound.scheme)].map(\.software)
        }
        return bounds.count == 1 ? found : Array(Set(found))
    }

    private func ladder(_ key: Key, _ all: [Int32]) -> VersionLadder {
        if let known = built.withLock({ $0[key] }) { return known }
        let new = VersionLadder(
            all.map { (software: $0, version: software.distinct[Int($0)].software.version) }, key.scheme)
        built.withLock { $0[key] = new }
        return new
    }
}

/// The versions of one product in the order of one scheme.
struct VersionLadder: Sendable {
    let rungs: [(software: Int32, version: String)]
    /// Without a version, or with one that stands on no ladder.
    let loose: [Int32]

    init(_ all: [(software: Int32, version: String?)], _ scheme: VersionScheme) {
        var rungs: [(software: Int32, version: String)] = []
        var numbers: [(place: Int, numbers: [Int])] = []
        var loose: [Int32] = []
        for one in all {
            if let version = one.version, let read = VersionLadder.numbers(version) {
                numbers.append((rungs.count, read))
                rungs.append((one.software, version))
            } else {
                loose.append(one.software)
            }
        }
        var sorted = VersionLadder.order(numbers).map { rungs[$0] }
        if !scheme.ordersNumbers { sorted.sort { scheme.compare($0.version, $1.version) == .before } }
        self.rungs = sorted
        self.loose = loose
    }

    /// Places by their numbers. Nearly all versions have few and small ones, which are compared as one.
    private static func order(_ versions: [(place: Int, numbers: [Int])]) -> [Int] {
        let keys = versions.map { (key: packed($0.numbers), place: $0.place) }
        guard keys.allSatisfy({ $0.key > 0 }) else {
            return versions.sorted { $0.numbers.lexicographicallyPrecedes($1.numbers) }.map(\.place)
        }
        return keys.sorted { $0 < $1 }.map(\.place)
    }

    /// At most four numbers below 65,535 as one that orders as they do; else 0. A missing number is less than 0.
    private static func packed(_ numbers: [Int]) -> UInt64 {
        guard numbers.count <= 4, numbers.allSatisfy({ $0 < 0xFFFF }) else { return 0 }
        return (0..<4).reduce(0) { $0 << 16 | ($1 < numbers.count ? UInt64(numbers[$1]) + 1 : 0) }
    }

    /// The rungs that lie in the range.
    func places(_ range: LadderRange, _ scheme: VersionScheme) -> Range<Int> {
        let from = range.from.map { bound in first { scheme.compare($0, bound) != .before } }
            ?? range.after.map { bound in first { scheme.compare($0, bound) == .after } } ?? 0
        let before = range.before.map { bound in first { scheme.compare($0, bound) != .before } } ?? rungs.count
        let through = range.through.map { bound in first { scheme.compare($0, bound) == .after } } ?? rungs.count
        return from..<max(from, min(before, through))
    }

    /// The first rung that is beyond something; all behind it are too.
    private func first(_ isBeyond: (String) -> Bool) -> Int {
        var (low, high) = (0, rungs.count)
        while low < high {
            let middle = (low + high) / 2
            if isBeyond(rungs[middle].version) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// `7.4.12` as numbers; nil for anything else, also for numbers with a leading zero, which some schemes read as
    /// fractions.
    static func numbers(_ version: String) -> [Int]? {
        guard (1...64).contains(version.utf8.count) else { return nil }
        var out: [Int] = []
        for part in version.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
            guard (1...15).contains(part.count), part.count == 1 || part.first != UInt8(ascii: "0") else { return nil }
            var number = 0
            for byte in part {
                guard (0x30...0x39).contains(byte) else { return nil }
                number = number * 10 + Int(byte - 0x30)
            }
            out.append(number)
        }
        return out
    }
}

/// A range whose bounds stand on every ladder.
struct LadderRange: Hashable {
    let from: String?
    let after: String?
    let before: String?
    let through: String?

    /// Nil when a bound is no number between dots, or nothing is bounded.
    init?(_ range: VersionRange) {
        if let exact = range.exact {
            guard VersionLadder.numbers(exact) != nil, !VersionContainment.isOpen(exact) else { return nil }
            (from, after, before, through) = (exact, nil, nil, exact)
            return
        }
        let lower = [range.from, range.after].map { bound in
            bound.flatMap { VersionContainment.isOpen($0) ? nil : $0 }
        }
        let upper = [range.before, range.through].map { bound in
            bound.flatMap { VersionContainment.isOpen(above: $0) ? nil : $0 }
        }
        let bounds = lower + upper
        // What an upper bound of `0` means is a question, not an empty range.
        guard !upper.contains("0"), lower.contains(nil), bounds.contains(where: { $0 != nil }),
            bounds.allSatisfy({ $0.map { VersionLadder.numbers($0) != nil } ?? true })
        else { return nil }
        (from, after, before, through) = (bounds[0], bounds[1], bounds[2], bounds[3])
    }
}
