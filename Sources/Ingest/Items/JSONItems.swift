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
        case undecided
        case record(GatheredDocument)
        case list(JSONListSplitter)
    }

    private let context: DocumentContext
    private var list: String
    private let otherList: StaticString?
    private var mode: Mode
    /// White space and marks before the first byte that decides.
    private var held: [UInt8] = []
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
        mode = list.map { .list(JSONListSplitter(list: $0, or: other, itemBytesMax: limit)) } ?? .undecided
    }

    /// Whether the named list was met, or the document was a list of records.
    var foundList: Bool {
        if case .list(let splitter) = mode { splitter.foundList } else { false }
    }

    /// Takes the next bytes; returns what became complete.
    mutating func push(_ bytes: UnsafeRawBufferPointer) -> [Piece] {
        if case .undecided = mode { decide(bytes) }
        switch mode {
        case .undecided: return []
        case .record(var document):
            // The enum lets go of the bytes while they grow, so that they are not copied.
            mode = .undecided
            document.append(bytes)
            mode = .record(document)
            return []
        case .list(var splitter):
            mode = .undecided
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
        case .record(let document):
            guard !document.isOverLimit else {
                let message = "a record of more than \(context.feed.limits.itemBytesMax) bytes"
                return [.reject(Reject(.overLimit, place: context.name, message: message))]
            }
            return [.item(JSONItem(place: "", offset: 0, bytes: document.bytes))]
        case .list(var splitter):
            let pieces = splitter.finish().compactMap { piece($0) }
            mode = .list(splitter)
            guard pieces.isEmpty, !splitter.foundList, !isFlawed else { return pieces }
            let message = "no member `\(list)`: this is no \(context.feed.format.rawValue) document"
            return [.reject(Reject(.notThisFormat, place: context.name, message: message))]
        }
    }

    /// The first byte that is no white space tells a list from a record; a mark before it belongs to either.
    private mutating func decide(_ bytes: UnsafeRawBufferPointer) {
        let limit = context.feed.limits.itemBytesMax
        guard let first = bytes.first(where: { $0 > 0x20 && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF }) else {
            held += bytes
            if held.count > limit { mode = .record(GatheredDocument(limit: 0)) }
            return
        }
        if first == UInt8(ascii: "[") {
            var splitter = JSONListSplitter(list: nil, itemBytesMax: limit)
            _ = held.withUnsafeBytes { splitter.push($0) }
            mode = .list(splitter)
        } else {
            var document = GatheredDocument(limit: limit)
            held.withUnsafeBytes { document.append($0) }
            mode = .record(document)
        }
        held = []
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
