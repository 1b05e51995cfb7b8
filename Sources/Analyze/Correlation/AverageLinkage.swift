/// Groups joined while the average likeness between two of them stays above a bar: a vague title does not chain two
/// events, and one word against a join outweighs some for it.
struct AverageLinkage {
    private let bar: Double
    private let count: Int
    private var members: [[Int]]
    /// Sums of likenesses between two groups, both ways; `count` × `count`.
    private var sums: [Int]
    /// What each group is nearest to, if that is above the bar.
    private var nearest: [(average: Double, other: Int)?] = []

    /// A person's word as a term of a sum: more than all likenesses of a group can outweigh.
    private static let word = 1 << 42

    init(count: Int, bar: Int32) {
        self.bar = Double(bar)
        self.count = count
        members = (0..<count).map { [$0] }
        sums = [Int](repeating: 0, count: count * count)
    }

    /// States how like two single members are, in millionths.
    mutating func set(_ one: Int, _ other: Int, _ likeness: Int32) {
        let term = switch likeness {
        case TitleLikeness.together: AverageLinkage.word
        // Against weighs more than for: of two contrary words about two groups, they stay two.
        case TitleLikeness.apart: -AverageLinkage.word << 10
        default: Int(likeness)
        }
        sums[one * count + other] = term
        sums[other * count + one] = term
    }

    /// The groups, each with its members in order, by their first members.
    ///
    /// - Complexity: square in the count for ordinary likenesses, at worst cubic.
    mutating func joined() -> [[Int]] {
        if count == 1 { return members }
        nearest = (0..<count).map { best(of: $0) }
        while joinNearest() {}
        return members.filter { !$0.isEmpty }.map { $0.sorted() }.sorted { $0[0] < $1[0] }
    }

    private mutating func joinNearest() -> Bool {
        var found: (average: Double, one: Int)?
        for (index, candidate) in nearest.enumerated() {
            guard let candidate else { continue }
            if candidate.average > found?.average ?? 0 { found = (candidate.average, index) }
        }
        guard let one = found?.one, let other = nearest[one]?.other else { return false }
        for third in 0..<count where third != one && third != other && !members[third].isEmpty {
            sums[one * count + third] += sums[other * count + third]
            sums[third * count + one] = sums[one * count + third]
        }
        members[one] += members[other]
        members[other] = []
        nearest[other] = nil
        nearest[one] = best(of: one)
        // An average with both is never above the better of the two, so nobody else's nearest changes.
        for third in 0..<count where nearest[third]?.other == one || nearest[third]?.other == other {
            if third != one { nearest[third] = best(of: third) }
        }
        return true
    }

    /// The group with the highest average likeness above the bar; the first of equals.
    private func best(of index: Int) -> (average: Double, other: Int)? {
        var found: (average: Double, other: Int)?
        let size = Double(members[index].count)
        for other in 0..<count where sums[index * count + other] > 0 && other != index && !members[other].isEmpty {
            let average = Double(sums[index * count + other]) / (size * Double(members[other].count))
            if average >= bar, average > found?.average ?? 0 { found = (average, other) }
        }
        return found
    }
}
