/// Whether a full list may close findings, decided from its size and the sizes of the lists before it.
package enum SnapshotJudgement: Sendable, Hashable {
    case accepted
    /// It names nothing; a broken export looks the same as a clean country.
    case empty
    /// Under half the median of the scope's lists of the last fourteen days.
    case shrunken(rows: Int, median: Int)

    package var closesFindings: Bool { self == .accepted }

    /// One sentence for a person, with what to do; nil when accepted.
    package var reason: String? {
        switch self {
        case .accepted: nil
        case .empty: "the list is empty; it closes nothing until you confirm it"
        case .shrunken(let rows, let median):
            "the list has \(rows) rows, under half the median of \(median); it closes nothing until you confirm it"
        }
    }

    /// - Parameters:
    ///   - rows: rows of the list.
    ///   - earlier: rows of each accepted list of the same scope within the last fourteen days, in any order.
    ///   - confirmed: a person said that the list is right.
    package static func judge(rows: Int, earlier: [Int], confirmed: Bool = false) -> SnapshotJudgement {
        if confirmed { return .accepted }
        if rows == 0 { return .empty }
        guard !earlier.isEmpty else { return .accepted }
        let sorted = earlier.sorted()
        let middle = sorted.count / 2
        // Twice the median, so that an even count needs no fraction.
        let twice = sorted.count % 2 == 1 ? 2 * sorted[middle] : sorted[middle - 1] + sorted[middle]
        return 4 * rows < twice ? .shrunken(rows: rows, median: twice / 2) : .accepted
    }
}
