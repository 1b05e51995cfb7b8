import Vocabulary

/// Reads a scan report: a table whose header names the columns, one host and service a row.
///
/// Shape: rows in document order with the row's bytes as evidence; a row that cannot be read is a reject that names
/// row and column, and the next row is read. The feed's file says what a row means (``FeedDescription/condition``);
/// the report itself does not. Where it names a type (``FeedDescription/report``), header and tags must be that type's
/// (``ScanTypeCheck``). Units: times without a zone are UTC, as the publisher states.
/// Source: Shadowserver Foundation report types (`timestamp`, `ip` or `src_ip`, `port`, `protocol`, `asn`, …);
/// RFC 4180.
package struct ScanCSVReader: DocumentReader {
    /// Bytes of one row.
    static let rowBytesMax = 64 << 10

    private let context: DocumentContext
    private var splitter = RowSplitter(quotes: true, rowBytesMax: ScanCSVReader.rowBytesMax)
    private var columns: ScanColumns?
    private var check: ScanTypeCheck?
    private var fields: [ScanField] = []
    private var rows = 0
    private var latest: Instant?
    private var isRefused = false

    package init(context: DocumentContext) { self.context = context }

    package mutating func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
        guard !isRefused, !bytes.isEmpty else { return }
        // Taken out for the time of the call, so that the closure may change the rest of the reader.
        var splitter = RowSplitter(quotes: true, rowBytesMax: 0)
        swap(&splitter, &self.splitter)
        let condition = conditionIndex(in: &batch)
        splitter.push(bytes) { take($0, offset: $1, condition, into: &batch) }
        swap(&splitter, &self.splitter)
        batch.statedTime = latest
    }

    package mutating func finish(into batch: inout ReadBatch) {
        guard !isRefused else { return }
        let condition = conditionIndex(in: &batch)
        var splitter = self.splitter
        if splitter.isInQuotes, columns != nil {
            let message = "the document ends inside a quoted field"
            rows += 1
            batch.rejects.append(
                Reject(.truncated, place: "row \(rows)", offset: splitter.rowStart, message: message))
        } else {
            splitter.finish { take($0, offset: $1, condition, into: &batch) }
        }
        if columns == nil, !isRefused {
            batch.rejects.append(Reject(.truncated, place: context.name, message: "the document has no header row"))
        }
        isRefused = true
        batch.statedTime = latest
    }

    private mutating func take(
        _ piece: RowSplitter.Piece, offset: Int, _ condition: Int?, into batch: inout ReadBatch
    ) {
        guard !isRefused else { return }
        switch piece {
        case .overLong:
            let message = "longer than \(ScanCSVReader.rowBytesMax) bytes; a quote may never be closed"
            guard columns != nil else { return refuse(.notThisFormat, "the first line is \(message)", into: &batch) }
            rows += 1
            batch.rejects.append(Reject(.overLimit, place: "row \(rows)", offset: offset, message: message))
        case .row(let row):
            guard let columns else { return readHeader(row, condition, into: &batch) }
            guard !row.isEmpty, let condition else { return }
            rows += 1
            readRow(row, columns, offset: offset, condition, into: &batch)
        }
    }

    private mutating func readHeader(_ row: UnsafeRawBufferPointer, _ condition: Int?, into batch: inout ReadBatch) {
        guard condition != nil else {
            let file = "Feeds/\(context.feed.id).yaml"
            let message = "the feed does not say what a row means; add `condition: {type: …, name: …}` to \(file)"
            return refuse(.missingField, message, into: &batch)
        }
        let report = context.feed.report
        if let report, let named = ScanReport.named(in: context.name), named != report.name {
            let message = "the file is a `\(named)` report; this feed takes `\(report.name)`"
            return refuse(.notThisFormat, message, into: &batch)
        }
        let isMarked = row.count >= 3 && row[0] == 0xEF && row[1] == 0xBB && row[2] == 0xBF
        let header = isMarked ? UnsafeRawBufferPointer(rebasing: row[3...]) : row
        guard !header.isEmpty else { return }
        do {
            let found = try ScanColumns(header: header, isEvents: report.map { !$0.isFullList } ?? false)
            if let report { check = try ScanTypeCheck(report.name, columns: found) }
            columns = found
            batch.observations.columns = found.names
        } catch {
            refuse(error.isForeign ? .notThisFormat : .missingField, error.message, into: &batch)
        }
    }

    private mutating func readRow(
        _ row: UnsafeRawBufferPointer, _ columns: ScanColumns, offset: Int, _ condition: Int,
        into batch: inout ReadBatch
    ) {
        guard ScanField.split(row, into: &fields) else {
            let message = "something stands after a closing quote, or a quote is never closed"
            batch.rejects.append(Reject(.malformed, place: "row \(rows)", offset: offset, message: message))
            return
        }
        do throws(ScanRow.Refusal) {
            let values = try ScanRow.read(row, fields, columns)
            if let fault = check?.fault(row, fields) {
                // A report whose first row is another type's is another type's.
                if rows == 1 { return refuse(.notThisFormat, fault, place: "row 1", into: &batch) }
                throw ScanRow.Refusal(.badValue, fault)
            }
            let seen = DateDoubting.observed(values.at, received: context.received)
            if seen == nil { batch.doubtedTimes += 1 }
            let start = batch.observations.bytes.count
            batch.observations.bytes.append(contentsOf: row)
            batch.observations.rows.append(
                Observation(
                    at: seen ?? context.received, address: values.address, port: values.port,
                    transport: values.transport,
                    asn: values.asn, condition: condition, rowHash: RowHash.of(row), row: rows,
                    source: start..<start + row.count))
            if let seen { latest = max(latest ?? seen, seen) }
        } catch {
            batch.rejects.append(Reject(error.reason, place: "row \(rows)", offset: offset, message: error.message))
        }
    }

    private mutating func refuse(
        _ reason: Reject.Reason, _ message: String, place: String = "header", into batch: inout ReadBatch
    ) {
        batch.rejects.append(Reject(reason, place: place, offset: 0, message: message))
        isRefused = true
    }

    /// The feed's condition in the batch's list, which a caller may have renewed between pushes.
    private func conditionIndex(in batch: inout ReadBatch) -> Int? {
        guard let condition = context.feed.condition else { return nil }
        if batch.observations.columns.isEmpty, let columns { batch.observations.columns = columns.names }
        if let index = batch.observations.conditions.firstIndex(of: condition) { return index }
        batch.observations.conditions.append(condition)
        return batch.observations.conditions.count - 1
    }
}
