/// Phrases as a tree of word keys: what a text is walked along, word by word.
///
/// A node says which phrases may end there; keys stand for the beginnings of words, so their letters are still to be
/// compared.
package struct WordTree: Sendable {
    private var roots: [UInt64: Int32] = [:]
    private var edges: [Edge: Int32] = [:]
    /// By node; the numbers of the phrases that end there.
    private var ends: [[Int32]] = [[]]
    /// One bit for each hash of a first word, so that most words of a text cost one look.
    private var filter = [UInt64](repeating: 0, count: WordTree.filterBits / 64)
    private static let filterBits = 1 << 18

    private struct Edge: Hashable {
        var node: Int32
        var key: UInt64
    }

    package init() {}

    /// Adds a phrase of at least one folded word.
    package mutating func add(_ words: [[UInt32]], _ number: Int32) {
        var node: Int32 = 0
        for (place, word) in words.enumerated() {
            let key = WordKey.of(word[...])
            let next = Int32(ends.count)
            if place == 0 {
                let bit = WordTree.bit(key)
                filter[bit >> 6] |= 1 << UInt64(bit & 63)
                node = WordTree.grow(&roots, key, next)
            } else {
                node = WordTree.grow(&edges, Edge(node: node, key: key), next)
            }
            if node == next { ends.append([]) }
        }
        ends[Int(node)].append(number)
    }

    /// Node of a first word; nil when no phrase begins with it.
    package func root(_ key: UInt64) -> Int32? {
        let bit = WordTree.bit(key)
        guard filter[bit >> 6] & (1 << UInt64(bit & 63)) != 0 else { return nil }
        return roots[key]
    }

    /// Node behind a further word; nil when no phrase goes on so.
    package func node(behind node: Int32, _ key: UInt64) -> Int32? { edges[Edge(node: node, key: key)] }

    /// Phrases that may end at a node.
    package func phrases(at node: Int32) -> [Int32] { ends[Int(node)] }

    private static func bit(_ key: UInt64) -> Int { Int(truncatingIfNeeded: key & UInt64(filterBits - 1)) }

    private static func grow<Key>(_ edges: inout [Key: Int32], _ key: Key, _ next: Int32) -> Int32 {
        if let known = edges[key] { return known }
        edges[key] = next
        return next
    }
}
