/// Whether two titles are the same sentence about something else.
extension TitleLikeness {
    /// Of the words of the shorter title, the share that both must have to be one wording.
    private static let templateShare = (words: 3, of: 4)
    private static let templateWordsMin = 3

    /// Three of four words are the same.
    static func isTemplate(_ one: TitleFeatures, _ other: TitleFeatures) -> Bool {
        let common = commonCount(one.wordSet, other.wordSet)
        let shorter = min(one.wordSet.count, other.wordSet.count)
        return common >= templateWordsMin && common * templateShare.of >= shorter * templateShare.words
    }

    /// Whether both contain one run of ``templateRun`` words.
    static func haveCommonRun(_ one: TitleFeatures, _ other: TitleFeatures) -> Bool {
        guard commonCount(one.runs, other.runs) > 0 else { return false }
        // Hashes may be equal by chance; words are not.
        return one.words.indices.dropLast(templateRun - 1).contains { start in
            let run = one.words[start..<start + templateRun]
            return other.words.indices.dropLast(templateRun - 1).contains { at in
                other.words[at..<at + templateRun].elementsEqual(run)
            }
        }
    }

    /// How many values two sorted lists have in common.
    static func commonCount<Value: Comparable>(_ one: [Value], _ other: [Value]) -> Int {
        var (i, j, count) = (0, 0, 0)
        while i < one.count, j < other.count {
            if one[i] == other[j] {
                (i, j, count) = (i + 1, j + 1, count + 1)
            } else if one[i] < other[j] {
                i += 1
            } else {
                j += 1
            }
        }
        return count
    }
}
