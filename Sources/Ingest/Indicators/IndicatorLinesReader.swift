import Vocabulary

/// Reads indicator lists of one row a line: plain lists, Spamhaus DROP (text and JSON lines), ipsum, JPCERT/CC's
/// phishing tables, URLhaus dumps.
///
/// Lines that begin with `#` or `;` are comments; of them the time of the last update is kept. A first row that is no
/// indicator but a word is a header.
/// Source: Spamhaus DROP terms and format; stamparm/ipsum README; JPCERTCC/phishurl-list README; URLhaus API, "Database
/// dump (CSV)".
package struct IndicatorLinesReader: DocumentReader {
    static let rowBytesMax = 64 << 10

    private let context: DocumentContext
    private let dialect: IndicatorDialect
    private var splitter: RowSplitter
    private var rows: IndicatorRows
    private var isFirst = true
    private var hasLines: Bool
    /// Set for a page of HTML, which a source in trouble serves instead of its list.
    private var isRefused = false

    package init(context: DocumentContext) { self.init(context: context, at: 0) }

    /// - Parameter offset: bytes of the document before the first one that is pushed, all of them white space.
    init(context: DocumentContext, at offset: Int) {
        self.context = context
        hasLines = offset > 0
        dialect = IndicatorDialect(context.feed.format)
        splitter = RowSplitter(quotes: dialect.isTable, rowBytesMax: IndicatorLinesReader.rowBytesMax, at: offset)
        rows = IndicatorRows(context: context)
    }

    package mutating func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
        guard !bytes.isEmpty else { return }
        // Taken out for the time of the call, so that the closure may change the rest of the reader.
        var splitter = RowSplitter(quotes: false, rowBytesMax: 0)
        swap(&splitter, &self.splitter)
        splitter.push(bytes) { take($0, offset: $1, into: &batch) }
        swap(&splitter, &self.splitter)
    }

    package mutating func finish(into batch: inout ReadBatch) {
        var splitter = self.splitter
        splitter.finish { take($0, offset: $1, into: &batch) }
        batch.statedTime = rows.statedTime ?? batch.statedTime
        if !hasLines {
            batch.rejects.append(Reject(.truncated, place: context.name, message: "the document is empty"))
        }
    }

    private mutating func take(_ piece: RowSplitter.Piece, offset: Int, into batch: inout ReadBatch) {
        hasLines = true
        guard !isRefused else { return }
        switch piece {
        case .overLong:
            let message = "longer than \(IndicatorLinesReader.rowBytesMax) bytes"
            batch.rejects.append(
                Reject(.overLimit, place: "row \(rows.count + 1)", offset: offset, message: message))
        case .row(let row):
            let isMarked = offset == 0 && row.starts(with: [0xEF, 0xBB, 0xBF])
            let line = UnsafeRawBufferPointer(rebasing: row[(isMarked ? 3 : 0)...])
            guard let first = line.first(where: { $0 > 0x20 }) else { return }
            if first == UInt8(ascii: "#") || first == UInt8(ascii: ";") { return readComment(line, into: &batch) }
            let wasFirst = isFirst
            isFirst = false
            if wasFirst, first == UInt8(ascii: "<") {
                isRefused = true
                let message = "this is a page or markup, no list"
                return batch.rejects.append(
                    Reject(.notThisFormat, place: context.name, offset: offset, message: message))
            }
            if wasFirst, dialect.isHeader(line) { return }
            if let time = dialect.metadata(line) { return state(time, into: &batch) }
            rows.take(line, at: offset, into: &batch) { row throws(IndicatorRows.Refusal) in try dialect.read(row) }
        }
    }

    private mutating func readComment(_ line: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
        let text = SourceText.line(Array(line.prefix(256)), limit: 256)
        guard rows.statedTime == nil, text.lowercased().contains("last"), let colon = text.firstIndex(of: ":") else {
            return
        }
        let words = text[text.index(after: colon)...].split(separator: " ")
            .filter { $0 != "(UTC)" && $0 != "#" && $0 != "UTC" }
        if let time = MailDate.read(words.joined(separator: " ")) { state(time, into: &batch) }
    }

    private mutating func state(_ time: Instant, into batch: inout ReadBatch) {
        guard let time = DateDoubting.observed(time, received: context.received) else { return }
        rows.statedTime = rows.statedTime ?? time
        batch.statedTime = rows.statedTime
    }
}
