import Foundation

/// Parts of the graph of likenesses that are judged by themselves, each small enough to be judged at once.
///
/// A title's unit is what likenesses of at least some level connect it with, at the lowest ``levels`` that keep it
/// within ``membersMax``. So a name that everybody writes about for a year makes many units rather than one that grows
/// without end, while what is rarely written about stands at the lowest level, where nothing is cut that could be
/// joined. A unit is a function of the set of titles.
struct TitleUnits: Sendable {
    /// One likeness of a title: with whom, and how much.
    struct Link: Sendable {
        var other: Int32
        var value: Int32
    }

    struct Unit: Sendable {
        /// In the order of time.
        var members: [Int32]
        /// Likenesses below it do not belong to the unit.
        var level: Int32
    }

    /// By slot; both ways, the greatest likeness first.
    private(set) var links: [[Link]] = []
    private var seen: [UInt32] = []
    private var mark: UInt32 = 0

    /// In millionths, each a tenth above the one before; the first is the bar of joining.
    static let levels: [Int32] = (0..<30).map { Int32((60_000 * pow(1.1, Double($0))).rounded()) }
    static let membersMax = 1024
    private let membersMax: Int

    init(membersMax: Int = TitleUnits.membersMax) { self.membersMax = membersMax }

    mutating func grow(to count: Int) {
        while links.count < count {
            links.append([])
            seen.append(0)
        }
    }

    mutating func link(_ one: Int32, _ other: Int32, _ value: Int32) {
        add(Link(other: other, value: value), to: one)
        add(Link(other: one, value: value), to: other)
    }

    private mutating func add(_ link: Link, to slot: Int32) {
        var (low, high) = (0, links[Int(slot)].count)
        while low < high {
            let middle = (low + high) / 2
            if links[Int(slot)][middle].value >= link.value { low = middle + 1 } else { high = middle }
        }
        links[Int(slot)].insert(link, at: low)
    }

    /// The likeness of the two; nil where there is none.
    func value(_ one: Int32, _ other: Int32) -> Int32? {
        let (few, to) = links[Int(one)].count < links[Int(other)].count ? (one, other) : (other, one)
        return links[Int(few)].first { $0.other == to }?.value
    }

    mutating func unlink(_ one: Int32, _ other: Int32) {
        drop(one, from: other)
        drop(other, from: one)
    }

    /// Takes a title out of the graph.
    /// - Returns: whom it was linked with.
    mutating func isolate(_ slot: Int32) -> [Int32] {
        let others = links[Int(slot)].map(\.other)
        for other in others { drop(slot, from: other) }
        links[Int(slot)] = []
        return others
    }

    private mutating func drop(_ other: Int32, from one: Int32) {
        guard let at = links[Int(one)].firstIndex(where: { $0.other == other }) else { return }
        links[Int(one)].remove(at: at)
    }

    /// The unit of a title, or all units of what is too much alike to be cut by any level: then by time alone.
    mutating func units(around slot: Int32, _ order: TitleOrder) -> [Unit] {
        let (found, level) = connected(to: slot)
        let members = found.sorted { order.precedes($0, $1) }
        return stride(from: 0, to: members.count, by: membersMax).map { start in
            Unit(members: Array(members[start..<min(members.count, start + membersMax)]), level: level)
        }
    }

    /// All that likenesses connect with a title, at the lowest level at which they are not too many.
    ///
    /// It goes down from the highest level, and each likeness is looked at once.
    private mutating func connected(to slot: Int32) -> (members: [Int32], level: Int32) {
        mark += 1
        seen[Int(slot)] = mark
        var found = [slot]
        // How far each one's likenesses have been followed.
        var followed = [0]
        var last = (count: 1, level: Int32.max)
        for level in TitleUnits.levels.reversed() {
            let isHighest = last.level == .max
            var next = 0
            while next < found.count {
                let own = links[Int(found[next])]
                while followed[next] < own.count, own[followed[next]].value >= level {
                    let other = own[followed[next]].other
                    followed[next] += 1
                    guard seen[Int(other)] != mark else { continue }
                    guard isHighest || found.count < membersMax else {
                        return (Array(found.prefix(last.count)), last.level)
                    }
                    seen[Int(other)] = mark
                    found.append(other)
                    followed.append(0)
                }
                next += 1
            }
            last = (found.count, level)
            // Too many even at the highest level: nothing lower can be within bounds.
            if found.count > membersMax { break }
        }
        return (found, last.level)
    }
}
