import Vocabulary

/// Reads CVE records: one record as the document, or a list of records.
///
/// Source: CVE Record Format 5.0–5.2 (`CVE_RECORD`), with the containers of the CNA and of ADPs. A record without state
/// and dates, as CNAs write before submission, is read as published.
package struct CVEReader: DocumentReader {
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
        let rejects = batch.rejects.count
        for piece in items.finish() { take(piece, into: &batch) }
        if items.foundList || batch.rejects.count == rejects { batch.documents += 1 }
    }

    private func take(_ piece: JSONItems.Piece, into batch: inout ReadBatch) {
        switch piece {
        case .member: break
        case .reject(let reject): batch.rejects.append(reject)
        case .item(let item):
            item.read(context.name, into: &batch) { text, batch throws(JSONFailure) in
                let record = try text.read { cursor throws(JSONFailure) in try CVERecord(&cursor) }
                let report = record.report(digest: text.digest, context: context)
                DateDoubting.state(report.revised, received: context.received, in: &batch)
                batch.reports.append(report)
            }
        }
    }
}
