import Vocabulary

/// Cuts a JSON document into its items: a record that is the whole document, the elements of a list, or those of the
/// named list within an object, which streams.
///
/// Items come out unchecked and in order; what is wrong between them is a reject that names its place. Beyond
/// ``FeedLimits/itemsMax`` one reject stands for the rest.
struct JSONItems {
    /// What the document was cut into.
    enum Piece {
        case item(JSONItem)
        /// A member beside the named list, at most 1 MiB.
        case member(name: String, JSONItem)
        case reject(Reject)
    }

    private enum Mode {
        case undecided(JSONOpening)
        /// With the bytes of the document before it.
        case record(GatheredDocument, at: Int)
        case list(JSONListSplitter)
    }

    private let context: DocumentContext
    private var list: String
    private let otherList: StaticString?
    private var mode: Mode
    private var isFlawed = false
    private var tooMany = false

    /// - Parameters:
    ///   - list: name of the member that holds the items; nil for a record or a list of records.
    ///   - other: its name in documents of an older form.
    init(context: DocumentContext, list: StaticString?, or other: StaticString? = nil) {
        self.context = context
        self.list = list?.description ?? ""
        otherList = other
        let limit = context.feed.limits.itemBytesMax
        let splitter = list.map { JSONListSplitter(list: $0, or: other, itemBytesMax: limit) }
        mode = splitter.map { .list($0) } ?? .undecided(JSONOpening())
    }

    /// Whether the named list was met, or the document was a list of records.
    var foundList: Bool {
        if case .list(let splitter) = mode { splitter.foundList } else { false }
    }

    /// Takes the next bytes; returns what became complete.
    mutating func push(_ bytes: UnsafeRawBufferPointer) -> [Piece] {
        guard case .undecided(var opening) = mode else { return pass(bytes) }
        let first = opening.find(in: bytes)
        mode = .undecided(opening)
        guard let first else { return [] }
        let limit = context.feed.limits.itemBytesMax
        mode = first.isList
            ? .list(JSONListSplitter(list: nil, itemBytesMax: limit, at: first.offset))
            : .record(GatheredDocument(limit: limit), at: first.offset)
        var pieces: [Piece] = []
        first.pieces(of: bytes) { pieces += pass($0) }
        return pieces
    }

    private mutating func pass(_ bytes: UnsafeRawBufferPointer) -> [Piece] {
        switch mode {
        case .undecided: return []
        case .record(var document, let offset):
            // The enum lets go of the bytes while they grow, so that they are not copied.
            mode = .undecided(JSONOpening())
            document.append(bytes)
            mode = .record(document, at: offset)
            return []
        case .list(var splitter):
            mode = .undecided(JSONOpening())
            let pieces = splitter.push(bytes)
            if splitter.isOtherList, let otherList { list = otherList.description }
            mode = .list(splitter)
            return pieces.compactMap { piece($0) }
        }
    }

    /// Ends the document. A missing list is told by the caller, who knows what the document should have been.
    mutating func finish() -> [Piece] {
        switch mode {
        case .undecided:
            return [.reject(Reject(.truncated, place: context.name, offset: 0, message: "the document is empty"))]
        case .record(let document, let offset):
            guard !document.isOverLimit else {
                let message = "a record of more than \(context.feed.limits.itemBytesMax) bytes"
                return [.reject(Reject(.overLimit, place: context.name, message: message))]
            }
            return [.item(JSONItem(place: "", offset: offset, bytes: document.bytes))]
        case .list(var splitter):
            let pieces = splitter.finish().compactMap { piece($0) }
            mode = .list(splitter)
            guard pieces.isEmpty, !splitter.foundList, !isFlawed else { return pieces }
            let message = "no member `\(list)`: this is no \(context.feed.format.rawValue) document"
            return [.reject(Reject(.notThisFormat, place: context.name, message: message))]
        }
    }

    private mutating func piece(_ piece: JSONListSplitter.Piece) -> Piece? {
        switch piece {
        case .member(let name, let offset, let bytes):
            return .member(name: name, JSONItem(place: name, offset: offset, bytes: bytes))
        case .flaw(let index, let failure):
            isFlawed = true
            let place = index.map { "\(list)[\($0)]" } ?? context.name
            return .reject(Reject(failure.code, place: place, offset: failure.offset, message: failure.message))
        case .item(let index, let offset, let bytes):
            let limit = context.feed.limits.itemsMax
            if index < limit { return .item(JSONItem(place: "\(list)[\(index)]", offset: offset, bytes: bytes)) }
            guard !tooMany else { return nil }
            tooMany = true
            let message = "more than \(limit) items; this one and the following are left out"
            return .reject(Reject(.overLimit, place: "\(list)[\(index)]", offset: offset, message: message))
        }
    }
}

/// The bytes of one JSON value of a document, with its place.
struct JSONItem {
    /// `vulnerabilities[17]`; empty for the document itself.
    let place: String
    /// Its first byte in the document.
    let offset: Int
    let bytes: [UInt8]

    /// Checks the value and reads it with `body`; a failure becomes a reject that names the place within.
    ///
    /// - Parameter document: what the place is called when the value is the whole document.
    func read(
        _ document: String, into batch: inout ReadBatch,
        _ body: (CheckedJSON, inout ReadBatch) throws(JSONFailure) -> Void
    ) {
        do throws(JSONFailure) {
            try body(try CheckedJSON(bytes), &batch)
        } catch {
            let path = JSONPlace.path(to: error.offset, in: bytes)
            let joined = place + (place.isEmpty || path.isEmpty || path.hasPrefix("[") ? path : "." + path)
            batch.rejects.append(
                Reject(
                    error.code, place: joined.isEmpty ? document : joined, offset: offset + error.offset,
                    message: error.message))
        }
    }
}
