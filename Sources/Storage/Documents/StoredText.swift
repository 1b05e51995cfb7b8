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

    mutating func put(_ text: String) { bytes.append(quoting: text) }
}
