/// Cuts an XML document into tags and texts, as its bytes come, without holding more than a tag or a section of it.
///
/// The caller keeps the bytes from ``at`` on and gives them again with those that follow. Comments and instructions are
/// passed over. Declarations of document types are refused: feeds need none, and nothing here would expand entities.
/// What begins as a comment, section or instruction and does not end is none: reading goes on behind its first mark.
/// Source: XML 1.0 § 2.4–2.8, § 3.1.
/// - Complexity: linear in the bytes, however they are cut.
struct MarkupTokens {
    static let tagBytesMax = 64 << 10
    static let attributesMax = 256

    /// Ranges are places in the bytes given.
    enum Token {
        /// Text with its references; a text may come in several pieces.
        case text(Range<Int>)
        /// What stands in a CDATA section, whole.
        case literal(Range<Int>)
        /// A start tag or an empty element: what stands between `<` and `>`.
        case start(Range<Int>)
        /// An end tag: what stands between `</` and `>`.
        case end(Range<Int>)
        /// A `<` that begins nothing, or a tag in which the next one begins.
        case fault
        /// The first mark of something that does not end.
        case unended(MarkupSpan.Ending)
        /// A tag that is longer than any may be; ``passOver()`` goes on behind it.
        case overlong(String)
        /// A declaration of a document type; ``passOver()`` goes on behind it.
        case doctype
        /// More bytes are needed, or there are none.
        case none
    }

    /// The first byte not yet used up.
    private(set) var at = 0
    /// Of the tag that begins at `at`: bytes looked at, and in what.
    private var tagBytes = 0
    private var quote: UInt8 = 0
    private var equals = 0
    private var comments = MarkupSpan(.comment)
    private var sections = MarkupSpan(.section)
    private var instructions = MarkupSpan(.instruction)

    /// Says that the bytes before `at` are no longer there.
    mutating func forget() {
        comments.forget(at)
        sections.forget(at)
        instructions.forget(at)
        at = 0
    }

    /// The next token; `isLast` when nothing will follow these bytes.
    ///
    /// - Parameter item: where the item around these bytes is longer than items may be; nil outside of items.
    mutating func next(_ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool, item: Int? = nil) -> Token {
        while at < bytes.count {
            guard bytes[at] == UInt8(ascii: "<") else { return text(bytes, isLast) }
            if let token = markup(bytes, MarkupSpan.Bounds(isLast: isLast, item: item)) { return token }
        }
        return .none
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
    private mutating func markup(_ bytes: UnsafeBufferPointer<UInt8>, _ bounds: MarkupSpan.Bounds) -> Token? {
        guard at + 1 < bytes.count else { return bounds.isLast ? fault() : Token.none }
        switch bytes[at + 1] {
        case UInt8(ascii: "!"): return declaration(bytes, bounds)
        case UInt8(ascii: "?"): return close(at + 2, instructions.end(of: at + 2, bytes, bounds), of: .instruction)
        case UInt8(ascii: "/"): return endTag(bytes, bounds.isLast)
        case UInt8(ascii: "_"), UInt8(ascii: ":"), 0x80...0xFF: return startTag(bytes, bounds.isLast)
        case let first where (0x61...0x7A).contains(first | 0x20): return startTag(bytes, bounds.isLast)
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

    private mutating func declaration(
        _ bytes: UnsafeBufferPointer<UInt8>, _ bounds: MarkupSpan.Bounds
    ) -> Token? {
        let comment = MarkupTokens.common(comments.kind.begin, bytes, at)
        if comment == comments.kind.begin.utf8CodeUnitCount {
            return close(at + comment, comments.end(of: at + comment, bytes, bounds), of: .comment)
        }
        let section = MarkupTokens.common(sections.kind.begin, bytes, at)
        if section == sections.kind.begin.utf8CodeUnitCount {
            return close(at + section, sections.end(of: at + section, bytes, bounds), of: .section)
        }
        return at + max(comment, section) == bytes.count && !bounds.isLast ? Token.none : .doctype
    }

    /// Passes what begins here up to its end, else up to behind its first mark; nil when it is of no interest.
    private mutating func close(_ inside: Int, _ ending: MarkupSpan.Ending?, of kind: MarkupSpan.Kind) -> Token? {
        guard let ending else { return Token.none }
        switch ending {
        case .place(let place):
            at = place + kind.end.utf8CodeUnitCount
            return kind == .section ? .literal(inside..<place) : nil
        case .missing, .tooFar:
            at = inside
            return .unended(ending)
        }
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
            return .overlong("a tag longer than \(MarkupTokens.tagBytesMax) bytes")
        }
        if equals > MarkupTokens.attributesMax {
            return .overlong("a tag with more than \(MarkupTokens.attributesMax) attributes")
        }
        guard at + tagBytes < bytes.count || isLast else { return .none }
        at += tagBytes
        tagBytes = 0
        return .fault
    }
}
