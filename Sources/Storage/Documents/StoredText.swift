import Vocabulary

/// JSON text of our own values, written member by member by code that knows their shape.
///
/// For the three bodies of which a document of all CVEs writes hundreds of thousands: `Codable` costs ten times as much
/// there, most of it in existential containers. Members are written in the order of their names, so the bytes are those
/// of ``StoredJSONWriter`` and of Foundation's encoder with `.sortedKeys`; a test compares them.
struct StoredText {
    private(set) var bytes: [UInt8] = []

    /// - Parameter bytes: expected length.
    init(reserving bytes: Int = 16_384) { self.bytes.reserveCapacity(bytes) }

    /// Empties the text, so that the room it has grown to serves the next value.
    mutating func clear() { bytes.removeAll(keepingCapacity: true) }

    /// Begins an object or a list.
    mutating func open(_ bracket: Unicode.Scalar) { bytes.append(UInt8(ascii: bracket)) }

    mutating func close(_ bracket: Unicode.Scalar) { bytes.append(UInt8(ascii: bracket)) }

    /// The comma before every member and element but the first.
    mutating func comma() {
        guard let last = bytes.last, last != UInt8(ascii: "{"), last != UInt8(ascii: "[") else { return }
        bytes.append(UInt8(ascii: ","))
    }

    /// Begins a member. Names need no escapes and rise within their object.
    mutating func name(_ name: StaticString) {
        comma()
        bytes.append(0x22)
        bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        bytes.append(0x22)
        bytes.append(UInt8(ascii: ":"))
    }

    mutating func member(_ name: StaticString, _ text: String) {
        self.name(name)
        put(text)
    }

    /// Nil is left out, as `Codable` leaves it out.
    mutating func member(_ name: StaticString, _ text: String?) {
        if let text { member(name, text) }
    }

    mutating func member(_ name: StaticString, _ value: (some CustomStringConvertible)?) {
        if let value { member(name, value.description) }
    }

    mutating func member(_ name: StaticString, number: Int) {
        self.name(name)
        put(number)
    }

    mutating func member(_ name: StaticString, flag: Bool) {
        self.name(name)
        let word: StaticString = flag ? "true" : "false"
        bytes.append(contentsOf: UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }

    mutating func member(_ name: StaticString, _ texts: [String]) {
        list(name, texts) { $0.put($1) }
    }

    /// A member that is a list; `write` writes one element whole.
    mutating func list<Element>(
        _ name: StaticString, _ elements: [Element], _ write: (inout StoredText, Element) -> Void
    ) {
        self.name(name)
        open("[")
        for element in elements {
            comma()
            write(&self, element)
        }
        close("]")
    }

    /// A member that is an object with names of a source's choosing.
    mutating func map(_ name: StaticString, _ values: [String: String]) {
        self.name(name)
        open("{")
        let rows = values.map { row in
            var key = StoredText(reserving: 64)
            key.put(row.key)
            return (key: key.bytes, value: row.value)
        }
        // By the name as it is written, without its quotation marks: a name that begins another stands before it.
        for row in rows.sorted(by: { $0.key.dropLast().lexicographicallyPrecedes($1.key.dropLast()) }) {
            comma()
            bytes.append(contentsOf: row.key)
            bytes.append(UInt8(ascii: ":"))
            put(row.value)
        }
        close("}")
    }

    /// JSON that was written before.
    mutating func put(written: ArraySlice<UInt8>) { bytes.append(contentsOf: written) }

    mutating func put(_ number: Int) {
        if number >= 0, number < 10 { bytes.append(UInt8(ascii: "0") + UInt8(number)) } else { put(ascii: "\(number)") }
    }

    /// Text of characters that need no escape.
    private mutating func put(ascii text: String) { bytes.append(contentsOf: text.utf8) }

    /// A string with the escapes RFC 8259 § 7 asks for.
    mutating func put(_ text: String) {
        var text = text
        bytes.append(0x22)
        text.withUTF8 { utf8 in
            var done = 0
            var at = StoredText.plain(utf8, from: 0)
            while at < utf8.count {
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[done..<at]))
                putEscape(utf8[at])
                done = at + 1
                at = StoredText.plain(utf8, from: done)
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[done...]))
        }
        bytes.append(0x22)
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
        bytes.append(0x5C)
        switch byte {
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x22, 0x5C: bytes.append(byte)
        default:
            bytes.append(contentsOf: [UInt8(ascii: "u"), UInt8(ascii: "0"), UInt8(ascii: "0")])
            bytes.append(UInt8(ascii: "0") + byte >> 4)
            let low = byte & 15
            bytes.append(low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10)
        }
    }
}
