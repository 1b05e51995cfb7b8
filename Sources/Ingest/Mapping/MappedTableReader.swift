import Vocabulary

/// Reads a table of any columns as its feed's file describes it.
///
/// With a header every mapped column must be named in it, else the document is refused whole. A row that cannot be read
/// is a reject by its number, and the next one is read.
/// Source: RFC 4180, also with other delimiters and LF alone.
package struct MappedTableReader: DocumentReader {
    static let rowBytesMax = 64 << 10

    private let context: DocumentContext
    private let mapping: RowMapping
    private let delimiter: UInt8
    private var splitter: RowSplitter
    private var row: MappedRow
    /// Places of the mapped columns, from 0, below it from the end; nil until the header is read.
    private var columns: [String: Int]?
    private var names: [String] = []
    private var fields: [ScanField] = []
    private var rows = 0
    private var isRefused = false
    private var hasLines = false

    package init(context: DocumentContext) {
        self.context = context
        mapping = context.feed.mapping ?? RowMapping()
        if case .byte(let byte) = mapping.delimiter { delimiter = byte } else { delimiter = 0 }
        splitter = RowSplitter(quotes: delimiter != 0, rowBytesMax: Self.rowBytesMax, delimiter: delimiter)
        row = MappedRow(context: context, mapping: mapping)
        if !mapping.hasHeader {
            columns = [:]
            for name in mapping.wanted { columns?[name] = Int(name).map { $0 > 0 ? $0 - 1 : $0 } }
        }
    }

    package mutating func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
        guard !isRefused, !bytes.isEmpty else { return }
        setColumns(of: &batch)
        // Taken out for the time of the call, so that the closure may change the rest of the reader.
        var splitter = RowSplitter(quotes: false, rowBytesMax: 0)
        swap(&splitter, &self.splitter)
        splitter.push(bytes) { take($0, offset: $1, into: &batch) }
        swap(&splitter, &self.splitter)
    }

    package mutating func finish(into batch: inout ReadBatch) {
        guard !isRefused else { return }
        setColumns(of: &batch)
        var splitter = self.splitter
        splitter.finish { take($0, offset: $1, into: &batch) }
        if !isRefused, columns == nil || !hasLines {
            let message = columns == nil ? "the document has no header row" : "the document is empty"
            batch.rejects.append(Reject(.truncated, place: context.name, message: message))
        }
        isRefused = true
    }

    private mutating func take(_ piece: RowSplitter.Piece, offset: Int, into batch: inout ReadBatch) {
        guard !isRefused else { return }
        switch piece {
        case .overLong:
            let message = "longer than \(Self.rowBytesMax) bytes; a quote may never be closed"
            guard columns != nil else { return refuse("the first line is \(message)", into: &batch) }
            rows += 1
            batch.rejects.append(Reject(.overLimit, place: "row \(rows)", offset: offset, message: message))
        case .row(let raw):
            let isMarked = offset == 0 && raw.starts(with: [0xEF, 0xBB, 0xBF])
            let line = UnsafeRawBufferPointer(rebasing: raw[(isMarked ? 3 : 0)...])
            guard let first = line.first(where: { $0 > 0x20 }) else { return }
            if let comment = mapping.comment, line.drop(while: { $0 <= 0x20 }).starts(with: comment.utf8) {
                return hasLines = true
            }
            if !hasLines, first == UInt8(ascii: "<") {
                return refuse("this is a page or markup, no table", into: &batch)
            }
            hasLines = true
            guard let columns else { return readHeader(line, into: &batch) }
            rows += 1
            readRow(line, columns, offset: offset, into: &batch)
        }
    }

    private mutating func readHeader(_ line: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
        guard split(line) else { return refuse("the header's quotes are not closed", into: &batch) }
        names = fields.map { SourceText.line(Self.text($0, line, isQuotable: delimiter != 0), limit: 64) }
        var found: [String: Int] = [:]
        for name in mapping.wanted.sorted() {
            guard let index = names.firstIndex(of: name) else {
                let shown = names.prefix(8).joined(separator: ", ").prefix(200)
                return refuse("the header has no column `\(name)`; it begins: \(shown)", into: &batch)
            }
            guard names.lastIndex(of: name) == index else {
                return refuse("the header names the column `\(name)` twice", into: &batch)
            }
            found[name] = index
        }
        columns = found
        setColumns(of: &batch)
    }

    private mutating func readRow(
        _ line: UnsafeRawBufferPointer, _ columns: [String: Int], offset: Int, into batch: inout ReadBatch
    ) {
        let place = "row \(rows)"
        guard split(line) else {
            let message = "something stands after a closing quote, or a quote is never closed"
            return batch.rejects.append(Reject(.malformed, place: place, offset: offset, message: message))
        }
        if mapping.hasHeader, fields.count != names.count {
            let message = "\(fields.count) fields; the header has \(names.count)"
            return batch.rejects.append(Reject(.malformed, place: place, offset: offset, message: message))
        }
        let (fields, isQuotable) = (fields, delimiter != 0)
        row.take(line, place: place, at: offset, into: &batch) { column in
            guard let stated = columns[column] else { return [] }
            let index = stated < 0 ? fields.count + stated : stated
            guard fields.indices.contains(index) else { return [] }
            let text = Self.trimmed(Self.text(fields[index], line, isQuotable: isQuotable))
            return text.isEmpty ? [] : [text]
        }
    }

    private mutating func split(_ line: UnsafeRawBufferPointer) -> Bool {
        if delimiter != 0 { return ScanField.split(line, into: &fields, delimiter: delimiter) }
        fields.removeAll(keepingCapacity: true)
        var at = 0
        while at < line.count {
            let isBlank = line[at] == 0x20 || line[at] == 0x09
            var end = at
            while end < line.count, (line[end] == 0x20 || line[end] == 0x09) == isBlank { end += 1 }
            if !isBlank { fields.append(ScanField(start: Int32(at), end: Int32(end))) }
            at = end
        }
        return true
    }

    /// Doubled quotes within a quoted field are single ones.
    private static func text(_ field: ScanField, _ line: UnsafeRawBufferPointer, isQuotable: Bool) -> [UInt8] {
        let bytes = Array(line[field.range])
        let isQuoted = isQuotable && field.start > 0 && line[Int(field.start) - 1] == 0x22
        guard isQuoted, bytes.contains(0x22) else { return bytes }
        var out: [UInt8] = []
        var isDoubled = false
        for byte in bytes {
            isDoubled = byte == 0x22 && !isDoubled
            if byte != 0x22 || isDoubled { out.append(byte) }
        }
        return out
    }

    private static func trimmed(_ text: [UInt8]) -> [UInt8] {
        guard let first = text.firstIndex(where: { $0 > 0x20 }), let last = text.lastIndex(where: { $0 > 0x20 }) else {
            return []
        }
        return Array(text[first...last])
    }

    /// Names for the evidence on screens, in the batch's list, which a caller may have renewed between pushes.
    private func setColumns(of batch: inout ReadBatch) {
        if batch.observations.columns.isEmpty {
            batch.observations.columns = mapping.evidence.isEmpty ? names : mapping.evidence
        }
    }

    private mutating func refuse(_ message: String, into batch: inout ReadBatch) {
        batch.rejects.append(Reject(.notThisFormat, place: "header", offset: 0, message: message))
        isRefused = true
    }
}
