import Vocabulary

/// Cuts a stream of bytes into the members of one JSON object, without holding the document.
///
/// Values come out as bytes, still unchecked: one that is no JSON spoils itself alone. A name that stood before is a
/// flaw and its value is dropped; beyond a million names reading stops.
struct JSONMemberSplitter {
    /// What the stream was cut into, in its order.
    enum Piece {
        case member(name: String, offset: Int, bytes: [UInt8])
        case flaw(JSONFailure)
    }

    private enum State { case start, beforeName, name, colon, beforeValue, value, afterValue, done, broken }

    private let valueBytesMax: Int
    private var state = State.start
    private var offset: Int
    private var gatherer = JSONGatherer(limit: 0)
    private var name: String?
    private var names: Set<String> = []
    private var markBytes = 0

    /// - Parameter offset: bytes of the document before the first one that is pushed.
    init(valueBytesMax: Int, at offset: Int = 0) {
        self.valueBytesMax = valueBytesMax
        self.offset = offset
    }

    mutating func push(_ bytes: UnsafeRawBufferPointer) -> [Piece] {
        var pieces: [Piece] = []
        var index = 0
        while index < bytes.count, state != .broken {
            if state == .name || state == .value {
                let used = gatherer.take(bytes, from: index)
                index += used
                offset += used
                if gatherer.isComplete { close(into: &pieces) }
            } else if step(bytes[index], into: &pieces) {
                index += 1
                offset += 1
            }
        }
        return pieces
    }

    mutating func finish() -> [Piece] {
        defer { state = .broken }
        switch state {
        case .done, .broken: return []
        case .start: return [.flaw(JSONFailure(.truncated, at: offset, "the document is empty"))]
        case .value:
            let message = "the document ends within the value of `\(SourceText.line(name ?? "", limit: 64))`: its last "
                + "\(gatherer.consumed) bytes are not read; a quotation mark or bracket may be missing there"
            return [.flaw(JSONFailure(.truncated, at: offset, message))]
        case .beforeName, .name, .colon, .beforeValue, .afterValue:
            return [.flaw(JSONFailure(.truncated, at: offset, "the document ends within an object"))]
        }
    }

    /// False when the byte must be looked at again in the state just entered.
    private mutating func step(_ byte: UInt8, into pieces: inout [Piece]) -> Bool {
        if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { return true }
        switch (state, byte) {
        case (.start, 0xEF) where markBytes == 0, (.start, 0xBB) where markBytes == 1,
            (.start, 0xBF) where markBytes == 2:
            markBytes += 1
        case (.start, UInt8(ascii: "{")): state = .beforeName
        case (.start, _): fail(.notThisFormat, "an object is expected", into: &pieces)
        case (.beforeName, UInt8(ascii: "}")) where names.isEmpty, (.afterValue, UInt8(ascii: "}")): state = .done
        case (.beforeName, 0x22):
            gatherer = JSONGatherer(limit: 4096)
            state = .name
            return false
        case (.colon, UInt8(ascii: ":")): state = .beforeValue
        case (.beforeValue, _):
            gatherer = JSONGatherer(limit: valueBytesMax)
            state = .value
            return false
        case (.afterValue, UInt8(ascii: ",")): state = .beforeName
        default: fail(.brokenOff, "this is not what stands between the members of an object", into: &pieces)
        }
        return true
    }

    private mutating func close(into pieces: inout [Piece]) {
        let start = offset - gatherer.consumed
        if state == .name {
            state = .colon
            closeName(at: start, into: &pieces)
            return
        }
        state = .afterValue
        guard let name else { return }
        if gatherer.isOverLimit {
            let message = "the member `\(SourceText.line(name, limit: 64))` has more than \(valueBytesMax) bytes"
            pieces.append(.flaw(JSONFailure(.overLimit, at: start, message)))
        } else {
            pieces.append(.member(name: name, offset: start, bytes: gatherer.bytes))
        }
    }

    private mutating func closeName(at start: Int, into pieces: inout [Piece]) {
        name = nil
        do throws(JSONFailure) {
            let text = try CheckedJSON(gatherer.bytes)
            let found = try text.read { cursor throws(JSONFailure) in try cursor.readString() }
            guard names.count < JSONLimits.openMembersMax else {
                return fail(.overLimit, "more than \(JSONLimits.openMembersMax) members", into: &pieces)
            }
            if names.insert(found).inserted {
                name = found
            } else {
                let message = "the document has this member twice; the first one counts"
                pieces.append(.flaw(JSONFailure(.duplicateKey, at: start, message)))
            }
        } catch {
            pieces.append(.flaw(error.shifted(by: start)))
        }
    }

    private mutating func fail(_ code: Reject.Reason, _ message: String, into pieces: inout [Piece]) {
        pieces.append(.flaw(JSONFailure(code, at: offset, message)))
        state = .broken
    }
}
