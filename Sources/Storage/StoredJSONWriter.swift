/// Writes our own values as JSON with sorted keys, for the columns that are written by the hundred thousand.
///
/// The same bytes as Foundation's encoder gives with `.sortedKeys` and `.withoutEscapingSlashes` for the types our
/// rooms store: objects, lists, strings, whole numbers, booleans, nil. It writes straight into one buffer instead of
/// building a tree first, which a profile of reading CVE records showed as the greatest cost of all.
final class StoredJSONWriter {
    private(set) var bytes: [UInt8] = []
    private var open: [OpenContainer] = []
    /// Names and values of the objects that are open, the innermost last.
    private var members: [Member] = []
    private var scratch: [UInt8] = []

    private struct OpenContainer {
        var isObject: Bool
        /// Place behind the opening bracket.
        var start: Int
        var firstMember: Int
        var count = 0
    }

    /// One member's place in `bytes`: `"name":value` without the comma.
    private struct Member {
        var start: Int
        var nameEnd: Int
        var end: Int
    }

    init() { bytes.reserveCapacity(8192) }

    /// The value's JSON text. May be called again for another value.
    func text(of value: some Encodable) throws -> String {
        bytes.removeAll(keepingCapacity: true)
        open.removeAll(keepingCapacity: true)
        members.removeAll(keepingCapacity: true)
        try value.encode(to: StoredValueEncoder(self))
        close(to: 0)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// How many containers are open; a container writes only when it is the innermost one.
    var depth: Int { open.count }

    func begin(isObject: Bool) {
        bytes.append(isObject ? UInt8(ascii: "{") : UInt8(ascii: "["))
        open.append(OpenContainer(isObject: isObject, start: bytes.count, firstMember: members.count))
    }

    /// Ends all containers deeper than `depth`.
    func close(to depth: Int) {
        while open.count > depth, let container = open.popLast() {
            if container.isObject {
                endMember(of: container)
                sortMembers(of: container)
                members.removeLast(members.count - container.firstMember)
            }
            bytes.append(container.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"))
        }
    }

    /// Begins the next member of the object at `depth`.
    func name(_ name: String, at depth: Int) {
        close(to: depth)
        let index = depth - 1
        endMember(of: open[index])
        if open[index].count > 0 { bytes.append(UInt8(ascii: ",")) }
        open[index].count += 1
        let start = bytes.count
        put(name)
        members.append(Member(start: start, nameEnd: bytes.count, end: 0))
        bytes.append(UInt8(ascii: ":"))
    }

    /// Begins the next element of the list at `depth`.
    func element(at depth: Int) {
        close(to: depth)
        if open[depth - 1].count > 0 { bytes.append(UInt8(ascii: ",")) }
        open[depth - 1].count += 1
    }

    func count(at depth: Int) -> Int { open[depth - 1].count }

    func putWord(_ word: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }

    func putNumber(_ text: String) { bytes.append(contentsOf: text.utf8) }

    func put(_ text: String) { bytes.append(quoting: text) }

    private func endMember(of container: OpenContainer) {
        if members.count > container.firstMember { members[members.count - 1].end = bytes.count }
    }

    /// Puts the members of the container that ends now in order of their names; the commas between them stay.
    private func sortMembers(of container: OpenContainer) {
        let own = members[container.firstMember...]
        guard own.count > 1, !zip(own, own.dropFirst()).allSatisfy(isAscending) else { return }
        scratch.removeAll(keepingCapacity: true)
        for (index, member) in own.sorted(by: isAscending).enumerated() {
            if index > 0 { scratch.append(UInt8(ascii: ",")) }
            scratch.append(contentsOf: bytes[member.start..<member.end])
        }
        bytes.replaceSubrange(container.start..., with: scratch)
    }

    /// By the bytes of the name without its quotation marks, as a name that begins another stands before it.
    private func isAscending(_ left: Member, _ right: Member) -> Bool {
        bytes[(left.start + 1)..<(left.nameEnd - 1)].lexicographicallyPrecedes(
            bytes[(right.start + 1)..<(right.nameEnd - 1)])
    }
}
