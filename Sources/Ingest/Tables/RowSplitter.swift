/// Cuts a stream of bytes into the rows of a table (RFC 4180, also with LF alone), whatever pieces it comes in.
///
/// A line end inside quotes belongs to the row, if the quotes are closed where a field ends. If they are not, or not
/// within the limit or the document, the row ends at its first line end, so that a quote that somebody left open costs
/// one row; a further one within the limit is dropped as too long. A row is passed on without its line end; a row
/// beyond the limit is told once, dropped, and reading goes on after the next line end.
struct RowSplitter {
    /// What was found: a row's bytes (valid during the call only), or that a row was too long.
    enum Piece {
        case row(UnsafeRawBufferPointer)
        case overLong
    }

    private enum State: UInt8 { case fieldStart, plain, quoted, quoteInQuoted, dropping, broken }

    /// Rows cut within what another cut gave back; hand-made ones alone have more.
    private static let cutsMax = 16

    private let quotes: Bool
    private let rowBytesMax: Int
    private let delimiter: UInt8
    private var state = State.fieldStart
    private var carry: [UInt8] = []
    /// Bytes of the document before the row that is now open.
    private(set) var rowStart: Int
    private var length = 0
    /// Where the open row has its first line end within quotes.
    private var firstBreak: Int?
    private var cuts = 0
    /// An over-long row that begins before it is dropped and not cut: so at most twice the document is looked at,
    /// whatever quotes stand in it.
    private var cutsFrom = 0

    /// - Parameter offset: bytes of the document before the first one that is pushed.
    init(quotes: Bool, rowBytesMax: Int, delimiter: UInt8 = 0x2C, at offset: Int = 0) {
        rowStart = offset
        self.quotes = quotes
        self.rowBytesMax = rowBytesMax
        self.delimiter = delimiter
    }

    /// True while a quoted field of one line is open: at the end of a document, the sign of a cut.
    var isInQuotes: Bool { state == .quoted && firstBreak == nil }

    mutating func push(_ bytes: UnsafeRawBufferPointer, _ take: (Piece, _ offset: Int) -> Void) {
        var start = 0
        var at = 0
        let count = bytes.count
        while at < count {
            at = endOfRow(in: bytes, from: at, start)
            let open = at - start
            let isOver = state != .dropping && carry.count + open > rowBytesMax + 1
            let mayCut = isOver ? rowStart >= cutsFrom : state == .broken
            if mayCut, let place = firstBreak, place <= rowBytesMax {
                if isOver { cutsFrom = rowStart + rowBytesMax }
                cut(at: place, carry + bytes[start..<at], take)
                start = at
                continue
            }
            if isOver {
                state = .dropping
                take(.overLong, rowStart)
                carry = []
                // The end may stand in this piece or in a later one.
                at = start + max(0, min(open, rowBytesMax + 1 - length))
                at = endOfRow(in: bytes, from: at, start)
            }
            if at == count { break }
            length += at + 1 - start
            if state != .dropping { passOn(bytes, start..<at, take) }
            rowStart += length
            begin()
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
        for _ in 0..<RowSplitter.cutsMax {
            guard state == .quoted, let place = firstBreak else { break }
            cut(at: place, carry, take)
        }
        if state != .dropping, !carry.isEmpty {
            let empty = UnsafeRawBufferPointer(start: nil, count: 0)
            passOn(empty, 0..<0, take)
        }
        begin()
    }

    private mutating func begin() {
        length = 0
        carry.removeAll(keepingCapacity: true)
        state = .fieldStart
        firstBreak = nil
    }

    /// Passes on the row up to a line end within it; what stands behind that is read anew.
    private mutating func cut(at place: Int, _ row: [UInt8], _ take: (Piece, _ offset: Int) -> Void) {
        row.withUnsafeBytes { bytes in
            take(.row(RowSplitter.trimmed(UnsafeRawBufferPointer(rebasing: bytes[..<place]))), rowStart)
            rowStart += place + 1
            begin()
            cuts += 1
            push(UnsafeRawBufferPointer(rebasing: bytes[(place + 1)...]), take)
            cuts -= 1
        }
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

    /// Index of the line end that closes the row, of the byte that shows that its quotes do not fit, or the count; the
    /// state is kept for the next piece. The row goes on at `start`.
    private mutating func endOfRow(in bytes: UnsafeRawBufferPointer, from: Int, _ start: Int) -> Int {
        var at = from
        var state = state
        defer { self.state = state }
        while at < bytes.count {
            let byte = bytes[at]
            switch state {
            case .quoted:
                if byte == 0x22 { state = .quoteInQuoted }
                if byte == 0x0A, firstBreak == nil { firstBreak = length + at - start }
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
                if state == .plain, byte != 0x0D, firstBreak != nil, cuts < RowSplitter.cutsMax {
                    state = .broken
                    return at
                }
            case .dropping, .broken:
                if byte == 0x0A { return at }
            }
            at += 1
        }
        return at
    }
}
