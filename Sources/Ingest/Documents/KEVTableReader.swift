import Vocabulary

/// Reads the catalogue of known exploited vulnerabilities as a table: one report for each row, as ``KEVReader`` makes
/// them of the JSON.
///
/// Columns are found by name. The table does not state when it was released, so the time we received it stands in.
/// Source: CISA Known Exploited Vulnerabilities catalogue, `known_exploited_vulnerabilities.csv`; RFC 4180.
package struct KEVTableReader: DocumentReader {
    private static let rowBytesMax = 256 << 10
    private static let needed = ["cveID", "vendorProject", "product", "vulnerabilityName", "dateAdded"]

    private let context: DocumentContext
    private var splitter = RowSplitter(quotes: true, rowBytesMax: KEVTableReader.rowBytesMax)
    private var columns: [String]?
    private var rows = 0
    private var isRefused = false

    package init(context: DocumentContext) { self.context = context }

    package mutating func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
        guard !isRefused, !bytes.isEmpty else { return }
        // Taken out for the time of the call, so that the closure may change the rest of the reader.
        var splitter = RowSplitter(quotes: true, rowBytesMax: 0)
        swap(&splitter, &self.splitter)
        splitter.push(bytes) { take($0, offset: $1, into: &batch) }
        swap(&splitter, &self.splitter)
    }

    package mutating func finish(into batch: inout ReadBatch) {
        guard !isRefused else { return }
        var splitter = self.splitter
        if splitter.isInQuotes, columns != nil {
            rows += 1
            reject(.truncated, "the document ends inside a quoted field", splitter.rowStart, into: &batch)
        } else {
            splitter.finish { take($0, offset: $1, into: &batch) }
        }
        if columns == nil, !isRefused {
            batch.rejects.append(Reject(.truncated, place: context.name, message: "the document has no header row"))
        }
        isRefused = true
    }

    private mutating func take(_ piece: RowSplitter.Piece, offset: Int, into batch: inout ReadBatch) {
        guard !isRefused else { return }
        switch piece {
        case .overLong:
            let message = "longer than \(KEVTableReader.rowBytesMax) bytes; a quote may never be closed"
            guard columns != nil else { return refuse("the first line is \(message)", into: &batch) }
            rows += 1
            reject(.overLimit, message, offset, into: &batch)
        case .row(let row):
            if row.isEmpty { return }
            guard let columns else { return readHeader(row, into: &batch) }
            rows += 1
            readRow(row, columns, offset, into: &batch)
        }
    }

    private mutating func readHeader(_ row: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
        let isMarked = row.starts(with: [0xEF, 0xBB, 0xBF])
        let header = UnsafeRawBufferPointer(rebasing: row[(isMarked ? 3 : 0)...])
        let names = (CSVFields.texts(header) ?? []).map { SourceText.line($0, limit: 64) }
        if let missing = KEVTableReader.needed.first(where: { !names.contains($0) }) {
            return refuse("the header has no column `\(missing)`: this is no KEV catalogue", into: &batch)
        }
        columns = names
    }

    private func readRow(
        _ row: UnsafeRawBufferPointer, _ columns: [String], _ offset: Int, into batch: inout ReadBatch
    ) {
        guard let fields = CSVFields.texts(row), fields.count == columns.count else {
            let message = "the row has not the \(columns.count) fields of the header, or a quote is never closed"
            return reject(.malformed, message, offset, into: &batch)
        }
        let values = Dictionary(zip(columns, fields)) { first, _ in first }
        do throws(KEVEntry.Refusal) {
            let entry = try KEVEntry(fields: values)
            let digest = SyndicationReport.digest(fields.map { String(decoding: $0, as: UTF8.self) })
            batch.reports.append(entry.report(digest: digest, revised: context.received))
        } catch {
            reject(error.reason, error.message, offset, into: &batch)
        }
    }

    private func reject(_ reason: Reject.Reason, _ message: String, _ offset: Int, into batch: inout ReadBatch) {
        batch.rejects.append(Reject(reason, place: "row \(rows)", offset: offset, message: message))
    }

    private mutating func refuse(_ message: String, into batch: inout ReadBatch) {
        batch.rejects.append(Reject(.notThisFormat, place: "header", offset: 0, message: message))
        isRefused = true
    }
}

extension KEVEntry {
    /// Why a row is refused.
    struct Refusal: Error {
        let reason: Reject.Reason
        let message: String
    }

    /// One row of the table, by column.
    init(fields: [String: [UInt8]]) throws(Refusal) {
        func line(_ name: String) -> String { SourceText.line(fields[name] ?? []) }
        func text(_ name: String) -> String { SourceText.text(fields[name] ?? []) }
        func day(_ name: String) throws(Refusal) -> UTCDay? {
            let written = line(name)
            if written.isEmpty { return nil }
            guard let day = UTCDay(written) else {
                throw Refusal(reason: .badValue, message: "`\(name)` is no date; expected like 2026-07-23")
            }
            return day
        }
        guard let id = CVEIdentifier(line("cveID")) else {
            throw Refusal(reason: .badValue, message: "`cveID` is no CVE id; expected like CVE-2026-1234")
        }
        guard let added = try day("dateAdded") else {
            throw Refusal(reason: .missingField, message: "`dateAdded` is empty")
        }
        let weaknesses = line("cwes").split { $0 == "," || $0 == ";" }.compactMap {
            Weakness.id(in: String($0).trimmingBlanks)
        }
        self.init(
            cve: id.text, vendor: line("vendorProject"), product: line("product"), name: line("vulnerabilityName"),
            added: added, summary: text("shortDescription"), requiredAction: text("requiredAction"),
            due: try day("dueDate"), ransomware: line("knownRansomwareCampaignUse") == "Known",
            links: SourceLinks.all(in: text("notes")), weaknesses: Set(weaknesses))
    }
}
