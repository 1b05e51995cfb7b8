import Vocabulary

/// Strings (RFC 8259 § 7) and numbers (§ 6).
extension JSONCanonicalizer {
    /// Reads the string that begins at a quotation mark.
    mutating func string() throws(JSONFailure) {
        copyByte()
        while at < count {
            copyPlainASCII()
            guard at < count else { break }
            let byte = input[at]
            switch byte {
            case 0x22:
                copyByte()
                return
            case 0x5C: try escape()
            case 0..<0x20: throw fail(.malformed, "a control character stands unescaped in a string")
            case 0x80...0xFF:
                let length = UTF8Scan.length(at: at, in: input, count: count)
                guard length > 0 else { throw fail(.encoding, "these bytes are not UTF-8") }
                copy(length)
            default: copyByte()
            }
        }
        throw truncated()
    }

    /// Copies what is plain in a string, eight bytes at a time, up to the first byte that is not.
    private mutating func copyPlainASCII() {
        while at + 8 <= count {
            let word = UnsafeRawPointer(input + at).loadUnaligned(as: UInt64.self)
            let events = EightBytes.stringEvents(word)
            copyWord(word, EightBytes.plainBytes(before: events))
            if events != 0 { return }
        }
    }

    private mutating func escape() throws(JSONFailure) {
        guard at + 1 < count else { throw truncated() }
        switch input[at + 1] {
        case UInt8(ascii: "/"):
            at += 2
            put(UInt8(ascii: "/"))
        case 0x22, 0x5C, UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            copy(2)
        case UInt8(ascii: "u"):
            guard let (scalar, length) = try JSONEscape.unicode(at: at, in: input, count: count) else {
                throw fail(.encoding, "half of a surrogate pair stands alone")
            }
            at += length
            putEscaped(scalar)
        default: throw fail(.malformed, "no such escape in JSON")
        }
    }

    /// Writes a character in the shortest form a string allows.
    private mutating func putEscaped(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x22, 0x5C:
            put(0x5C)
            put(UInt8(truncatingIfNeeded: scalar.value))
        case 0x08: putPair("b")
        case 0x09: putPair("t")
        case 0x0A: putPair("n")
        case 0x0C: putPair("f")
        case 0x0D: putPair("r")
        case 0..<0x20:
            putPair("u")
            put(UInt8(ascii: "0"))
            put(UInt8(ascii: "0"))
            put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: scalar.value >> 4))
            let low = UInt8(truncatingIfNeeded: scalar.value & 15)
            put(low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10)
        default:
            for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { put(byte) }
        }
    }

    private mutating func putPair(_ letter: Unicode.Scalar) {
        put(0x5C)
        put(UInt8(truncatingIfNeeded: letter.value))
    }

    /// Reads a number of any size and keeps its text, without trailing zeros of a decimal fraction.
    mutating func number() throws(JSONFailure) {
        if input[at] == UInt8(ascii: "-") { copyByte() }
        guard at < count else { throw truncated() }
        if input[at] == UInt8(ascii: "0") {
            copyByte()
            if at < count, isDigit(input[at]) { throw fail(.malformed, "a number does not begin with 0 and a digit") }
        } else {
            try digits()
        }
        var zeros: Int?
        if at < count, input[at] == UInt8(ascii: ".") {
            let point = written
            copyByte()
            try digits()
            zeros = endWithoutZeros(from: point)
        }
        if at < count, input[at] | 0x20 == UInt8(ascii: "e") {
            copyByte()
            if at < count, input[at] == UInt8(ascii: "+") || input[at] == UInt8(ascii: "-") { copyByte() }
            try digits()
        } else if let zeros {
            cut(to: zeros)
        }
    }

    private mutating func digits() throws(JSONFailure) {
        guard at < count else { throw truncated() }
        guard isDigit(input[at]) else { throw fail(.malformed, "a digit is expected in a number") }
        while at < count, isDigit(input[at]) { copyByte() }
    }

    private func endWithoutZeros(from point: Int) -> Int {
        var end = written
        while end > point + 1, output[end - 1] == UInt8(ascii: "0") { end -= 1 }
        return end == point + 1 ? point : end
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}

/// Eight bytes looked at as one word.
enum EightBytes {
    /// Marks that end at the first byte that is `"`, `\`, below 0x20 or above 0x7F; 0 when there is none.
    static func stringEvents(_ word: UInt64) -> UInt64 {
        let (ones, highs) = (0x0101_0101_0101_0101 as UInt64, 0x8080_8080_8080_8080 as UInt64)
        let quote = word ^ 0x2222_2222_2222_2222
        let backslash = word ^ 0x5C5C_5C5C_5C5C_5C5C
        let control = word &- 0x2020_2020_2020_2020
        let found = ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | (control & ~word) | word
        return found & highs
    }
}

extension EightBytes {
    /// Whether all of them are spaces, as the indent of a document printed for people is.
    static func areSpaces(_ start: UnsafePointer<UInt8>) -> Bool {
        UnsafeRawPointer(start).loadUnaligned(as: UInt64.self) == 0x2020_2020_2020_2020
    }
}

/// Escapes of the form `\uXXXX`.
enum JSONEscape {
    /// The character written by the escape at `at` (`\u`), and the bytes it takes; nil for half of a surrogate pair.
    static func unicode(
        at: Int, in input: UnsafePointer<UInt8>, count: Int
    ) throws(JSONFailure) -> (scalar: Unicode.Scalar, length: Int)? {
        let first = try fourDigits(at: at + 2, in: input, count: count)
        if let scalar = Unicode.Scalar(first) { return (scalar, 6) }
        guard first < 0xDC00, at + 7 < count, input[at + 6] == 0x5C, input[at + 7] == UInt8(ascii: "u")
        else { return nil }
        let second = try fourDigits(at: at + 8, in: input, count: count)
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
        else { return nil }
        return (scalar, 12)
    }

    private static func fourDigits(
        at: Int, in input: UnsafePointer<UInt8>, count: Int
    ) throws(JSONFailure) -> UInt32 {
        guard at + 4 <= count else {
            throw JSONFailure(.truncated, at: count, "the text ends in the middle of a value")
        }
        var value: UInt32 = 0
        for index in at..<at + 4 {
            let byte = input[index]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(byte - UInt8(ascii: "A") + 10)
            default: throw JSONFailure(.malformed, at: index, "four hexadecimal digits are expected after `\\u`")
            }
        }
        return value
    }
}

/// Well-formed UTF-8 beyond ASCII (Unicode 16, table 3-7).
enum UTF8Scan {
    /// Bytes of the character at `at`, 2–4; 0 when it is not well-formed.
    static func length(at: Int, in input: UnsafePointer<UInt8>, count: Int) -> Int {
        let first = input[at]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch first {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: length = 4
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return 0
        }
        guard at + length <= count, second.contains(input[at + 1]) else { return 0 }
        for index in at + 2..<at + length where input[index] & 0xC0 != 0x80 { return 0 }
        return length
    }
}
