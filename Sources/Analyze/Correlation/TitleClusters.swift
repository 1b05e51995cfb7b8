/// Reports without identifiers put together by what their titles say: a function of the set, whatever its order.
///
/// Candidates share a telling word and are near in time (``TitleReach``); what may belong together is joined as long as
/// the average likeness between two groups stays above the bar (``AverageLinkage``), so that a vague title does not
/// chain two events. It is ``TitleIndex`` filled at once.
package struct TitleClusters: Sendable {
    /// In the order in which the reports were given.
    package private(set) var places: [TitlePlace] = []

    /// - Parameter reports: each of an id of its own.
    package init(_ reports: [TitledReport], weights: RarityWeights = .standard) {
        var order = TitleOrder()
        for (index, report) in reports.enumerated() { order.set(Int32(index), report) }
        // In order of time no title comes in between others, which is quickest.
        let sorted = reports.indices.sorted { order.precedes(Int32($0), Int32($1)) }
        var index = TitleIndex(weights: weights)
        for place in sorted { index.insert(reports[place]) }
        precondition(index.count == reports.count, "no two reports have one id")
        _ = index.settle()
        places = reports.map { report in
            guard let place = index.place(of: report.id) else {
                preconditionFailure("every report stands in one cluster")
            }
            return place
        }
    }
}
