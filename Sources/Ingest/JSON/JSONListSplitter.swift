import Vocabulary

/// Cuts a stream of bytes into the items of the one list that matters, without holding the document.
///
/// The document is an object with the list as a member, or the list itself. White space and structure are followed byte
/// by byte, so pushes may end anywhere. Items and other members come out as bytes, still unchecked: an item that is no
/// JSON spoils itself alone. What is wrong between items is reported as a flaw, and reading goes on at the next item.
package struct JSONListSplitter {
    /// What the stream was cut into, in its order.
    package enum Piece {
        /// The `index`-th item of the list, from 0; `offset` is its first byte in the stream.
        case item(index: Int, offset: Int, bytes: [UInt8])
        /// A member of the outer object other than the list, at most 1 MiB.
        case member(name: String, offset: Int, bytes: [UInt8])
        /// What is wrong at item `index`, or with the outer object when nil.
        case flaw(index: Int?, JSONFailure)
    }

    private enum State {
        case start, beforeName, name, colon, beforeValue, value, afterValue
        case beforeItem, item, afterItem, skipping
        case done, broken
    }

    private static let memberBytesMax = 1 << 20
    private static let flawsMax = 1000
    private let list: [UInt8]?
    /// Another name of the list, as documents of an older form have it.
    private let otherList: [UInt8]?
    private let itemBytesMax: Int
    private var state = State.start
    private var offset: Int
    private var gatherer = JSONGatherer(limit: 0)
    private var name: [UInt8] = []
    private var names: Set<[UInt8]> = []
    private var markBytes = 0
    private var flaws = 0
    /// Blanks since the line's beginning, between items; nil behind its first other byte.
    private var blanks: Int?
    /// Where the first item that began a line stood in it.
    private var column: Int?
    /// Items begun so far.
    private(set) var items = 0
    /// Whether the list was met.
    private(set) var foundList = false
    /// Whether it was met by its other name.
    private(set) var isOtherList = false

    /// - Parameters:
    ///   - list: name of the member that holds the list; nil when the document is the list.
    ///   - offset: bytes of the document before the first one that is pushed.
    package init(list: StaticString?, or other: StaticString? = nil, itemBytesMax: Int, at offset: Int = 0) {
        self.list = list.map { Array($0.description.utf8) }
        otherList = other.map { Array($0.description.utf8) }
        self.itemBytesMax = itemBytesMax
        self.offset = offset
    }

    /// As above, with a name that a feed's file gives.
    init(listNamed name: String, itemBytesMax: Int, at offset: Int) {
        list = Array(name.utf8)
        otherList = nil
        self.itemBytesMax = itemBytesMax
        self.offset = offset
    }

    /// Takes the next bytes; returns the pieces that became complete.
    package mutating func push(_ bytes: UnsafeRawBufferPointer) -> [Piece] {
        var pieces: [Piece] = []
        var index = 0
        while index < bytes.count, state != .broken {
            switch state {
            case .name, .value, .item:
                let used = gatherer.take(bytes, from: index)
                index += used
                offset += used
                if gatherer.isComplete { closeValue(into: &pieces) }
            default:
                step(bytes[index], into: &pieces)
                if !reread {
                    index += 1
                    offset += 1
                }
                reread = false
            }
        }
        return pieces
    }

    /// Ends the stream; returns what that says of it.
    package mutating func finish() -> [Piece] {
        var pieces: [Piece] = []
        switch state {
        case .done, .broken: break
        case .item:
            let message = "the document ends within this item: its last \(gatherer.consumed) bytes, from the item's "
                + "first one on, are not read; a quotation mark or bracket may be missing there"
            flaw(.truncated, message, index: items - 1, into: &pieces)
        case .start: flaw(.truncated, "the document is empty", into: &pieces)
        default: flaw(.truncated, "the document ends before its list does", into: &pieces)
        }
        state = .broken
        return pieces
    }

    /// Set when a byte must be looked at again in the state just entered.
    private var reread = false

    private mutating func step(_ byte: UInt8, into pieces: inout [Piece]) {
        if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            if byte == 0x0A { blanks = 0 } else if byte != 0x0D { blanks = blanks.map { $0 + 1 } }
            return
        }
        defer { blanks = nil }
        switch state {
        case .start: begin(byte, into: &pieces)
        case .beforeName: beginName(byte, into: &pieces)
        case .colon:
            guard byte == UInt8(ascii: ":") else { return breakOff("`:` is expected after a member's name", &pieces) }
            state = .beforeValue
        case .beforeValue: beginValue(byte)
        case .afterValue:
            switch byte {
            case UInt8(ascii: ","): state = .beforeName
            case UInt8(ascii: "}"): state = .done
            default: breakOff("`,` or `}` is expected after a member", &pieces)
            }
        case .beforeItem, .afterItem, .skipping: betweenItems(byte, into: &pieces)
        case .done: breakOff("something follows the document; it should end here", &pieces)
        case .name, .value, .item, .broken: break
        }
    }

    private mutating func begin(_ byte: UInt8, into pieces: inout [Piece]) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        if markBytes < 3, offset == markBytes, byte == mark[markBytes] {
            markBytes += 1
            return
        }
        let isWanted = byte == (list == nil ? UInt8(ascii: "[") : UInt8(ascii: "{"))
        guard isWanted, markBytes == 0 || markBytes == 3 else {
            flaw(.notThisFormat, list == nil ? "a list is expected" : "an object is expected", into: &pieces)
            state = .broken
            return
        }
        foundList = list == nil
        state = list == nil ? .beforeItem : .beforeName
    }

    private mutating func beginName(_ byte: UInt8, into pieces: inout [Piece]) {
        if byte == UInt8(ascii: "}"), names.isEmpty {
            state = .done
            return
        }
        guard byte == 0x22 else { return breakOff("a member's name in quotes is expected", &pieces) }
        gatherer = JSONGatherer(limit: 4096)
        reread = true
        state = .name
    }

    private mutating func beginValue(_ byte: UInt8) {
        if name == list || name == otherList, !foundList, byte == UInt8(ascii: "[") {
            foundList = true
            isOtherList = name == otherList
            state = .beforeItem
            return
        }
        gatherer = JSONGatherer(limit: JSONListSplitter.memberBytesMax)
        reread = true
        state = .value
    }

    private mutating func betweenItems(_ byte: UInt8, into pieces: inout [Piece]) {
        switch byte {
        case UInt8(ascii: "]") where state != .beforeItem || items == 0:
            state = list == nil ? .done : .afterValue
        case UInt8(ascii: ",") where state != .beforeItem: state = .beforeItem
        case UInt8(ascii: "{"), UInt8(ascii: "["), 0x22, UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            if state == .afterItem { flaw(.malformed, "a comma is missing here", index: items, into: &pieces) }
            if byte == UInt8(ascii: "{") { column = column ?? blanks }
            gatherer = JSONGatherer(limit: itemBytesMax, isItem: true, column: column)
            items += 1
            reread = true
            state = .item
        default:
            if state != .skipping { flaw(.malformed, "an item of the list is expected", index: items, into: &pieces) }
            state = byte == UInt8(ascii: "]") ? (list == nil ? .done : .afterValue) : .skipping
        }
    }

    private mutating func closeValue(into pieces: inout [Piece]) {
        let start = offset - gatherer.consumed
        switch state {
        case .name: closeName(at: start, into: &pieces)
        case .value:
            if gatherer.isOverLimit {
                flaw(.overLimit, "a member of more than \(JSONListSplitter.memberBytesMax) bytes", into: &pieces)
            } else {
                let text = String(decoding: name, as: UTF8.self)
                pieces.append(.member(name: text, offset: start, bytes: gatherer.bytes))
            }
            state = .afterValue
        default:
            if gatherer.isOverLimit {
                let message = "an item of more than \(itemBytesMax) bytes"
                pieces.append(.flaw(index: items - 1, JSONFailure(.overLimit, at: start, message)))
            } else {
                pieces.append(.item(index: items - 1, offset: start, bytes: gatherer.bytes))
            }
            state = gatherer.isBroken ? .beforeItem : .afterItem
        }
    }

    private mutating func closeName(at start: Int, into pieces: inout [Piece]) {
        state = .colon
        do throws(JSONFailure) {
            let text = try CheckedJSON(gatherer.bytes)
            name = try text.read { cursor throws(JSONFailure) in Array(try cursor.readString().utf8) }
        } catch {
            pieces.append(.flaw(index: nil, error.shifted(by: start)))
            name = []
        }
        if names.count >= 10_000 { return breakOff("more than 10,000 members", &pieces) }
        if !names.insert(name).inserted {
            // Of a list that comes twice the second one is left out.
            let isList = name == list || name == otherList
            let message = "the document has this member twice; the first one counts"
            pieces.append(.flaw(index: nil, JSONFailure(isList ? .brokenOff : .duplicateKey, at: start, message)))
            name = []
        }
    }

    private mutating func breakOff(_ message: String, _ pieces: inout [Piece]) {
        flaw(.brokenOff, message, into: &pieces)
        state = .broken
    }

    private mutating func flaw(
        _ code: Reject.Reason, _ message: String, index: Int? = nil, into pieces: inout [Piece]
    ) {
        pieces.append(.flaw(index: index, JSONFailure(code, at: offset, message)))
        flaws += 1
        guard flaws == JSONListSplitter.flawsMax else { return }
        breakOff("too much is wrong between the items; the rest is left out", &pieces)
    }
}
