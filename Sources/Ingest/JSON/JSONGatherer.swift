/// Gathers the bytes of one JSON value from a stream by its brackets and quotation marks alone.
///
/// A closing bracket of the wrong kind closes everything up to its opener, or the value when it has none within: so a
/// value with a bracket too few or too many costs itself and not the rest of the list. An object in a list whose brace
/// was forgotten ends where the next one begins: no object holds a `{` behind a comma. So does one of which a string is
/// not closed on its line, where ``JSONRunOn`` is sure of it.
struct JSONGatherer {
    private(set) var bytes: [UInt8] = []
    /// Bytes seen, also those that were too many to keep.
    private(set) var consumed = 0
    private(set) var isComplete = false
    private(set) var isOverLimit = false
    private let limit: Int
    /// Whether it ended because the next item of the list begins.
    private(set) var isBroken = false
    private let isItem: Bool
    /// The last byte outside of strings that is no white space.
    private var last: UInt8 = 0
    private var closers: [UInt8] = []
    /// Openers beyond the depth that is remembered by kind.
    private var deeper = 0
    private var inString = false
    private var afterBackslash = false
    private var runOn: JSONRunOn
    /// The last byte of the pieces before that is no white space.
    private var visible: UInt8 = 0

    /// - Parameters:
    ///   - isItem: whether the value stands in a list of such values.
    ///   - column: blanks before those of them that begin a line; nil while none has.
    init(limit: Int, isItem: Bool = false, column: Int? = nil) {
        self.limit = limit
        self.isItem = isItem
        runOn = JSONRunOn(column: column)
    }

    /// Takes bytes until the value is complete; returns how many.
    mutating func take(_ chunk: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start
        while index < chunk.count, !isComplete {
            if inString, !afterBackslash, !runOn.isOpen { index = JSONGatherer.endOfPlain(chunk, from: index) }
            guard index < chunk.count else { break }
            let byte = chunk[index]
            if byte == 0x0A, inString, isItem, !runOn.isOpen {
                runOn.begin(behind: chunk[start..<index].last { $0 > 0x20 } ?? visible)
            }
            if runOn.isOpen, runOn.meets(byte, isNested: closers.count > 1) {
                (isBroken, isComplete) = (true, true)
            } else if inString {
                follow(inString: byte)
                index += 1
            } else if endsBefore(byte, isFirst: consumed == 0 && index == start) {
                isComplete = true
            } else if isItem, byte == UInt8(ascii: "{"), last == UInt8(ascii: ","), closers == [UInt8(ascii: "}")] {
                (isBroken, isComplete) = (true, true)
            } else {
                open(byte)
                if byte > 0x20 { last = byte }
                index += 1
            }
        }
        consumed += index - start
        visible = chunk[start..<index].last { $0 > 0x20 } ?? visible
        if bytes.count + (index - start) > limit {
            isOverLimit = true
            bytes = []
        }
        if !isOverLimit { bytes.append(contentsOf: chunk[start..<index]) }
        return index - start
    }

    /// The next `"`, `\` or line end, or a place before it that is less than eight bytes from the end.
    private static func endOfPlain(_ chunk: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start
        while index + 8 <= chunk.count {
            let events = EightBytes.stringBreaks(chunk.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            index += EightBytes.plainBytes(before: events)
            if events != 0 { break }
        }
        return index
    }

    private mutating func follow(inString byte: UInt8) {
        if afterBackslash {
            afterBackslash = false
        } else if byte == 0x5C {
            afterBackslash = true
        } else if byte == 0x22 {
            inString = false
            isComplete = closers.isEmpty
        }
    }

    /// Whether the value ended before this byte: a scalar at its separator, anything at a bracket it did not open.
    private func endsBefore(_ byte: UInt8, isFirst: Bool) -> Bool {
        guard closers.isEmpty, !isFirst else {
            return (byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")) && deeper == 0 && !closers.contains(byte)
        }
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), 0x20, 0x0A, 0x0D, 0x09: return true
        default: return false
        }
    }

    private mutating func open(_ byte: UInt8) {
        switch byte {
        case 0x22: inString = true
        case UInt8(ascii: "{"): push(UInt8(ascii: "}"))
        case UInt8(ascii: "["): push(UInt8(ascii: "]"))
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            if deeper > 0 {
                deeper -= 1
            } else {
                while let closer = closers.popLast(), closer != byte {}
                isComplete = closers.isEmpty
            }
        default: break
        }
    }

    private mutating func push(_ closer: UInt8) {
        if closers.count < 2 * JSONLimits.depthMax { closers.append(closer) } else { deeper += 1 }
    }
}
