/// Brings an XML document into UTF-8, by its byte order mark, the shape of its first bytes, or its XML declaration.
///
/// What a declaration says of UTF-16 and UTF-32 is believed only where the bytes have that shape. Bytes that are not
/// text in the encoding become U+FFFD; without any declaration they are read as Windows-1252, which is what publishers
/// who know of no encoding use. EBCDIC and UTF-7, in which tags can hide, are refused.
/// Source: XML 1.0 appendix F (autodetection); WHATWG Encoding (names and what they stand for).
enum MarkupEncoding {
    /// Why a document cannot be brought into UTF-8.
    struct Refusal: Error {
        let message: String
    }

    /// How the bytes of a document are to be read.
    enum Choice {
        /// UTF-8 behind a mark of so many bytes. Undeclared, it is a guess that the bytes may disprove.
        case utf8(mark: Int, isDeclared: Bool)
        /// What iconv calls it, and bytes of its smallest unit.
        case other(name: String, unit: Int)
    }

    /// Bytes of a document that the choice may look at.
    static let headMax = 1024

    /// What the first bytes say; at least ``headMax`` of them where the document has so many.
    static func choice(_ bytes: [UInt8]) throws(Refusal) -> Choice {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return .utf8(mark: 3, isDeclared: true) }
        if let wide = shape(bytes) { return .other(name: wide.name, unit: wide.unit) }
        if bytes.starts(with: [0x4C, 0x6F, 0xA7, 0x94]) { throw Refusal(message: "EBCDIC is not read; send UTF-8") }
        guard let declared = declaration(bytes) else { return .utf8(mark: 0, isDeclared: false) }
        let name = declared.lowercased()
        if ["utf-8", "utf8", "unicode-1-1-utf-8"].contains(name) || name.hasPrefix("utf-16") || name.hasPrefix("utf-32")
            || name.hasPrefix("ucs") || name.hasPrefix("iso-10646") || name == "utf16" || name == "utf32"
            || name == "utf_32" || name == "utf_16"
        {
            return .utf8(mark: 0, isDeclared: true)
        }
        guard let real = names[name] else {
            let shown = MemberScreening.shown(name.utf8.prefix(40))
            throw Refusal(message: "the encoding `\(shown)` is not read; send UTF-8")
        }
        return .other(name: real, unit: 1)
    }

    /// The text of a whole document without a byte order mark, at most `limit` bytes.
    static func utf8(_ bytes: [UInt8], limit: Int) throws(Refusal) -> [UInt8] {
        switch try choice(bytes) {
        case .utf8(let mark, let isDeclared): repaired(mark == 0 ? bytes : Array(bytes[mark...]), isDeclared)
        case .other(let name, let unit): try converted(bytes, from: name, unit: unit, limit: limit)
        }
    }

    /// Text that stands in a document read as UTF-8: what is none is U+FFFD where UTF-8 was declared, else all of it is
    /// Windows-1252.
    static func text(_ bytes: [UInt8], isDeclared: Bool) -> String {
        if isDeclared { return String(decoding: bytes, as: UTF8.self) }
        return String(validating: bytes, as: UTF8.self) ?? String(decoding: repaired(bytes, false), as: UTF8.self)
    }

    /// Text whose encoding is named outside it, as in mails; a name that is not known counts as none. Wide encodings
    /// without a byte order mark are big-endian (RFC 2781 § 4.3).
    static func utf8(_ bytes: [UInt8], named name: String, limit: Int) -> [UInt8] {
        var real = names[name]
        var unit = 1
        if name == "utf-8" || name == "utf8" { return repaired(bytes, true) }
        if let wide = shape(bytes), name.hasPrefix("utf-16") || name.hasPrefix("utf-32") {
            (real, unit) = (wide.name, wide.unit)
        } else if ["utf-16", "utf-16be", "utf-16le"].contains(name) {
            (real, unit) = (name == "utf-16le" ? "UTF-16LE" : "UTF-16BE", 2)
        }
        guard let real, let text = try? converted(bytes, from: real, unit: unit, limit: limit) else {
            return repaired(bytes, false)
        }
        return text
    }

    /// Wide encodings show in the first bytes: a mark, or `<` among zeros (appendix F.1).
    private static func shape(_ bytes: [UInt8]) -> (name: String, unit: Int)? {
        let head = Array(bytes.prefix(4))
        guard head.count >= 2 else { return nil }
        if head == [0xFF, 0xFE, 0, 0] || head == [0x3C, 0, 0, 0] { return ("UTF-32LE", 4) }
        if head == [0, 0, 0xFE, 0xFF] || head == [0, 0, 0, 0x3C] { return ("UTF-32BE", 4) }
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0x3C, 0]) { return ("UTF-16LE", 2) }
        if head.starts(with: [0xFE, 0xFF]) || head.starts(with: [0, 0x3C]) { return ("UTF-16BE", 2) }
        return nil
    }

    /// The name in `<?xml … encoding="…"?>`; comments may stand before it, in the first kilobyte.
    static func declaration(_ bytes: [UInt8]) -> String? {
        let head = Array(bytes.prefix(1024))
        guard let start = place(of: "<?xml", in: head, from: 0), let end = place(of: "?>", in: head, from: start),
            let at = place(of: "encoding", in: head, from: start), at < end
        else { return nil }
        let rest = head[(at + 8)..<end].drop { $0 <= 0x20 }
        guard rest.first == 0x3D else { return nil }
        let quoted = rest.dropFirst().drop { $0 <= 0x20 }
        guard let quote = quoted.first, quote == 0x22 || quote == 0x27 else { return nil }
        let name = quoted.dropFirst().prefix { $0 != quote }
        return name.isEmpty ? nil : String(decoding: name, as: UTF8.self).trimmingBlanks
    }

    private static func place(of text: StaticString, in bytes: [UInt8], from: Int) -> Int? {
        let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        guard from + wanted.count <= bytes.count else { return nil }
        return (from...(bytes.count - wanted.count)).first { bytes[$0..<$0 + wanted.count].elementsEqual(wanted) }
    }

    private static func repaired(_ bytes: [UInt8], _ isDeclared: Bool) -> [UInt8] {
        if String(validating: bytes, as: UTF8.self) != nil { return bytes }
        if isDeclared { return Array(String(decoding: bytes, as: UTF8.self).utf8) }
        // Each byte is a character or, in five places, none, so that nothing can fail.
        return (try? converted(bytes, from: "CP1252", unit: 1, limit: Int.max)) ?? bytes
    }

    private static func converted(
        _ bytes: [UInt8], from name: String, unit: Int, limit: Int
    ) throws(Refusal) -> [UInt8] {
        let conversion = try MarkupConversion(from: name, unit: unit)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 64 << 10) where text.count <= limit {
            conversion.push(bytes[start..<min(bytes.count, start + (64 << 10))], into: &text)
        }
        conversion.finish(into: &text)
        guard text.count <= limit else { throw Refusal(message: "more than \(limit) bytes when brought into UTF-8") }
        return text.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(text.dropFirst(3)) : text
    }

    /// Declared names and what they stand for: the larger sets that publishers mean (Encoding § 4.2).
    private static let names: [String: String] = {
        var names: [String: String] = [
            "us-ascii": "CP1252", "ascii": "CP1252", "iso-8859-1": "CP1252", "iso8859-1": "CP1252", "latin1": "CP1252",
            "latin-1": "CP1252", "gb2312": "GB18030", "gbk": "GB18030", "gb18030": "GB18030", "big5": "BIG5-HKSCS",
            "big5-hkscs": "BIG5-HKSCS", "euc-kr": "CP949", "ks_c_5601-1987": "CP949", "cp949": "CP949",
            "shift_jis": "CP932", "shift-jis": "CP932", "sjis": "CP932", "x-sjis": "CP932", "euc-jp": "EUC-JP",
            "koi8-r": "KOI8-R", "koi8-u": "KOI8-U", "tis-620": "CP874", "windows-874": "CP874", "cp874": "CP874",
            "iso-2022-jp": "ISO-2022-JP", "iso-8859-8-i": "ISO-8859-8", "koi8-ru": "KOI8-RU",
            "macintosh": "MACINTOSH", "cp866": "CP866", "ibm866": "CP866", "iso-8859-9": "CP1254",
        ]
        for number in [2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16] { names["iso-8859-\(number)"] = "ISO-8859-\(number)" }
        for number in 1250...1258 {
            names["windows-\(number)"] = "CP\(number)"
            names["cp\(number)"] = "CP\(number)"
        }
        return names
    }()
}
