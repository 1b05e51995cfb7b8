import Vocabulary

/// Reads a checked JSON text from front to back, one value at a time, without a tree.
///
/// Use: `beginObject()`, then `nextKey()` until nil, and after each key exactly one `read…` or `skipValue()`; lists
/// likewise with `beginArray()` and `nextElement()`. A value of another type than asked for is `.wrongType` at its
/// byte. The cursor trusts the grammar, which ``CheckedJSON`` has proved, but never its position: it ends in
/// `.malformed`, not in a trap, when it is used out of step. Valid only inside the closure that received it.
package struct JSONCursor {
    let base: UnsafePointer<UInt8>
    let count: Int
    /// Next byte. May be kept and set again to read a value a second time or later.
    package var at = 0

    init(_ base: UnsafePointer<UInt8>, count: Int) {
        self.base = base
        self.count = count
        if count >= 3, base[0] == 0xEF, base[1] == 0xBB, base[2] == 0xBF { at = 3 }
    }

    /// The type of the next value.
    package mutating func kind() throws(JSONFailure) -> JSONKind {
        switch try peek() {
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .array
        case 0x22: .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .bool
        case UInt8(ascii: "n"): .null
        default: .number
        }
    }

    /// Steps into an object.
    package mutating func beginObject() throws(JSONFailure) {
        guard try peek() == UInt8(ascii: "{") else { throw try mismatch("an object") }
        at += 1
    }

    /// Steps into a list.
    package mutating func beginArray() throws(JSONFailure) {
        guard try peek() == UInt8(ascii: "[") else { throw try mismatch("a list") }
        at += 1
    }

    /// The next member's name; nil at the end of the object, which is then left.
    package mutating func nextKey() throws(JSONFailure) -> JSONKey? {
        if try peek() == UInt8(ascii: ",") { at += 1 }
        if try peek() == UInt8(ascii: "}") {
            at += 1
            return nil
        }
        let raw = try rawString()
        guard try peek() == UInt8(ascii: ":") else { throw outOfStep() }
        at += 1
        return JSONKey(base: base + raw.range.lowerBound, count: raw.range.count, isEscaped: raw.escaped)
    }

    /// Whether the list goes on; at its end the list is left.
    package mutating func nextElement() throws(JSONFailure) -> Bool {
        if try peek() == UInt8(ascii: ",") { at += 1 }
        guard try peek() == UInt8(ascii: "]") else { return true }
        at += 1
        return false
    }

    /// Reads each element of a list with `body`, which takes exactly one value; null is an empty list.
    package mutating func eachElement(
        _ body: (inout JSONCursor) throws(JSONFailure) -> Void
    ) throws(JSONFailure) {
        if try takeNull() { return }
        try beginArray()
        while try nextElement() { try body(&self) }
    }

    /// Reads an object, or null, member by member; the body takes each member's value.
    mutating func eachMember(
        _ body: (JSONKey, inout JSONCursor) throws(JSONFailure) -> Void
    ) throws(JSONFailure) {
        if try takeNull() { return }
        try beginObject()
        while let key = try nextKey() { try body(key, &self) }
    }

    /// Passes over the next value, whatever it is.
    package mutating func skipValue() throws(JSONFailure) {
        switch try peek() {
        case 0x22: _ = try rawString()
        case UInt8(ascii: "{"), UInt8(ascii: "["): try skipContainer()
        default: skipWord()
        }
    }

    /// Passes over the next value when it is null, and says whether it was.
    package mutating func takeNull() throws(JSONFailure) -> Bool {
        guard try peek() == UInt8(ascii: "n") else { return false }
        skipWord()
        return true
    }

    /// Place of the next value.
    package mutating func place() throws(JSONFailure) -> Int {
        _ = try peek()
        return at
    }

    // MARK: - Bytes

    /// The next byte that is no white space.
    @inline(__always)
    mutating func peek() throws(JSONFailure) -> UInt8 {
        if at < count, base[at] > 0x20 { return base[at] }
        return try peekBehindSpace()
    }

    private mutating func peekBehindSpace() throws(JSONFailure) -> UInt8 {
        // A line end comes first, then the indent of a document that was printed for people.
        if at < count, base[at] < 0x20 { at += 1 }
        while at + 8 <= count, EightBytes.areSpaces(base + at) { at += 8 }
        while at < count {
            let byte = base[at]
            if byte > 0x20 { return byte }
            at += 1
        }
        throw JSONFailure(.truncated, at: count, "the text ends in the middle of a value")
    }

    /// The bytes between the quotation marks of the string that stands here.
    mutating func rawString() throws(JSONFailure) -> (range: Range<Int>, escaped: Bool) {
        guard try peek() == 0x22 else { throw try mismatch("a string") }
        let start = at + 1
        var index = start
        var escaped = false
        while index < count {
            if index + 8 <= count {
                let events = EightBytes.quotesAndBackslashes(
                    UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
                index += EightBytes.plainBytes(before: events)
                if events == 0 { continue }
            }
            let byte = base[index]
            if byte == 0x22 {
                at = index + 1
                return (start..<index, escaped)
            }
            if byte == 0x5C {
                escaped = true
                index += 1
            }
            index += 1
        }
        throw JSONFailure(.truncated, at: count, "the text ends in a string")
    }

    /// Passes over a number or a word.
    mutating func skipWord() {
        while at < count {
            switch base[at] {
            case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), 0...0x20: return
            default: at += 1
            }
        }
    }

    private mutating func skipContainer() throws(JSONFailure) {
        var depth = 0
        repeat {
            switch try peek() {
            case 0x22: _ = try rawString()
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                at += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                at += 1
            default: at += 1
            }
        } while depth > 0
    }

    mutating func mismatch(_ wanted: String) throws(JSONFailure) -> JSONFailure {
        let found = try kind()
        return JSONFailure(.wrongType, at: at, "\(wanted) is expected; \(found.rawValue) stands here")
    }

    func outOfStep() -> JSONFailure { JSONFailure(.malformed, at: at, "this is not where a value begins") }
}

extension EightBytes {
    /// Marks that end at the first `"` or `\`: 0 when there is none (``plainBytes(before:)``).
    static func quotesAndBackslashes(_ word: UInt64) -> UInt64 {
        let (ones, highs) = (0x0101_0101_0101_0101 as UInt64, 0x8080_8080_8080_8080 as UInt64)
        let quote = word ^ 0x2222_2222_2222_2222
        let backslash = word ^ 0x5C5C_5C5C_5C5C_5C5C
        return (((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash)) & highs
    }

    /// How many of the eight stand before the first marked one. Marks behind it may be wrong: a borrow runs upwards.
    static func plainBytes(before marks: UInt64) -> Int { marks.trailingZeroBitCount >> 3 }
}
