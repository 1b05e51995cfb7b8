/// What one document held, as far as its feed's usual range is judged by it.
package struct DocumentFigures: Sendable, Hashable {
    package var items: Int
    package var rejects: Int
    /// How many reports state each field; empty for tables and lists.
    package var fields: [String: Int]
    /// Columns of a table; nil for what is none.
    package var columns: Int?

    package init(items: Int, rejects: Int, fields: [String: Int] = [:], columns: Int? = nil) {
        self.items = items
        self.rejects = rejects
        self.fields = fields
        self.columns = columns
    }
}

/// A figure of a feed's newest document that left the range of those before it.
package struct FeedDrift: Sendable, Hashable {
    /// Which figure: `items`, `rejects`, `columns`, or `field:` and its name.
    package var figure: String
    /// What it is now and was before, in one sentence.
    package var text: String

    /// Documents before there is a usual range, and before another one is the usual.
    package static let documentsMin = 5
    /// Documents that make the range.
    package static let documentsMax = 20

    /// Judges the newest of `documents` (the oldest first) by those before it.
    ///
    /// A document outside the range does not widen it, so that a feed that stays broken stays told of; five of them in
    /// a row are the new usual. A function of the documents alone. Empty while there are too few.
    package static func judge(_ documents: [DocumentFigures]) -> [FeedDrift] {
        var usual: [DocumentFigures] = []
        var odd: [DocumentFigures] = []
        var found: [FeedDrift] = []
        for document in documents {
            found = usual.count < documentsMin ? [] : compare(document, with: usual)
            if found.isEmpty {
                usual = usual.suffix(documentsMax - 1) + [document]
                odd = []
                continue
            }
            odd.append(document)
            if odd.count >= documentsMin {
                usual = odd
                (odd, found) = ([], [])
            }
        }
        return found
    }

    private static func compare(_ now: DocumentFigures, with usual: [DocumentFigures]) -> [FeedDrift] {
        var found: [FeedDrift] = []
        let (least, most) = range(usual.map(\.items))
        // Half of the least and twice the most: sources breathe, and a small one more than that.
        if now.items * 2 < least || now.items > max(2 * most, most + 10) {
            found.append(FeedDrift(figure: "items", text: "\(now.items) items; before \(span(least, most))"))
        }
        let share = percent(now.rejects, of: now.items + now.rejects)
        let worst = usual.map { percent($0.rejects, of: $0.items + $0.rejects) }.max() ?? 0
        if share > max(10, 2 * worst) {
            found.append(FeedDrift(figure: "rejects", text: "\(share) % rejected; before at most \(worst) %"))
        }
        if let columns = now.columns, !usual.contains(where: { $0.columns == columns }) {
            let (least, most) = range(usual.compactMap(\.columns))
            found.append(FeedDrift(figure: "columns", text: "\(columns) columns; before \(span(least, most))"))
        }
        for name in Set(usual.flatMap(\.fields.keys)).sorted() where now.items > 0 {
            let (least, most) = range(usual.map { percent($0.fields[name] ?? 0, of: $0.items) })
            let share = percent(now.fields[name] ?? 0, of: now.items)
            // A field that a fifth of the items had is one the source fills.
            if least >= 20, share * 2 < least {
                let text = "\(share) % of the items state \(name); before \(span(least, most)) %"
                found.append(FeedDrift(figure: "field:" + name, text: text))
            }
        }
        return found
    }

    private static func range(_ values: [Int]) -> (least: Int, most: Int) { (values.min() ?? 0, values.max() ?? 0) }

    private static func span(_ least: Int, _ most: Int) -> String { least == most ? "\(least)" : "\(least) to \(most)" }

    private static func percent(_ part: Int, of whole: Int) -> Int { whole == 0 ? 0 : part * 100 / whole }
}
