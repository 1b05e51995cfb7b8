import Vocabulary

/// Reads pages and single responses of the NVD CVE API 2.0, the data feeds of that form, and those of the form 1.1 that
/// ended in 2023 and stand in archives: one report for each CVE.
///
/// The list streams. What is not the whole list is no matter here: paging is the fetcher's.
/// Source: NIST, "Vulnerability APIs" and the JSON schemas `cve_api_json_2.0` and `nvd_cve_feed_json_1.1`.
package struct NVDReader: DocumentReader {
    private let context: DocumentContext
    private var items: JSONItems

    package init(context: DocumentContext) {
        self.context = context
        items = JSONItems(context: context, list: "vulnerabilities", or: "CVE_Items")
    }

    package mutating func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
        for piece in items.push(bytes) { take(piece, into: &batch) }
    }

    package mutating func finish(into batch: inout ReadBatch) {
        for piece in items.finish() { take(piece, into: &batch) }
    }

    private func take(_ piece: JSONItems.Piece, into batch: inout ReadBatch) {
        switch piece {
        case .reject(let reject): batch.rejects.append(reject)
        case .member("timestamp", let item), .member("CVE_data_timestamp", let item):
            item.read(context.name, into: &batch) { text, batch throws(JSONFailure) in
                let time = try text.read { cursor throws(JSONFailure) in try cursor.readInstant() }
                DateDoubting.state(time, received: context.received, in: &batch)
            }
        case .member: break
        case .item(let item):
            item.read(context.name, into: &batch) { text, batch throws(JSONFailure) in
                let record = try text.read { cursor throws(JSONFailure) in try NVDItem.record(&cursor) }
                batch.reports.append(record.report(digest: text.digest, context: context))
            }
        }
    }
}

/// One element of `vulnerabilities[]` or `CVE_Items[]`: an object around `cve`.
enum NVDItem {
    static func record(_ cursor: inout JSONCursor) throws(JSONFailure) -> NVDRecord {
        let start = try cursor.place()
        var record: NVDRecord?
        var around = NVDLegacyFacts()
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "cve": record = try NVDRecord(&cursor)
            case "configurations": try around.readConfigurations(&cursor)
            case "impact": around.metrics = try NVDMetrics(legacy: &cursor)
            case "publishedDate": around.published = try cursor.optionalInstant()
            case "lastModifiedDate": around.modified = try cursor.readInstant()
            default: try cursor.skipValue()
            }
        }
        guard var record else { throw JSONFailure(.missingField, at: start, "the item has no `cve`") }
        record.take(around)
        guard let missing = record.missing else { return record }
        throw JSONFailure(.missingField, at: record.start, "the record has no `\(missing)`")
    }
}
