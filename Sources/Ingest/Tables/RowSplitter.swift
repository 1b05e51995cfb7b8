/// Cuts a stream of bytes into the rows of a table (RFC 4180, also with LF alone), whatever pieces it comes in.
///
/// A line end inside quotes belongs to the row. A row is passed on without its line end; a row beyond the limit is
/// told once, dropped, and reading goes on after the next line end.
struct RowSplitter {
    /// What was found: a row's bytes (valid during the call only), or that a row was too long.
    enum Piece {
        case row(UnsafeRawBufferPointer)
        case overLong
    }

    private enum State: UInt8 { case fieldStart, plain, quoted, quoteInQuoted, dropping }

    private let quotes: Bool
    private let rowBytesMax: Int
    private let delimiter: UInt8
    private var state = State.fieldStart
    private var carry: [UInt8] = []
    /// Bytes of the document before the row that is now open.
    private(set) var rowStart = 0
    private var length = 0

    init(quotes: Bool, rowBytesMax: Int, delimiter: UInt8 = 0x2C) {
        self.quotes = quotes
        self.rowBytesMax = rowBytesMax
        self.delimiter = delimiter
    }

    /// True while a quoted field is open: at the end of a document, the sign of a cut.
    var isInQuotes: Bool { state == .quoted }

    mutating func push(_ bytes: UnsafeRawBufferPointer, _ take: (Piece, _ offset: Int) -> Void) {
        var start = 0
        var at = 0
        let count = bytes.count
        while at < count {
            at = endOfRow(in: bytes, from: at)
            let open = at - start
            if state != .dropping, carry.count + open > rowBytesMax + 1 {
                state = .dropping
                take(.overLong, rowStart)
                carry = []
                // The end may stand in this piece or in a later one.
                at = start + max(0, min(open, rowBytesMax + 1 - length))
                at = endOfRow(in: bytes, from: at)
            }
            if at == count { break }
            length += at + 1 - start
            if state != .dropping { passOn(bytes, start..<at, take) }
            rowStart += length
            length = 0
            carry.removeAll(keepingCapacity: true)
            state = .fieldStart
            at += 1
            start = at
        }
        length += count - start
        if state != .dropping, start < count {
            carry.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[start...]))
        }
    }

    /// Passes on a last row that has no line end.
    mutating func finish(_ take: (Piece, _ offset: Int) -> Void) {
        if state != .dropping, !carry.isEmpty {
            let empty = UnsafeRawBufferPointer(start: nil, count: 0)
            passOn(empty, 0..<0, take)
        }
        carry = []
        state = .fieldStart
    }

    private mutating func passOn(
        _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ take: (Piece, _ offset: Int) -> Void
    ) {
        let fresh = UnsafeRawBufferPointer(rebasing: bytes[range])
        if carry.isEmpty {
            take(.row(RowSplitter.trimmed(fresh)), rowStart)
        } else {
            carry.append(contentsOf: fresh)
            carry.withUnsafeBytes { take(.row(RowSplitter.trimmed($0)), rowStart) }
        }
    }

    private static func trimmed(_ row: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard row.last == 0x0D else { return row }
        return UnsafeRawBufferPointer(rebasing: row[..<(row.count - 1)])
    }

    /// Index of the line end that closes the row, or the count; the state is kept for the next piece.
    private mutating func endOfRow(in bytes: UnsafeRawBufferPointer, from: Int) -> Int {
        var at = from
        var state = state
        defer { self.state = state }
        while at < bytes.count {
            let byte = bytes[at]
            switch state {
            case .quoted:
                if byte == 0x22 { state = .quoteInQuoted }
            case .fieldStart:
                if byte == 0x22, quotes { state = .quoted } else if byte != delimiter { state = .plain }
                if byte == 0x0A { return at }
            case .plain:
                if byte == 0x0A { return at }
                if byte == delimiter { state = .fieldStart }
            case .quoteInQuoted:
                if byte == 0x0A { return at }
                // A doubled quote is a quote; anything else after a closing quote is for the row's reader to refuse.
                state = byte == 0x22 ? .quoted : byte == delimiter ? .fieldStart : .plain
            case .dropping:
                if byte == 0x0A { return at }
            }
            at += 1
        }
        return at
    }
}
