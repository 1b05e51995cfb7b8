import Vocabulary

/// Reads one CSAF document: one report with a statement for each vulnerability.
///
/// A JSON document that is no CSAF document (a ROLIE feed, provider metadata) is named in `skipped` and is no reject.
/// Source: OASIS CSAF 2.0.
package struct CSAFReader: DocumentReader {
    private let context: DocumentContext
    private var document: GatheredDocument

    package init(context: DocumentContext) {
        self.context = context
        document = GatheredDocument(limit: context.feed.limits.itemBytesMax)
    }

    package mutating func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) { document.append(bytes) }

    package mutating func finish(into batch: inout ReadBatch) {
        guard !document.isOverLimit else {
            let message = "a document of more than \(context.feed.limits.itemBytesMax) bytes"
            return batch.rejects.append(Reject(.overLimit, place: context.name, message: message))
        }
        do throws(JSONFailure) {
            let text = try CheckedJSON(document.bytes)
            let isCSAF = try text.read { cursor throws(JSONFailure) in try CSAFDocument.isPresent(&cursor) }
            guard isCSAF else { return batch.skipped.append("\(context.name): no CSAF document") }
            let found = try text.read { cursor throws(JSONFailure) in try CSAFDocument(&cursor) }
            let report = found.report(digest: text.digest)
            DateDoubting.state(report.revised, received: context.received, in: &batch)
            batch.reports.append(report)
            batch.documents += 1
        } catch {
            let path = JSONPlace.path(to: error.offset, in: document.bytes)
            let place = path.isEmpty ? context.name : path
            batch.rejects.append(Reject(error.code, place: place, offset: error.offset, message: error.message))
        }
    }
}
