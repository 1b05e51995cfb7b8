import Vocabulary

/// Reads OSV records: one record as the document, or a list of records. One report for each.
///
/// A withdrawn record is rejected by its source, so that a threat which rests on it alone is closed.
/// Source: Open Source Vulnerability format 1.0–1.7 (OpenSSF), as published by OSV.dev, GitHub Advisory Database,
/// PyPA, RustSec, Go; per-ecosystem archives (`all.zip`) come through the containers.
package struct OSVReader: DocumentReader {
    private let context: DocumentContext
    private var items: JSONItems

    package init(context: DocumentContext) {
        self.context = context
        items = JSONItems(context: context, list: nil)
    }

    package mutating func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
        for piece in items.push(bytes) { take(piece, into: &batch) }
    }

    package mutating func finish(into batch: inout ReadBatch) {
        for piece in items.finish() { take(piece, into: &batch) }
    }

    private func take(_ piece: JSONItems.Piece, into batch: inout ReadBatch) {
        switch piece {
        case .member: break
        case .reject(let reject): batch.rejects.append(reject)
        case .item(let item):
            item.read(context.name, into: &batch) { text, batch throws(JSONFailure) in
                let record = try text.read { cursor throws(JSONFailure) in try OSVRecord(&cursor) }
                let report = try record.report(digest: text.digest, context: context)
                DateDoubting.state(report.revised, received: context.received, in: &batch)
                batch.reports.append(report)
            }
        }
    }
}
