/// Reports without identifiers put together by what their titles say: a function of the set, whatever its order.
///
/// Candidates share a telling word and are near in time (``TitleReach``); what may belong together is joined as long as
/// the average likeness between two groups stays above the bar (``AverageLinkage``), so that a vague title does not
/// chain two events. It is ``TitleIndex`` filled at once.
package struct TitleClusters: Sendable {
    /// In the order in which the reports were given.
    package private(set) var places: [TitlePlace] = []

    /// - Parameter reports: two of one id stay two.
    package init(_ reports: [TitledReport], weights: RarityWeights = .standard) {
        var order = TitleOrder()
        for (index, report) in reports.enumerated() { order.set(Int32(index), report) }
        // In order of time no title comes in between others, which is quickest.
        let sorted = reports.indices.sorted { order.precedes(Int32($0), Int32($1)) }
        var index = TitleIndex(weights: weights)
        var names = [String](repeating: "", count: reports.count)
        var ids: [String: Int] = [:]
        for place in sorted {
            var report = reports[place]
            // Nothing readable holds a zero, so no other report has that name.
            while ids[report.id] != nil { report.id += "\u{0}" }
            ids[report.id] = place
            names[place] = report.id
            index.insert(report)
        }
        _ = index.settle()
        places = names.map { name in
            guard var place = index.place(of: name) else { preconditionFailure("every report stands in one cluster") }
            place.cluster = ids[place.cluster].map { reports[$0].id } ?? place.cluster
            place.nearest = place.nearest.flatMap { ids[$0] }.map { reports[$0].id }
            return place
        }
    }
}
