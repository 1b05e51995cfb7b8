import Vocabulary

/// Checks one JSON text and writes its canonical form in the same pass.
///
/// `output` has room for `count` bytes. That suffices because each step writes at most as many bytes as it has
/// consumed: `written <= at` holds throughout, since the shortest escape of a character is no longer than any other.
struct JSONCanonicalizer {
    let input: UnsafePointer<UInt8>
    let count: Int
    let output: UnsafeMutablePointer<UInt8>
    /// Next byte of the input.
    var at = 0
    /// Bytes of the canonical form so far.
    private(set) var written = 0
    private var members: [Member] = []
    private var scratch: [UInt8] = []

    /// One member of an object that is still open; places in the output, and the name's place in the input.
    private struct Member {
        var start: UInt32
        var nameEnd: UInt32
        var end: UInt32
        var source: UInt32
    }

    init(input: UnsafePointer<UInt8>, count: Int, output: UnsafeMutablePointer<UInt8>) {
        self.input = input
        self.count = count
        self.output = output
    }

    /// RFC 8259 § 2: one value with white space around it.
    mutating func text() throws(JSONFailure) {
        if count >= 3, input[0] == 0xEF, input[1] == 0xBB, input[2] == 0xBF { at = 3 }
        skipSpace()
        try value(depth: 0)
        skipSpace()
        if at < count { throw fail(.malformed, "something follows the value; the text should end here") }
    }

    mutating func put(_ byte: UInt8) {
        output[written] = byte
        written += 1
    }

    /// Copies the next `length` bytes of the input, which the caller has checked.
    mutating func copy(_ length: Int) {
        (output + written).update(from: input + at, count: length)
        written += length
        at += length
    }

    /// Copies one byte, without the call that a length not known to the compiler would make of it.
    mutating func copyByte() {
        output[written] = input[at]
        written += 1
        at += 1
    }

    /// Copies the first `length` of eight bytes as one word. Proof: the caller has seen `at + 8 <= count`, and `written
    /// <= at`, so both the word read and the word written lie within `count` bytes; what lies behind `written` is
    /// nobody's yet.
    mutating func copyWord(_ word: UInt64, _ length: Int) {
        UnsafeMutableRawPointer(output + written).storeBytes(of: word, as: UInt64.self)
        written += length
        at += length
    }

    /// Takes back what was written after `end`.
    mutating func cut(to end: Int) { written = end }

    func fail(_ code: Reject.Reason, _ message: String) -> JSONFailure { JSONFailure(code, at: at, message) }

    func truncated() -> JSONFailure { JSONFailure(.truncated, at: count, "the text ends in the middle of a value") }

    mutating func skipSpace() {
        if at < count, input[at] > 0x20 { return }
        // A line end comes first, then the indent of a document that was printed for people.
        if at < count, input[at] == 0x0A || input[at] == 0x0D { at += 1 }
        while at + 8 <= count, EightBytes.areSpaces(input + at) { at += 8 }
        while at < count, input[at] <= 0x20 {
            let byte = input[at]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            at += 1
        }
    }

