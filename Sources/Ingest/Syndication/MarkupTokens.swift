/// Cuts an XML document into tags and texts, as its bytes come, without holding more than a tag of it.
///
/// The caller keeps the bytes from ``at`` on and gives them again with those that follow. Comments and instructions are
/// passed over. Declarations of document types are refused: feeds need none, and nothing here would expand entities.
/// Source: XML 1.0 § 2.4–2.8, § 3.1.
/// - Complexity: linear in the bytes, however they are cut.
struct MarkupTokens {
    static let tagBytesMax = 64 << 10
    static let attributesMax = 256

    /// Ranges are places in the bytes given.
    enum Token {
        /// Text with its references; a text may come in several pieces.
        case text(Range<Int>)
        /// What stands in a CDATA section, which may come in several pieces.
        case literal(Range<Int>)
        /// A start tag or an empty element: what stands between `<` and `>`.
        case start(Range<Int>)
        /// An end tag: what stands between `</` and `>`.
        case end(Range<Int>)
        /// A `<` that begins nothing, or a tag in which the next one begins.
        case fault
        /// Why the document is not read on.
        case objection(String)
        /// More bytes are needed, or there are none.
        case none
    }

    private enum Mode { case content, comment, literal, instruction }

    /// The first byte not yet used up.
    private(set) var at = 0
    private var mode = Mode.content
    /// Of the tag that begins at `at`: bytes looked at, and in what.
    private var tagBytes = 0
    private var quote: UInt8 = 0
    private var equals = 0

    /// Says that the bytes before `at` are no longer there.
    mutating func forget() { at = 0 }

    /// The next token; `isLast` when nothing will follow these bytes.
    mutating func next(_ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool) -> Token {
        while at < bytes.count {
            switch mode {
            case .comment: if !pass("-->", bytes, isLast) { return .none }
            case .instruction: if !pass("?>", bytes, isLast) { return .none }
            case .literal: return literal(bytes, isLast)
            case .content:
                guard bytes[at] == UInt8(ascii: "<") else { return text(bytes, isLast) }
                if let token = markup(bytes, isLast) { return token }
            }
        }
        return .none
    }

    /// Passes what is of no interest, up to its end; false when that has not come.
    private mutating func pass(_ end: StaticString, _ bytes: UnsafeBufferPointer<UInt8>, _ isLast: Bool) -> Bool {
        if let place = MarkupTokens.find(end, bytes, at) {
            at = place + end.utf8CodeUnitCount
            mode = .content
            return true
        }
        at = isLast ? bytes.count : max(at, bytes.count - end.utf8CodeUnitCount + 1)
        return false
    }

    private mutating func literal(_ bytes: UnsafeBufferPointer<UInt8>, _ isLast: Bool) -> Token {
        let start = at
        if let place = MarkupTokens.find("]]>", bytes, at) {
            at = place + 3
            mode = .content
            return .literal(start..<place)
        }
        let end = isLast ? bytes.count : bytes.count - 2
        guard end > start else { return .none }
        at = end
        return .literal(start..<end)
    }

    private mutating func text(_ bytes: UnsafeBufferPointer<UInt8>, _ isLast: Bool) -> Token {
        let start = at
        var end = MarkupTokens.find(UInt8(ascii: "<"), bytes, start) ?? bytes.count
        if end == bytes.count, !isLast {
            // A reference that may go on waits for its end. Only the last `&` can: no name holds another one.
            let window = bytes[max(start, end - MarkupCharacter.referenceBytesMax + 1)..<end]
            if let place = window.lastIndex(of: UInt8(ascii: "&")), !window[place...].contains(UInt8(ascii: ";")) {
                end = place
            }
        }
        guard end > start else { return .none }
        at = end
        return .text(start..<end)
    }

    /// What begins with the `<` that stands here; nil when nothing comes of it.
    private mutating func markup(_ bytes: UnsafeBufferPointer<UInt8>, _ isLast: Bool) -> Token? {
        guard at + 1 < bytes.count else { return isLast ? fault() : Token.none }
        switch bytes[at + 1] {
        case UInt8(ascii: "!"): return declaration(bytes, isLast)
        case UInt8(ascii: "?"):
            (mode, at) = (.instruction, at + 2)
            return nil
        case UInt8(ascii: "/"): return endTag(bytes, isLast)
        case UInt8(ascii: "_"), UInt8(ascii: ":"), 0x80...0xFF: return startTag(bytes, isLast)
        case let first where (0x61...0x7A).contains(first | 0x20): return startTag(bytes, isLast)
        default: return fault()
        }
    }

    /// Goes on behind the `<` that was objected to.
    mutating func passOver() {
        at += 1
        tagBytes = 0
    }

    private mutating func fault() -> Token {
        at += 1
        return .fault
    }

    private mutating func declaration(_ bytes: UnsafeBufferPointer<UInt8>, _ isLast: Bool) -> Token? {
        for (word, next) in [("<!--", Mode.comment), ("<![CDATA[", Mode.literal)] as [(StaticString, Mode)] {
            let common = MarkupTokens.common(word, bytes, at)
            if common == word.utf8CodeUnitCount {
                (mode, at) = (next, at + common)
                return nil
            }
            if at + common == bytes.count, !isLast { return Token.none }
        }
        return .objection("a document type declaration; feeds need none, and entities in it can do harm")
    }

    private mutating func endTag(_ bytes: UnsafeBufferPointer<UInt8>, _ isLast: Bool) -> Token {
        guard let end = tagEnd(bytes, isLast) else { return leaveTag(bytes, isLast) }
        let start = at + 2
        at = end + 1
        return .end(start..<max(start, end))
    }

    private mutating func startTag(_ bytes: UnsafeBufferPointer<UInt8>, _ isLast: Bool) -> Token {
        guard let end = tagEnd(bytes, isLast) else { return leaveTag(bytes, isLast) }
        let start = at + 1
        at = end + 1
        return .start(start..<end)
    }

    /// The `>` outside of quotes; nil when there is none, and then ``leaveTag(_:_:)`` says what that means.
    private mutating func tagEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ isLast: Bool) -> Int? {
        if tagBytes == 0 { (tagBytes, quote, equals) = (1, 0, 0) }
        while at + tagBytes < bytes.count, tagBytes <= MarkupTokens.tagBytesMax, equals <= MarkupTokens.attributesMax {
            let byte = bytes[at + tagBytes]
            if byte == UInt8(ascii: "<") { return nil }
            if byte == UInt8(ascii: ">"), quote == 0 {
                defer { tagBytes = 0 }
                return at + tagBytes
            }
            if byte == 0x22 || byte == 0x27 {
                quote = quote == 0 ? byte : quote == byte ? 0 : quote
            } else if byte == UInt8(ascii: "="), quote == 0 {
                equals += 1
            }
            tagBytes += 1
        }
        return nil
    }

    /// After a tag without an end: too long, broken off by the next one or by the document's end, or not yet whole.
    private mutating func leaveTag(_ bytes: UnsafeBufferPointer<UInt8>, _ isLast: Bool) -> Token {
        if tagBytes > MarkupTokens.tagBytesMax {
            return .objection("a tag longer than \(MarkupTokens.tagBytesMax) bytes")
        }
        if equals > MarkupTokens.attributesMax {
            return .objection("a tag with more than \(MarkupTokens.attributesMax) attributes")
        }
        guard at + tagBytes < bytes.count || isLast else { return .none }
        at += tagBytes
        tagBytes = 0
        return .fault
    }
}
