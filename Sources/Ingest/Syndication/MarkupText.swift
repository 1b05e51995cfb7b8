/// Plain text out of HTML fragments as feeds carry them, by one pass over the bytes.
///
/// Complexity: linear in the bytes, also where tags and comments never end.
/// What comes out is text and stays hostile: it is escaped where it is shown. Tags are dropped, content of `script` and
/// `style` too, the common character references are resolved once, white space runs become one space.
enum MarkupText {
    /// At most `limit` bytes, cut at a character.
    static func plain(_ markup: String, limit: Int) -> String {
        var markup = markup
        return markup.withUTF8 { bytes in
            var text = PlainText(limit: limit)
            read(bytes, limit: limit, into: &text)
            return cut(text.bytes, limit)
        }
    }

    private static func read(_ bytes: UnsafeBufferPointer<UInt8>, limit: Int, into out: inout PlainText) {
        var at = 0
        var ends = TagEnds()
        while at < bytes.count, out.count <= limit {
            let byte = bytes[at]
            if byte == UInt8(ascii: "<"), let end = ends.end(bytes, at) {
                let name = MarkupName(bytes, at)
                if !name.isWithinWords { out.space() }
                at = end
                if name.hidesContent { at = skip(name, bytes, at) }
            } else if byte == UInt8(ascii: "&"), let (name, end) = MarkupCharacter.reference(bytes, at),
                let scalar = MarkupCharacter.scalar(name)
            {
                out.append(scalar)
                at = end
            } else if byte <= 0x20 || byte == 0x7F {
                out.space()
                at += 1
            } else {
                out.append(byte)
                at += 1
            }
        }
    }

    /// One line of at most `limit` bytes without control characters.
    static func cut(_ bytes: [UInt8], _ limit: Int) -> String {
        var end = min(bytes.count, limit)
        if end < bytes.count {
            while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        }
        let body = bytes[..<end]
        let text = String(decoding: body, as: UTF8.self)
        // C1 controls and the marks that turn the direction of writing fool terminals and readers.
        if body.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
        let isQuiet = text.unicodeScalars.allSatisfy { !isUnwanted($0) }
        if isQuiet { return text }
        let kept = text.unicodeScalars.compactMap { scalar -> Unicode.Scalar? in
            (0x2028...0x2029).contains(scalar.value) ? " " : isUnwanted(scalar) ? nil : scalar
        }
        return String(String.UnicodeScalarView(kept))
    }

    private static func isUnwanted(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x200B, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }

    private static func skip(_ name: MarkupName, _ bytes: UnsafeBufferPointer<UInt8>, _ from: Int) -> Int {
        var at = from
        while at + 1 < bytes.count {
            if bytes[at] == 0x3C, bytes[at + 1] == 0x2F, MarkupName(bytes, at) == name { return at }
            at += 1
        }
        return bytes.count
    }
}

/// Text that is being made: runs of white space become one space, none at the ends.
private struct PlainText {
    private var out: [UInt8] = []
    /// A space is owed before the next character.
    private var isSpaceOwed = false

    init(limit: Int) { out.reserveCapacity(min(limit, 16 << 10) + 8) }

    var bytes: [UInt8] { out }
    var count: Int { out.count }

    mutating func space() { isSpaceOwed = !out.isEmpty }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        if isSpaceOwed {
            out.append(0x20)
            isSpaceOwed = false
        }
        out.append(byte)
    }

    mutating func append(_ scalar: Unicode.Scalar) {
        if scalar.value <= 0x20 || scalar.value == 0xA0 { return space() }
        for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { append(byte) }
    }
}

/// The name of a tag in lower case, of at most eight letters: no longer one matters.
private struct MarkupName: Equatable {
    private let letters: UInt64

    /// Of the tag whose `<` stands at a place.
    init(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) {
        var place = at + 1 < bytes.count && bytes[at + 1] == UInt8(ascii: "/") ? at + 2 : at + 1
        var word: UInt64 = 0
        var count = 0
        while place < bytes.count, count < 9, (0x61...0x7A).contains(bytes[place] | 0x20) {
            word = word << 8 | UInt64(bytes[place] | 0x20)
            (place, count) = (place + 1, count + 1)
        }
        letters = count > 8 ? 0 : word
    }

    private init(_ name: StaticString) {
        letters = (0..<name.utf8CodeUnitCount).reduce(0) { $0 << 8 | UInt64(name.utf8Start[$1]) }
    }

    private static let marks: [MarkupName] = ["b", "i", "em", "strong", "a", "span"].map { MarkupName($0) }
    private static let script = MarkupName("script")
    private static let style = MarkupName("style")

    /// Tags of these stand within words.
    var isWithinWords: Bool { MarkupName.marks.contains(self) }
    /// What stands in such an element is no text.
    var hidesContent: Bool { self == MarkupName.script || self == MarkupName.style }
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
    mutating func end(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int? {
        guard at + 1 < bytes.count else { return nil }
        let next = bytes[at + 1]
        guard next == 0x21 || next == 0x2F || next == 0x3F || (0x61...0x7A).contains(next | 0x20) else { return nil }
        let limit = min(bytes.count, at + TagEnds.reach)
        return bytes[at...].starts(with: "<!--".utf8)
            ? endOfComment(bytes, at + 4, limit) : endOfTag(bytes, at, limit)
    }

    private mutating func endOfTag(_ bytes: UnsafeBufferPointer<UInt8>, _ from: Int, _ limit: Int) -> Int? {
        angle = max(angle, from)
        while angle < limit {
            if bytes[angle] == 0x3E { return angle + 1 }
            angle += 1
        }
        return nil
    }

    private mutating func endOfComment(_ bytes: UnsafeBufferPointer<UInt8>, _ from: Int, _ limit: Int) -> Int? {
        dashes = max(dashes, from)
        while dashes + 2 < limit {
            if bytes[dashes] == 0x2D, bytes[dashes + 1] == 0x2D, bytes[dashes + 2] == 0x3E { return dashes + 3 }
            dashes += 1
        }
        return nil
    }
}
