import Vocabulary

/// Reads a tar stream member by member as it comes: ustar, pax and GNU long names.
final class TarLayer: Layer {
    /// Bytes of a long name or a pax header.
    private static let nameBytesMax = 64 << 10

    private let unpacking: Unpacking
    private let name: String
    private let level: Int
    private var block: [UInt8] = []
    private var state = State.header
    /// Bytes of the present member still to come, and the padding after them.
    private var left = 0
    private var padding = 0
    private var member: (any Layer)?
    private var memberName = ""
    /// Gathers a long name or pax header; nil when its content is dropped.
    private var note: (kind: UInt8, bytes: [UInt8])?
    private var longName: [UInt8]?
    private var paxSize: Int?

    private enum State { case header, content, padding, ended }

    init(_ unpacking: Unpacking, name: String, level: Int) {
        self.unpacking = unpacking
        self.name = name
        self.level = level
    }

    func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
        var rest = bytes
        while state != .ended, !rest.isEmpty || (state == .content && left == 0) {
            var taken = 0
            switch state {
            case .header:
                taken = min(rest.count, TarHeader.blockSize - block.count)
                block.append(contentsOf: rest[..<taken])
                if block.count == TarHeader.blockSize { readHeader(into: &batch) }
            case .content:
                taken = min(rest.count, left)
                takeContent(UnsafeRawBufferPointer(rebasing: rest[..<taken]), into: &batch)
                left -= taken
                if left == 0 { endMember(into: &batch) }
            case .padding:
                taken = min(rest.count, padding)
                padding -= taken
                if padding == 0 { state = .header }
            case .ended:
                return
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[taken...])
        }
    }

    func finish(into batch: inout ReadBatch) {
        if state == .content {
            let place = memberName
            member?.finish(into: &batch)
            member = nil
            batch.rejects.append(Reject(.truncated, place: place, message: "the tar ends inside this member"))
        } else if state == .header, !block.isEmpty {
            batch.rejects.append(Reject(.truncated, place: name, message: "the tar ends inside a header"))
        }
        state = .ended
    }

    private func readHeader(into batch: inout ReadBatch) {
        defer { block.removeAll(keepingCapacity: true) }
        // Two zero blocks end an archive; one is enough for us, nothing may follow it.
        if block.allSatisfy({ $0 == 0 }) {
            state = .ended
            return
        }
        guard let header = TarHeader(block) else {
            let message = "a tar header has a wrong checksum or size; the members after it were not read"
            batch.rejects.append(Reject(.brokenOff, place: name, message: message))
            state = .ended
            return
        }
        left = header.size
        if isNote(header.type) {
            beginNote(header, into: &batch)
        } else {
            if let size = paxSize { left = size }
            beginMember(longName ?? header.name, type: header.type, into: &batch)
            longName = nil
            paxSize = nil
        }
        padding = (TarHeader.blockSize - left % TarHeader.blockSize) % TarHeader.blockSize
        if state != .ended { state = .content }
    }

    private func isNote(_ type: UInt8) -> Bool { "xgLK".utf8.contains(type) }

    private func beginNote(_ header: TarHeader, into batch: inout ReadBatch) {
        guard header.size <= TarLayer.nameBytesMax else {
            let message = "a tar header of \(header.size) bytes; accepted are \(TarLayer.nameBytesMax)"
            batch.rejects.append(Reject(.overLimit, place: name, message: message))
            state = .ended
            return
        }
        // Global headers (g) and long link targets (K) are of no use to us.
        note = header.type == UInt8(ascii: "x") || header.type == UInt8(ascii: "L") ? (header.type, []) : nil
    }

    private func beginMember(_ bytes: [UInt8], type: UInt8, into batch: inout ReadBatch) {
        memberName = MemberScreening.shown(bytes)
        guard unpacking.budget.takeMember(memberName, into: &batch) else {
            state = .ended
            return
        }
        member = nil
        if let danger = MemberScreening.danger(in: bytes) {
            refuse(danger, into: &batch)
        } else if type == UInt8(ascii: "5") {
            batch.skipped.append("\(memberName): directory")
        } else if type == 0 || type == UInt8(ascii: "0") || type == UInt8(ascii: "7") {
            member = OpeningLayer(unpacking, name: memberName, level: level, isMember: true)
        } else if type == UInt8(ascii: "1") || type == UInt8(ascii: "2") {
            refuse("a link", into: &batch)
        } else {
            refuse("a device or an unknown kind of member", into: &batch)
        }
    }

    private func refuse(_ what: String, into batch: inout ReadBatch) {
        let message = "refused: \(what); the other members were read"
        batch.rejects.append(Reject(.unsafeArchive, place: memberName, message: message))
    }

    private func takeContent(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
        if note != nil {
            note?.bytes.append(contentsOf: bytes)
        } else {
            member?.push(bytes, into: &batch)
        }
    }

    private func endMember(into batch: inout ReadBatch) {
        state = padding > 0 ? .padding : .header
        if let taken = note {
            note = nil
            endNote(taken.kind, taken.bytes, into: &batch)
            return
        }
        member?.finish(into: &batch)
        member = nil
    }

    private func endNote(_ kind: UInt8, _ bytes: [UInt8], into batch: inout ReadBatch) {
        if kind == UInt8(ascii: "L") {
            longName = Array(bytes.prefix { $0 != 0 })
        } else if let records = TarHeader.paxRecords(bytes) {
            longName = records.path ?? longName
            paxSize = records.size
        } else {
            batch.rejects.append(Reject(.malformed, place: name, message: "a pax header of the tar is malformed"))
        }
    }
}
