import Constituency

/// A registered name that a text holds.
struct NamedWords: Hashable {
    /// In ``NameIndex/patterns``.
    var pattern: Int32
    /// Words of the text.
    var words: Range<Int>
    var isInflected: Bool
    /// The first word begins with a capital letter or a digit.
    var isCapital: Bool
}

/// Walks the tree of names from every word of a text.
///
/// - Complexity: O(words × length of the names that begin there), at most ``NameIndex/wordsMax`` steps a word.
enum NameScan {
    /// Of names that lie in one another the longest counts; two entities' equal ones all do. By place and pattern.
    static func names(in text: FoldedText, _ index: NameIndex) -> [NamedWords] {
        var found: [NamedWords] = []
        phrases(in: text, index.tree, { index.patterns[Int($0)].words }) { number, range, form in
            found.append(NamedWords(
                pattern: number, words: range, isInflected: form == .inflected,
                isCapital: text.words[range.lowerBound].isCapital))
        }
        return longest(found)
    }

    /// Every phrase of a tree that the text holds, as it is or with endings, by place.
    static func phrases(
        in text: FoldedText, _ tree: WordTree, _ words: (Int32) -> [[UInt32]],
        _ take: (Int32, Range<Int>, Inflection.Form) -> Void
    ) {
        for start in text.words.indices {
            guard var node = tree.root(text.words[start].key) else { continue }
            var end = start + 1
            while true {
                for number in tree.phrases(at: node) {
                    if let form = form(words(number), text, start..<end) { take(number, start..<end, form) }
                }
                guard end < text.words.count, text.words[end].continues,
                    let next = tree.node(behind: node, text.words[end].key)
                else { break }
                node = next
                end += 1
            }
        }
    }

    private static func form(_ phrase: [[UInt32]], _ text: FoldedText, _ range: Range<Int>) -> Inflection.Form? {
        var form = Inflection.Form.same
        for (word, registered) in zip(text.words[range], phrase) {
            guard let one = Inflection.form(of: text.letters[word.letters], registered: registered) else { return nil }
            if one == .inflected { form = .inflected }
        }
        return form
    }

    /// Found by begin and then by length, so that what lies within another stands behind it.
    private static func longest(_ found: [NamedWords]) -> [NamedWords] {
        let sorted = found.sorted {
            ($0.words.lowerBound, -$0.words.count, $0.pattern) < ($1.words.lowerBound, -$1.words.count, $1.pattern)
        }
        var kept: [NamedWords] = []
        var outer = 0..<0
        for one in sorted {
            if one.words.upperBound > outer.upperBound {
                outer = one.words
                kept.append(one)
            } else if one.words == outer {
                kept.append(one)
            }
        }
        return kept
    }
}
