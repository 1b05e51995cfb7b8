/// Looks for the ends of comments, of CDATA sections, or of instructions.
///
/// What was looked through once is not looked through again for the next one of its kind, so that a document of a
/// million first marks without an end costs no more than its length.
struct MarkupSpan {
    /// Bytes from the first mark on within which an end is believed.
    static let bytesMax = 4 << 20

    enum Kind {
        case comment, section, instruction

        var begin: StaticString {
            switch self {
            case .comment: "<!--"
            case .section: "<![CDATA["
            case .instruction: "<?"
            }
        }

        /// As rejects call it.
        var name: String {
            switch self {
            case .comment: "a comment"
            case .section: "a CDATA section"
            case .instruction: "an instruction"
            }
        }

        var end: StaticString {
            switch self {
            case .comment: "-->"
            case .section: "]]>"
            case .instruction: "?>"
            }
        }
    }

    /// What was found behind a first mark.
    enum Ending {
        /// Where the last mark begins.
        case place(Int)
        /// It does not end in the document, or another one begins in it where none may.
        case missing(Kind)
        /// It does not end where it, or the item around it, has to.
        case tooFar(Kind)
    }

    /// How far an end is looked for.
    struct Bounds {
        /// Whether nothing will follow the bytes.
        let isLast: Bool
        /// Where the item around is longer than items may be; `Int.max` when it was given up, nil outside of items.
        let item: Int?
    }

    let kind: Kind
    /// Before this place no end begins.
    private var searched = 0
    /// The first end from ``searched`` on, where one is known.
    private var known: Int?
    /// Before this place no other first mark begins; only of comments in items.
    private var looked = 0

    init(_ kind: Kind) { self.kind = kind }

    /// Says that so many bytes are no longer there.
    mutating func forget(_ count: Int) {
        searched -= count
        looked -= count
        known = known.map { $0 - count }
    }

    /// How what has its first mark before `inside` ends; nil when more bytes must tell. It follows from the document
    /// alone, however its bytes are cut.
    mutating func end(of inside: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ bounds: Bounds) -> Ending? {
        let limit = min(inside + MarkupSpan.bytesMax, bounds.item ?? .max)
        guard inside < limit else { return .tooFar(kind) }
        let visible = min(limit, bytes.count)
        let end = find(inside, bytes, visible)
        // XML 1.0 § 2.5: a comment holds no `--`. Where another one begins in it, within an item, it was left open.
        // `<!-->` is an end; so the byte behind the mark must be there.
        let mayBeginAgain = kind != .comment || bounds.item == nil
        if !mayBeginAgain, beginsAgain(inside, bytes, end ?? visible - 1) { return .missing(kind) }
        if let end { return .place(end) }
        if bytes.count >= limit { return .tooFar(kind) }
        return bounds.isLast ? .missing(kind) : nil
    }

    private mutating func find(_ inside: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ limit: Int) -> Int? {
        let length = kind.end.utf8CodeUnitCount
        if let known, known >= inside { return known + length <= limit ? known : nil }
        known = nil
        let from = max(inside, searched)
        guard from + length <= limit else { return nil }
        known = MarkupTokens.find(kind.end, UnsafeBufferPointer(rebasing: bytes[..<limit]), from)
        searched = known ?? limit - length + 1
        return known
    }

    private mutating func beginsAgain(_ inside: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ end: Int) -> Bool {
        let length = kind.begin.utf8CodeUnitCount
        let from = max(inside, looked)
        guard from + length <= end else { return false }
        let place = MarkupTokens.find(kind.begin, in: bytes, from..<end)
        looked = place ?? end - length + 1
        return place != nil
    }
}
