/// Web addresses that a source gives, for showing; nothing here fetches them.
enum SourceLinks {
    /// Links of one report (``Vocabulary/Report/links``).
    static let max = 100
    private static let bytesMax = 2048

    /// The address when it is http or https, has no white space or controls, and at most 2,048 bytes.
    static func address(_ text: String) -> String? {
        var copy = text
        if let isAddress = copy.withUTF8(isPlainAddress) { return isAddress ? text : nil }
        let bytes = text.utf8
        guard bytes.count <= bytesMax, bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return nil }
        let start = text.prefix(8).lowercased()
        let rest = start == "https://" ? 8 : start.hasPrefix("http://") ? 7 : nil
        guard let rest, bytes.count > rest else { return nil }
        // Beyond ASCII an address may hide direction controls; cleaning would make it another address.
        return bytes.allSatisfy { $0 < 0x80 } || SourceText.line(text, limit: bytesMax) == text ? text : nil
    }

    /// The same for text of ASCII alone, as nearly all is; nil for other text.
    private static func isPlainAddress(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool? {
        var isClean = true
        for byte in bytes {
            if byte >= 0x80 { return nil }
            if byte <= 0x20 || byte == 0x7F { isClean = false }
        }
        guard isClean, bytes.count <= bytesMax else { return false }
        return begins(bytes, with: "https://") || begins(bytes, with: "http://")
    }

    /// Whether text begins with a scheme, in letters of either case, and goes on behind it.
    private static func begins(_ bytes: UnsafeBufferPointer<UInt8>, with scheme: StaticString) -> Bool {
        let length = scheme.utf8CodeUnitCount
        guard bytes.count > length else { return false }
        for index in 0..<length {
            let byte = (0x41...0x5A).contains(bytes[index]) ? bytes[index] | 0x20 : bytes[index]
            if byte != scheme.utf8Start[index] { return false }
        }
        return true
    }

    /// Adds an address that is one and is not there yet, while there is room.
    static func add(_ text: String, to links: inout [String]) {
        guard links.count < max, let link = address(text), !links.contains(link) else { return }
        links.append(link)
    }

    /// Adds `url` of each element of a list of references.
    static func readList(_ cursor: inout JSONCursor, into links: inout [String]) throws(JSONFailure) {
        try cursor.eachElement { cursor throws(JSONFailure) in
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                switch key {
                case "url": add(try cursor.optionalString() ?? "", to: &links)
                default: try cursor.skipValue()
                }
            }
        }
    }

    /// Every address in running text, each once: what begins with `http` and ends at white space or `;`.
    static func all(in text: String) -> [String] {
        var links: [String] = []
        let words = text.utf8.split { $0 <= 0x20 || $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: ",") }
        for word in words {
            add(String(decoding: word, as: UTF8.self), to: &links)
        }
        return links
    }
}

/// Names of weaknesses (CWE, MITRE).
enum Weakness {
    /// `CWE-79` from text that begins with it, in either case; nil otherwise.
    static func id(in text: String) -> String? {
        let bytes = Array(text.utf8.prefix(16))
        guard bytes.count > 4, bytes[0] | 0x20 == 0x63, bytes[1] | 0x20 == 0x77, bytes[2] | 0x20 == 0x65,
            bytes[3] == UInt8(ascii: "-")
        else { return nil }
        let digits = bytes[4...].prefix { $0 &- UInt8(ascii: "0") < 10 }
        guard (1...6).contains(digits.count) else { return nil }
        return "CWE-" + String(decoding: digits, as: UTF8.self)
    }
}
