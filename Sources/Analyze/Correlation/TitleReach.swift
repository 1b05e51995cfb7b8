/// Which titles propose one another as candidates: those that share a telling word and stand near in its list.
///
/// Each word keeps its titles in order of time. Two titles are candidates when they are at most ``reachMax`` places
/// apart in some list: a thousand titles of one name stay affordable, and a title that comes in between moves others
/// out of each other's reach, which is why an insertion tells what it parted.
struct TitleReach: Sendable {
    private var lists: [Int32: [Int32]] = [:]

    static let reachMax = 32

    /// Adds a title to one word's list.
    ///
    /// - Returns: those within its reach, and pairs that it moved apart by one place too many.
    mutating func insert(
        _ slot: Int32, under word: Int32, _ order: TitleOrder
    ) -> (near: [Int32], parted: [(Int32, Int32)]) {
        let reach = TitleReach.reachMax
        let at = place(of: slot, under: word, order)
        lists[word, default: []].insert(slot, at: at)
        let list = lists[word] ?? []
        let from = max(0, at - reach)
        let near = Array(list[from..<at] + list[at + 1..<min(list.count, at + reach + 1)])
        guard at + 1 < list.count else { return (near, []) }
        let parted = (from..<at).prefix { $0 + reach + 1 < list.count }.map { (list[$0], list[$0 + reach + 1]) }
        return (near, parted)
    }

    /// Takes a title out of one word's list.
    ///
    /// - Returns: pairs that come within each other's reach by that.
    mutating func remove(
        _ slot: Int32, under word: Int32, _ order: TitleOrder
    ) -> [(Int32, Int32)] {
        let reach = TitleReach.reachMax
        let at = place(of: slot, under: word, order)
        precondition(lists[word]?[at] == slot, "a title stands in the list of each of its words")
        lists[word]?.remove(at: at)
        let list = lists[word] ?? []
        if list.isEmpty { lists[word] = nil }
        return (max(0, at - reach)..<at).prefix { $0 + reach < list.count }.map { (list[$0], list[$0 + reach]) }
    }

    /// Whether two titles are within reach in some list of these words, which both have.
    func proposes(_ one: Int32, _ other: Int32, words: [Int32], _ order: TitleOrder) -> Bool {
        words.contains { word in
            abs(place(of: one, under: word, order) - place(of: other, under: word, order)) <= TitleReach.reachMax
        }
    }

    /// Where the title stands in a list, or would.
    private func place(of slot: Int32, under word: Int32, _ order: TitleOrder) -> Int {
        guard let list = lists[word], let last = list.last else { return 0 }
        if order.precedes(last, slot) { return list.count }
        var (low, high) = (0, list.count)
        while low < high {
            let middle = (low + high) / 2
            if order.precedes(list[middle], slot) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
