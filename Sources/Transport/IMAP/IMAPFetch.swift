import Ingest

/// Picks one message's section out of what a server says to `UID FETCH 5 (UID BODY.PEEK[])`.
///
/// A server may say other things in between, of other messages too, and name the UID before the section or behind it
/// (RFC 3501 § 7.4.2): whose the bytes are is known only when the response ends.
struct IMAPFetch {
    /// What to do about a piece.
    enum Step: Equatable {
        case nothing
        /// Bytes of a section, perhaps of the message asked for.
        case write(ArraySlice<UInt8>)
        /// What was written is another message's.
        case drop
    }

    private static let wordsMax = 64 << 10

    private let uid: UInt32
    private let section: [UInt8]
    private let bytesMax: Int
    /// Of the response under way, with `""` in the place of each literal.
    private var words: [UInt8] = []
    private var isOpen = false
    /// Bytes of the section in the response under way; nil when it has none.
    private var count: Int?
    private var isMisled = false
    /// Bytes of the section that was asked for; nil while it has not come.
    private(set) var found: Int?

    /// `section`: `BODY[]`, as servers name it in answers.
    init(uid: UInt32, section: String, bytesMax: Int) {
        self.uid = uid
        self.section = Array(section.utf8)
        self.bytesMax = bytesMax
    }

    /// Takes the next piece.
    /// - Throws: `.overLimit` when the section that comes has more than `bytesMax`; `.badAnswer`.
    mutating func take(_ piece: IMAPResponses.Piece) throws(FetchFailure) -> Step {
        switch piece {
        case .literal(let part):
            guard isOpen else { return .nothing }
            count = (count ?? 0) + part.count
            return .write(part)
        case .text(let line, let literal):
            words += line
            guard words.count <= IMAPFetch.wordsMax else {
                throw .badAnswer("a response of more than \(IMAPFetch.wordsMax) bytes of words")
            }
            guard let literal else { return try end() }
            isOpen = found == nil && count == nil && isSection(words)
            words += Array(#""""#.utf8)
            guard isOpen else { return .nothing }
            guard literal <= bytesMax else { throw .overLimit(bytes: bytesMax) }
            count = 0
            return .nothing
        }
    }

    /// Nothing more comes: the bytes of the section; nil when the server has no such message.
    /// - Throws: when it gave something else in its place.
    func finish() throws(FetchFailure) -> Int? {
        if found == nil, isMisled { throw .badAnswer("another message than the one asked for") }
        return found
    }

    private mutating func end() throws(FetchFailure) -> Step {
        defer { (words, isOpen, count) = ([], false, nil) }
        guard let attributes = IMAPAttributes(words), attributes.hasSection else { return .nothing }
        guard attributes.uid == uid else {
            isMisled = true
            return count == nil ? .nothing : .drop
        }
        guard found == nil else { return .nothing }
        // A message has lines, which only a literal can hold, and bytes.
        guard let count, count > 0 else { throw .badAnswer("a message without its bytes") }
        found = count
        return .nothing
    }

    /// Whether the words end in the section's name, in any case.
    private func isSection(_ words: [UInt8]) -> Bool {
        let end = words.lastIndex { $0 != 0x20 }.map { words[...$0] } ?? []
        return end.suffix(section.count).elementsEqual(section) { left, right in
            left == right || left ^ 0x20 == right && (0x41...0x5A).contains(right)
        }
    }
}
