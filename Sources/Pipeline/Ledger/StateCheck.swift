import Storage
import Vocabulary

/// Folds the rows that entries tell of again, subject by subject, and says which are not what was committed to.
struct StateCheck: Sendable {
    private(set) var comparedCount = 0
    private(set) var discrepancies: [String] = []
    private(set) var unlisted = 0

    private static let discrepanciesMax = 1000
    private static let pageSize = 1024

    /// Reads from the store of `dataDirectory` on its own connection, so that it runs beside the check of rows.
    /// - Throws: ``StorageFailure`` when the store cannot be read.
    init(dataDirectory: String) throws {
        let reader = try LedgerReader(directory: dataDirectory)
        var cursor: StateCursor? = .start
        while let place = cursor {
            let page = try reader.compareStates(after: place, limit: StateCheck.pageSize)
            comparedCount += page.compared
            cursor = page.next
            for finding in page.findings { add(finding) }
        }
        for finding in try reader.untoldSubjects(limit: StateCheck.discrepanciesMax) { add(finding) }
    }

    private mutating func add(_ finding: StateFinding) {
        guard discrepancies.count < StateCheck.discrepanciesMax else {
            unlisted += 1
            return
        }
        let name = "\(finding.kind.rawValue) \(finding.subject): "
        switch finding.verdict {
        case .differs(let row): discrepancies.append(name + "its rows are not those that entry \(row) commits to")
        case .gone(let row): discrepancies.append(name + "its rows are gone; entry \(row) commits to them")
        case .untold: discrepancies.append(name + "stands in the store, and no entry tells of it")
        case .notFolded(let why): discrepancies.append(name + why)
        case .erased(let row): discrepancies.append(name + "entry \(row) is erased; its rows are compared with nothing")
        }
    }
}
