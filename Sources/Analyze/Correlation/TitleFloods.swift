import Vocabulary

/// Titles that one source repeats word for word within hours: one thing that is said often.
///
/// Only the first in time of a flood takes part in the comparison of titles; the others stand where it stands. A
/// thousand titles of one wording are as like each other as can be, so no level of likeness would part them into units
/// that can be judged at once, and they would fill the reach of their words. What floods are follows from the set of
/// titles alone. The same wording a week later, or from another source, is compared like any other title.
struct TitleFloods: Sendable {
    /// What the titles of a flood have in common.
    struct Wording: Hashable, Sendable {
        var words: [Int32]
        var identifiers: [Int32]
        var source: Int32
    }

    private struct Repeats: Sendable {
        /// All titles of one wording, in order of time.
        var all: [Int32] = []
        /// Those among them that begin a flood, likewise.
        var first: [Int32] = []
    }

    private var repeats: [Wording: Repeats] = [:]

    /// A title belongs to the flood of the one before it that is no older than this, in microseconds: a day.
    private static let gap: Int64 = 86_400_000_000

    /// Adds a title.
    /// - Returns: whether it begins a flood, and who began one before that it now precedes.
    mutating func insert(_ slot: Int32, _ wording: Wording, _ order: TitleOrder) -> (begins: Bool, ends: Int32?) {
        var own = repeats[wording] ?? Repeats()
        let at = TitleFloods.place(of: slot, in: own.all, order)
        let follows = at > 0 && order.apart(own.all[at - 1], slot) <= TitleFloods.gap
        var ended: Int32?
        if at < own.all.count, order.apart(slot, own.all[at]) <= TitleFloods.gap {
            let next = TitleFloods.place(of: own.all[at], in: own.first, order)
            if next < own.first.count, own.first[next] == own.all[at] { ended = own.first.remove(at: next) }
        }
        own.all.insert(slot, at: at)
        if !follows { own.first.insert(slot, at: TitleFloods.place(of: slot, in: own.first, order)) }
        repeats[wording] = own
        return (!follows, ended)
    }

    /// Takes a title out.
    /// - Returns: who begins a flood by that.
    mutating func remove(_ slot: Int32, _ wording: Wording, _ order: TitleOrder) -> Int32? {
        guard var own = repeats[wording] else { return nil }
        let at = TitleFloods.place(of: slot, in: own.all, order)
        precondition(own.all[at] == slot, "a title stands among those of its wording")
        own.all.remove(at: at)
        own.first.removeAll { $0 == slot }
        var begun: Int32?
        if at < own.all.count, at == 0 || order.apart(own.all[at - 1], own.all[at]) > TitleFloods.gap {
            let next = TitleFloods.place(of: own.all[at], in: own.first, order)
            if next == own.first.count || own.first[next] != own.all[at] {
                own.first.insert(own.all[at], at: next)
                begun = own.all[at]
            }
        }
        repeats[wording] = own.all.isEmpty ? nil : own
        return begun
    }

    /// Who began the flood of a title; the title itself where nobody did before it.
    func first(of slot: Int32, _ wording: Wording, _ order: TitleOrder) -> Int32 {
        guard let first = repeats[wording]?.first else { return slot }
        let at = TitleFloods.place(of: slot, in: first, order)
        return at < first.count && first[at] == slot ? slot : at > 0 ? first[at - 1] : slot
    }

    /// The titles of a flood that this one begins, in order of time.
    func members(of first: Int32, _ wording: Wording, _ order: TitleOrder) -> ArraySlice<Int32> {
        guard let own = repeats[wording] else { return [first] }
        let next = TitleFloods.place(of: first, in: own.first, order) + 1
        let end = next < own.first.count ? TitleFloods.place(of: own.first[next], in: own.all, order) : own.all.count
        return own.all[TitleFloods.place(of: first, in: own.all, order)..<end]
    }

    /// Where the title stands in a list in order of time, or would.
    private static func place(of slot: Int32, in list: [Int32], _ order: TitleOrder) -> Int {
        var (low, high) = (0, list.count)
        while low < high {
            let middle = (low + high) / 2
            if order.precedes(list[middle], slot) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension TitleIndex {
    /// What a title must have in common with others of its flood; nil for one that floods nothing: undated, of no
    /// source, no more like itself than two notices are, or spoken of by a person.
    func wording(of slot: Int32) -> TitleFloods.Wording? {
        guard let title = titles[Int(slot)], title.features.published != nil, let source = title.features.source,
            !isSpokenOf(title.report.id),
            TitleLikeness(title.features, title.features).value >= TitleUnits.levels[0]
        else { return nil }
        return TitleFloods.Wording(
            words: title.features.words, identifiers: title.features.identifiers, source: source)
    }

    /// Whoever takes part in the comparison for a title: itself, or the first of its flood.
    func first(of slot: Int32) -> Int32 {
        titles[Int(slot)]?.wording.map { floods.first(of: slot, $0, order) } ?? slot
    }

    /// A title with those of its flood, if it begins one; in order of time.
    func flood(of slot: Int32) -> ArraySlice<Int32> {
        titles[Int(slot)]?.wording.map { floods.members(of: slot, $0, order) } ?? [slot]
    }

    /// The ids of a cluster's titles with those of their floods, in order of time.
    func ids(of cluster: [Int32]) -> [String] {
        let all = cluster.flatMap(flood)
        let sorted = all.count == cluster.count ? all : all.sorted { order.precedes($0, $1) }
        return sorted.compactMap { titles[Int($0)]?.report.id }
    }
}