    private mutating func value(depth: Int) throws(JSONFailure) {
        guard at < count else { throw truncated() }
        switch input[at] {
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "{"): try object(depth: depth + 1)
        case UInt8(ascii: "["): try array(depth: depth + 1)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
        case UInt8(ascii: "t"): try literal("true")
        case UInt8(ascii: "f"): try literal("false")
        case UInt8(ascii: "n"): try literal("null")
        default: throw fail(.malformed, "no JSON value begins with this byte")
        }
    }

    private mutating func literal(_ word: StaticString) throws(JSONFailure) {
        for index in 0..<word.utf8CodeUnitCount {
            guard at + index < count else { throw truncated() }
            guard input[at + index] == word.utf8Start[index] else {
                throw fail(.malformed, "only true, false and null are words of JSON")
            }
        }
        copy(word.utf8CodeUnitCount)
    }

    private mutating func array(depth: Int) throws(JSONFailure) {
        try enter(depth)
        if at < count, input[at] == UInt8(ascii: "]") { return copyByte() }
        while true {
            try value(depth: depth)
            skipSpace()
            guard at < count else { throw truncated() }
            if input[at] == UInt8(ascii: "]") { return copyByte() }
            guard input[at] == UInt8(ascii: ",") else { throw fail(.malformed, "`,` or `]` is expected in a list") }
            copyByte()
            skipSpace()
        }
    }

    private mutating func enter(_ depth: Int) throws(JSONFailure) {
        guard depth <= JSONLimits.depthMax else {
            throw fail(.overLimit, "more than \(JSONLimits.depthMax) lists and objects within each other")
        }
        copyByte()
        skipSpace()
    }

    private mutating func object(depth: Int) throws(JSONFailure) {
        try enter(depth)
        if at < count, input[at] == UInt8(ascii: "}") { return copyByte() }
        let first = members.count
        var sorted = true
        while true {
            try member(depth: depth)
            if members.count - first > 1, !isAscending(members[members.count - 2], members[members.count - 1]) {
                sorted = false
            }
            skipSpace()
            guard at < count else { throw truncated() }
            if input[at] == UInt8(ascii: "}") { break }
            guard input[at] == UInt8(ascii: ",") else {
                throw fail(.malformed, "`,` or `}` is expected in an object")
            }
            copyByte()
            skipSpace()
        }
        if !sorted { try sortMembers(from: first) }
        members.removeLast(members.count - first)
        copyByte()
    }

    private mutating func member(depth: Int) throws(JSONFailure) {
        guard at < count else { throw truncated() }
        guard input[at] == UInt8(ascii: "\"") else { throw fail(.malformed, "a member's name in quotes is expected") }
        guard members.count < JSONLimits.openMembersMax else {
            throw fail(.overLimit, "more than \(JSONLimits.openMembersMax) members")
        }
        var entry = Member(start: UInt32(written), nameEnd: 0, end: 0, source: UInt32(at))
        try string()
        entry.nameEnd = UInt32(written)
        skipSpace()
        guard at < count else { throw truncated() }
        guard input[at] == UInt8(ascii: ":") else { throw fail(.malformed, "`:` is expected after a member's name") }
        copyByte()
        skipSpace()
        try value(depth: depth)
        entry.end = UInt32(written)
        members.append(entry)
    }

    private func isAscending(_ left: Member, _ right: Member) -> Bool { order(left, right) < 0 }

    /// Below 0, 0, above 0, as the left name stands before, equals, stands after the right one, by bytes.
    private func order(_ left: Member, _ right: Member) -> Int {
        let leftCount = Int(left.nameEnd - left.start)
        let rightCount = Int(right.nameEnd - right.start)
        var index = 0
        while index < min(leftCount, rightCount) {
            let (a, b) = (output[Int(left.start) + index], output[Int(right.start) + index])
            if a != b { return a < b ? -1 : 1 }
            index += 1
        }
        return leftCount - rightCount
    }

    /// Puts the members of the innermost object in order; the commas between them stay.
    private mutating func sortMembers(from first: Int) throws(JSONFailure) {
        let begin = Int(members[first].start)
        let ordered = members[first...].sorted { isAscending($0, $1) }
        for index in 1..<ordered.count where order(ordered[index - 1], ordered[index]) == 0 {
            let source = Int(max(ordered[index - 1].source, ordered[index].source))
            throw JSONFailure(.duplicateKey, at: source, "the object has this member twice; one is expected")
        }
        scratch.removeAll(keepingCapacity: true)
        // Objects grow outwards, so that asking for no more than this one needs would ask anew for each.
        if scratch.capacity < written - begin { scratch.reserveCapacity(max(written - begin, min(count, 65_536))) }
        for (index, member) in ordered.enumerated() {
            if index > 0 { scratch.append(UInt8(ascii: ",")) }
            let bytes = UnsafeBufferPointer(start: output + Int(member.start), count: Int(member.end - member.start))
            scratch.append(contentsOf: bytes)
        }
        let target = output + begin
        // The same members and as many commas: the same number of bytes that stood here before.
        scratch.withUnsafeBufferPointer { sorted in
            if let source = sorted.baseAddress { target.update(from: source, count: sorted.count) }
        }
    }
}
