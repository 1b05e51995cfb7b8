import Vocabulary

/// Cuts a document of many JSON objects into rows: a list, the named list within one object, or one object after the
/// other, which is how lines of JSON are written.
///
/// The first byte that is no white space decides between a list and objects. Among objects a row ends with its closing
/// bracket. An object that is still open when a line begins with the next `{` is broken and costs itself alone.
struct JSONRows {
    private enum Mode {
        case undecided(JSONOpening)
        case list(JSONListSplitter)
        case objects(JSONObjectLines)
    }

    private let context: DocumentContext
    private let list: String?
    private var mode = Mode.undecided(JSONOpening())
    private var tooMany = false

    /// - Parameter list: name of the member that holds the rows of a document that is one object; nil where objects
    ///   are rows themselves.
    init(context: DocumentContext, list: String? = nil) {
        self.context = context
        self.list = list
    }

    mutating func push(_ bytes: UnsafeRawBufferPointer) -> [JSONItems.Piece] {
        guard case .undecided(var opening) = mode else { return pass(bytes) }
        let first = opening.find(in: bytes)
        mode = .undecided(opening)
        guard let first else { return [] }
        let limit = context.feed.limits.itemBytesMax
        if first.isList {
            mode = .list(JSONListSplitter(list: nil, itemBytesMax: limit, at: first.offset))
        } else if let list {
            mode = .list(JSONListSplitter(listNamed: list, itemBytesMax: limit, at: first.offset))
        } else {
            mode = .objects(JSONObjectLines(bytesMax: limit, at: first.offset))
        }
        var pieces: [JSONItems.Piece] = []
        first.pieces(of: bytes) { pieces += pass($0) }
        return pieces
    }

    mutating func finish() -> [JSONItems.Piece] {
        switch mode {
        case .undecided:
            return [.reject(Reject(.truncated, place: context.name, offset: 0, message: "the document is empty"))]
        case .list(var splitter):
            let pieces = splitter.finish().compactMap { piece($0) }
            mode = .list(splitter)
            guard pieces.isEmpty, !splitter.foundList else { return pieces }
            let message = "no member `\(SourceText.line(list ?? "", limit: 64))` that is a list"
            return [.reject(Reject(.notThisFormat, place: context.name, message: message))]
        case .objects(var lines):
            let pieces = lines.finish().compactMap { piece($0) }
            mode = .objects(lines)
            return pieces
        }
    }

    private mutating func pass(_ bytes: UnsafeRawBufferPointer) -> [JSONItems.Piece] {
        switch mode {
        case .undecided: return []
        case .list(var splitter):
            // The enum lets go of the splitter while it grows, so that it is not copied.
            mode = .undecided(JSONOpening())
            let pieces = splitter.push(bytes)
            mode = .list(splitter)
            return pieces.compactMap { piece($0) }
        case .objects(var lines):
            mode = .undecided(JSONOpening())
            let pieces = lines.push(bytes)
            mode = .objects(lines)
            return pieces.compactMap { piece($0) }
        }
    }

    private mutating func piece(_ piece: JSONListSplitter.Piece) -> JSONItems.Piece? {
        switch piece {
        case .member(let name, let offset, let bytes):
            return .member(name: name, JSONItem(place: name, offset: offset, bytes: bytes))
        case .flaw(let index, let failure):
            let place = index.map { "row \($0 + 1)" } ?? context.name
            return .reject(Reject(failure.code, place: place, offset: failure.offset, message: failure.message))
        case .item(let index, let offset, let bytes):
            let limit = context.feed.limits.itemsMax
            if index < limit { return .item(JSONItem(place: "row \(index + 1)", offset: offset, bytes: bytes)) }
            guard !tooMany else { return nil }
            tooMany = true
            let message = "more than \(limit) rows; this one and the following are left out"
            return .reject(Reject(.overLimit, place: "row \(index + 1)", offset: offset, message: message))
        }
    }
}

/// Cuts objects that stand one after the other, as ``JSONRows`` says.
struct JSONObjectLines {
    private let bytesMax: Int
    private var gatherer: JSONGatherer?
    /// Bytes of the document before the next one.
    private var offset: Int
    private var start = 0
    private var count = 0
    /// Whether the byte before was a line end, or none.
    private var isAtLineStart = true
    /// Set while bytes that are no object are passed over, to the line's end.
    private var isSkipping = false

    /// - Parameter offset: bytes of the document before the first one that is pushed, none of which is an object's.
    init(bytesMax: Int, at offset: Int) {
        self.bytesMax = bytesMax
        self.offset = offset
    }

    mutating func push(_ bytes: UnsafeRawBufferPointer) -> [JSONListSplitter.Piece] {
        var pieces: [JSONListSplitter.Piece] = []
        var index = 0
        // Looked for once a line: a line may hold thousands of objects.
        var lineEnd = -1
        while index < bytes.count {
            let byte = bytes[index]
            if isAtLineStart, byte == UInt8(ascii: "{") { breakOff(into: &pieces) }
            isAtLineStart = byte == 0x0A
            if isAtLineStart { isSkipping = false }
            if gatherer != nil {
                if lineEnd < index { lineEnd = bytes[index...].firstIndex(of: 0x0A) ?? bytes.count }
                // A line end stands for itself.
                index += take(bytes, index..<max(index + 1, lineEnd), into: &pieces)
                continue
            }
            if byte > 0x20, !isSkipping, !(offset < 3 && [0xEF, 0xBB, 0xBF].contains(byte)) {
                start = offset
                count += 1
                if byte == UInt8(ascii: "{") {
                    gatherer = JSONGatherer(limit: bytesMax)
                    continue
                }
                isSkipping = true
                let failure = JSONFailure(.malformed, at: start, "an object is expected; this is none")
                pieces.append(.flaw(index: count - 1, failure))
            }
            index += 1
            offset += 1
        }
        return pieces
    }

    mutating func finish() -> [JSONListSplitter.Piece] {
        guard gatherer != nil else {
            guard count == 0 else { return [] }
            return [.flaw(index: nil, JSONFailure(.truncated, at: offset, "the document is empty"))]
        }
        gatherer = nil
        return [.flaw(index: count - 1, JSONFailure(.truncated, at: offset, "the document ends within this object"))]
    }

    /// Takes the open object's bytes, of one line at most; returns how many.
    private mutating func take(
        _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, into pieces: inout [JSONListSplitter.Piece]
    ) -> Int {
        guard var open = gatherer else { return 0 }
        gatherer = nil
        // Nothing is taken when a bracket that closes nothing ends the object before itself.
        let used = open.take(UnsafeRawBufferPointer(rebasing: bytes[range]), from: 0)
        offset += used
        if !open.isComplete {
            gatherer = open
        } else if open.isOverLimit {
            let message = "an object of more than \(bytesMax) bytes"
            pieces.append(.flaw(index: count - 1, JSONFailure(.overLimit, at: start, message)))
        } else {
            pieces.append(.item(index: count - 1, offset: start, bytes: open.bytes))
        }
        return used
    }

    private mutating func breakOff(into pieces: inout [JSONListSplitter.Piece]) {
        guard gatherer != nil else { return }
        gatherer = nil
        let message = "the object is not closed before the next one begins"
        pieces.append(.flaw(index: count - 1, JSONFailure(.malformed, at: start, message)))
    }
}
