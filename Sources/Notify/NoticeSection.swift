/// A part of a notice, said once for the plain and the HTML form: a heading and what stands below it.
struct NoticeSection {
    /// One thing below a heading. Texts are those of the content; writing makes them harmless.
    enum Piece {
        case line(String)
        /// A line with an address in it, which HTML makes a link if it may be one (``NoticePage/isLink(_:site:)``).
        case link(before: String, url: String, after: String)
        case list([String])
        /// Running text, and the Markdown it came from where there is one.
        case passage(plain: String, markdown: String?)
    }

    /// Empty for the first lines, which need none.
    var heading: String
    var pieces: [Piece]

    init(_ heading: String, _ pieces: [Piece]) {
        self.heading = heading
        self.pieces = pieces
    }

    /// Texts beside the Markdown they came from; where the two lists do not pair, the text alone.
    static func passages(_ texts: [String], _ markdown: [String]) -> [Piece] {
        let isPaired = texts.count == markdown.count
        return texts.enumerated().map { .passage(plain: $0.element, markdown: isPaired ? markdown[$0.offset] : nil) }
    }
}
