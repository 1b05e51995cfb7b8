/// Mends, in one pass over a UTF-8 document, what publishers write and no XML parser takes: HTML's names of characters,
/// bare ampersands, control characters, an XML declaration that is not at the start.
///
/// Nothing is made of a mended reference but one character, so there is no expansion: the document grows by at most
/// seven bytes for one that stood there as `&`. Elements are left as they are.
/// - Complexity: linear in the bytes.
enum MarkupRepair {
    static func mended(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + 64)
        var at = bytes.firstIndex { $0 > 0x20 } ?? bytes.count
        while at < bytes.count {
            let byte = bytes[at]
            if byte == 0x3C, bytes[at...].starts(with: "<![CDATA[".utf8) {
                at = copy(bytes, from: at, through: "]]>", to: &out)
            } else if byte == 0x3C, bytes[at...].starts(with: "<!--".utf8) {
                at = skip(bytes, from: at + 4, past: "-->")
            } else if byte == 0x3C, bytes[at...].starts(with: "<?".utf8) {
                // The text is UTF-8 by now, whatever the declaration says; other instructions are not for us.
                at = skip(bytes, from: at + 2, past: "?>")
            } else if byte == 0x26 {
                at = reference(bytes, at, to: &out)
            } else {
                if isAllowed(byte) { out.append(byte) }
                at += 1
            }
        }
        return out
    }

    /// XML 1.0 § 2.2: of the C0 controls only tab, line feed and carriage return.
    private static func isAllowed(_ byte: UInt8) -> Bool {
        byte >= 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    private static func skip(_ bytes: [UInt8], from: Int, past end: StaticString) -> Int {
        var at = from
        while at < bytes.count {
            if matches(bytes, at, end) { return at + end.utf8CodeUnitCount }
            at += 1
        }
        return at
    }

    private static func copy(_ bytes: [UInt8], from: Int, through end: StaticString, to out: inout [UInt8]) -> Int {
        let stop = skip(bytes, from: from, past: end)
        out.append(contentsOf: bytes[from..<stop].lazy.filter(isAllowed))
        return stop
    }

    private static func matches(_ bytes: [UInt8], _ at: Int, _ text: StaticString) -> Bool {
        guard at + text.utf8CodeUnitCount <= bytes.count else { return false }
        return text.withUTF8Buffer { bytes[at..<at + $0.count].elementsEqual($0) }
    }

    private static func reference(_ bytes: [UInt8], _ at: Int, to out: inout [UInt8]) -> Int {
        let window = bytes[at..<min(bytes.count, at + 12)]
        guard let end = window.firstIndex(of: 0x3B), end > at + 1 else {
            out += "&amp;".utf8
            return at + 1
        }
        let name = String(decoding: bytes[at + 1..<end], as: UTF8.self)
        if ["amp", "lt", "gt", "quot", "apos"].contains(name) {
            out += bytes[at...end]
            return end + 1
        }
        guard let scalar = MarkupCharacter.scalar(named: name) else {
            out += "&amp;".utf8
            return at + 1
        }
        // `<` and `&` by number are text and must stay so.
        if scalar.value < 0x80 {
            if scalar.value < 0x20 { out.append(0x20) } else { out += "&#\(scalar.value);".utf8 }
        } else if scalar.value < 0xFFFE || scalar.value > 0xFFFF {
            out += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
        }
        return end + 1
    }
}
