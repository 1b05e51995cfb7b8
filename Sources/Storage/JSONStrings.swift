extension [UInt8] {
    /// Appends a JSON string with the escapes RFC 8259 § 7 asks for.
    mutating func append(quoting text: String) {
        var text = text
        append(0x22)
        text.withUTF8 { utf8 in
            var done = 0
            var at = [UInt8].plain(utf8, from: 0)
            while at < utf8.count {
                append(contentsOf: UnsafeBufferPointer(rebasing: utf8[done..<at]))
                putEscape(utf8[at])
                done = at + 1
                at = [UInt8].plain(utf8, from: done)
            }
            append(contentsOf: UnsafeBufferPointer(rebasing: utf8[done...]))
        }
        append(0x22)
    }

    /// Place of the next byte that needs an escape, else the end.
    private static func plain(_ utf8: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        guard let base = utf8.baseAddress else { return 0 }
        let (ones, highs) = (0x0101_0101_0101_0101 as UInt64, 0x8080_8080_8080_8080 as UInt64)
        var at = start
        while at + 8 <= utf8.count {
            // Proof: `at + 8 <= count`, so the word lies within the text.
            let word = UnsafeRawPointer(base + at).loadUnaligned(as: UInt64.self)
            let (quote, slash) = (word ^ (ones &* 0x22), word ^ (ones &* 0x5C))
            let found = ((quote &- ones) & ~quote) | ((slash &- ones) & ~slash) | ((word &- ones &* 0x20) & ~word)
            if found & highs != 0 { break }
            at += 8
        }
        while at < utf8.count, utf8[at] >= 0x20, utf8[at] != 0x22, utf8[at] != 0x5C { at += 1 }
        return at
    }

    private mutating func putEscape(_ byte: UInt8) {
        append(0x5C)
        switch byte {
        case 0x08: append(UInt8(ascii: "b"))
        case 0x09: append(UInt8(ascii: "t"))
        case 0x0A: append(UInt8(ascii: "n"))
        case 0x0C: append(UInt8(ascii: "f"))
        case 0x0D: append(UInt8(ascii: "r"))
        case 0x22, 0x5C: append(byte)
        default:
            append(contentsOf: [UInt8(ascii: "u"), UInt8(ascii: "0"), UInt8(ascii: "0")])
            append(UInt8(ascii: "0") + byte >> 4)
            let low = byte & 15
            append(low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10)
        }
    }
}
