/// What a full list is, apart from what it names.
package struct FullListFacts: Sendable, Hashable {
    package var rows: Int
    /// Rows that could not be read: any of them may name what then seems to be missing.
    package var rejects: Int
    /// It ended before its end, or not all of it was read.
    package var isCut: Bool
    /// A person said that it is right.
    package var isConfirmed: Bool

    package init(rows: Int, rejects: Int = 0, isCut: Bool = false, isConfirmed: Bool = false) {
        self.rows = rows
        self.rejects = rejects
        self.isCut = isCut
        self.isConfirmed = isConfirmed
    }
}

/// Whether a full list may close findings, decided from what it is and the sizes of the lists before it.
package enum SnapshotJudgement: Sendable, Hashable {
    case accepted
    /// It names nothing; a broken export looks the same as a clean country.
    case empty
    /// Its end is missing.
    case cut
    /// More than one row in a hundred could not be read.
    case unreadable(rejects: Int, rows: Int)
    /// Under half the median of the scope's lists of the last fourteen days.
    case shrunken(rows: Int, median: Int)

    /// Lists within so many seconds before a list say what size is usual.
    package static let window: Int64 = 14 * 86_400

    /// Accepted lists in a row that must leave a finding out before it is closed.
    package static let listsToClose = 3

    package var closesFindings: Bool { self == .accepted }

    /// What is wrong with the list, for a person; nil when accepted.
    package var reason: String? {
        switch self {
        case .accepted: nil
        case .empty: "is empty"
        case .cut: "was not read to its end"
        case .unreadable(let rejects, let rows):
            "has \(SnapshotJudgement.counted(rows)) that could be read and \(rejects) that could not"
        case .shrunken(let rows, let median):
            "has \(SnapshotJudgement.counted(rows)), under half the median of \(median)"
        }
    }

    private static func counted(_ rows: Int) -> String { rows == 1 ? "1 row" : "\(rows) rows" }

    /// - Parameter earlier: rows of each accepted list of the same scope within the ``window`` before it, in any order.
    package static func judge(_ list: FullListFacts, earlier: [Int]) -> SnapshotJudgement {
        if list.isConfirmed { return .accepted }
        if list.isCut { return .cut }
        if list.rejects * 100 > list.rows + list.rejects { return .unreadable(rejects: list.rejects, rows: list.rows) }
        if list.rows == 0 { return .empty }
        guard !earlier.isEmpty else { return .accepted }
        let sorted = earlier.sorted()
        let middle = sorted.count / 2
        // Twice the median, so that an even count needs no fraction.
        let twice = sorted.count % 2 == 1 ? 2 * sorted[middle] : sorted[middle - 1] + sorted[middle]
        return 4 * list.rows < twice ? .shrunken(rows: list.rows, median: twice / 2) : .accepted
    }

    /// Lists of one scope, by their own times: which of them count, as a function of the set of them.
    /// - Parameters:
    ///   - lists: sorted by time.
    ///   - earlier: accepted lists before the first of them, with their rows; sorted by time.
    package static func judge(
        _ lists: [(stated: Int64, facts: FullListFacts)], after earlier: [(stated: Int64, rows: Int)]
    ) -> [SnapshotJudgement] {
        var accepted = earlier
        var first = 0
        return lists.map { list in
            while first < accepted.count, accepted[first].stated < list.stated - window * 1_000_000 { first += 1 }
            let usual = accepted[first...].filter { $0.stated < list.stated }
            let judgement = judge(list.facts, earlier: usual.map(\.rows))
            if judgement == .accepted { accepted.append((list.stated, list.facts.rows)) }
            return judgement
        }
    }
}
