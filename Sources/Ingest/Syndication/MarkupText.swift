/// Plain text out of HTML fragments as feeds carry them, by one pass over the bytes.
///
/// Complexity: linear in the bytes, also where tags and comments never end.
/// What comes out is text and stays hostile: it is escaped where it is shown. Tags are dropped, content of `script` and
/// `style` too, the common character references are resolved once, white space runs become one space.
enum MarkupText {
    /// At most `limit` bytes, cut at a character.
    static func plain(_ markup: String, limit: Int) -> String {
        let bytes = Array(markup.utf8)
        var out: [UInt8] = []
        var at = 0
        var ends = TagEnds()
        // A space is owed before the next text; runs of it are one.
        while at < bytes.count, out.count <= limit {
            let byte = bytes[at]
            if byte == UInt8(ascii: "<"), let end = ends.end(bytes, at) {
                let name = tagName(bytes, at)
                if name != "b", name != "i", name != "em", name != "strong", name != "a", name != "span" { space(&out) }
                at = end
                if name == "script" || name == "style" { at = skip(name, bytes, at) }
            } else if byte == UInt8(ascii: "&"), let (scalar, end) = reference(bytes, at) {
                append(scalar, to: &out)
                at = end
            } else if byte <= 0x20 || byte == 0x7F {
                space(&out)
                at += 1
            } else {
                out.append(byte)
                at += 1
            }
        }
        if out.last == 0x20 { out.removeLast() }
        return cut(out, limit)
    }

    /// One line of at most `limit` bytes without control characters.
    static func cut(_ bytes: [UInt8], _ limit: Int) -> String {
        var end = min(bytes.count, limit)
        if end < bytes.count {
            while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        }
        let text = String(decoding: bytes[..<end], as: UTF8.self)
        // C1 controls and the marks that turn the direction of writing fool terminals and readers.
        let isQuiet = text.unicodeScalars.allSatisfy { !isUnwanted($0) }
        if isQuiet { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.filter { !isUnwanted($0) }))
    }

    private static func isUnwanted(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x200B, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }

    private static func space(_ out: inout [UInt8]) {
        if let last = out.last, last != 0x20 { out.append(0x20) }
    }

    private static func append(_ scalar: Unicode.Scalar, to out: inout [UInt8]) {
        if scalar.value <= 0x20 || scalar.value == 0xA0 { return space(&out) }
        out.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
    }

    private static func tagName(_ bytes: [UInt8], _ at: Int) -> String {
        let start = bytes[at + 1] == 0x2F ? at + 2 : at + 1
        let name = bytes[min(start, bytes.count)...].prefix(12).prefix { (0x61...0x7A).contains($0 | 0x20) }
        return String(decoding: name.map { $0 | 0x20 }, as: UTF8.self)
    }

    private static func skip(_ name: String, _ bytes: [UInt8], _ from: Int) -> Int {
        var at = from
        while at < bytes.count {
            if bytes[at] == 0x3C, at + 1 < bytes.count, bytes[at + 1] == 0x2F, tagName(bytes, at) == name { return at }
            at += 1
        }
        return at
    }

    private static func reference(_ bytes: [UInt8], _ at: Int) -> (Unicode.Scalar, end: Int)? {
        guard let end = bytes[at..<min(bytes.count, at + 12)].firstIndex(of: 0x3B), end > at + 1 else { return nil }
        let name = String(decoding: bytes[at + 1..<end], as: UTF8.self)
        return MarkupCharacter.scalar(named: name).map { ($0, end + 1) }
    }
}

/// Finds where tags and comments end. Remembers how far it has looked in vain, so that many openings without an end
/// cost one look at each byte and not one for each opening.
private struct TagEnds {
    /// A tag or comment that has not ended within so many bytes is none.
    private static let reach = 8192

    /// Between the opening asked about last and here stands no `>`.
    private var angle = 0
    /// Between the comment asked about last and here begins no `-->`.
    private var dashes = 0

    /// After the `>` of the tag or comment that begins at `at`; nil when its `<` is only a character.
    ///
    /// `at` never goes back from one call to the next.
    mutating func end(_ bytes: [UInt8], _ at: Int) -> Int? {
        guard at + 1 < bytes.count else { return nil }
        let next = bytes[at + 1]
        guard next == 0x21 || next == 0x2F || next == 0x3F || (0x61...0x7A).contains(next | 0x20) else { return nil }
        let limit = min(bytes.count, at + TagEnds.reach)
        return bytes[at...].starts(with: "<!--".utf8)
            ? endOfComment(bytes, at + 4, limit) : endOfTag(bytes, at, limit)
    }

    private mutating func endOfTag(_ bytes: [UInt8], _ from: Int, _ limit: Int) -> Int? {
        angle = max(angle, from)
        while angle < limit {
            if bytes[angle] == 0x3E { return angle + 1 }
            angle += 1
        }
        return nil
    }

    private mutating func endOfComment(_ bytes: [UInt8], _ from: Int, _ limit: Int) -> Int? {
        dashes = max(dashes, from)
        while dashes + 2 < limit {
            if bytes[dashes] == 0x2D, bytes[dashes + 1] == 0x2D, bytes[dashes + 2] == 0x3E { return dashes + 3 }
            dashes += 1
        }
        return nil
    }
}
