import Vocabulary

/// Reads a zip from its central directory, once all of it is there.
///
/// Reading by local headers as the bytes come would trust sizes that may stand behind the data, and would read members
/// that the directory does not name.
final class ZipLayer: Layer {
    private static let bytesMax = 256 << 20
    /// Stored bytes after which a part of the reading ends.
    private static let partSize = 1 << 20

    private let unpacking: Unpacking
    private let name: String
    private let level: Int
    private var bytes: [UInt8] = []
    private var isOverLimit = false
    private var members: [(member: ZipMember, data: Range<Int>)]?
    private var next = 0
    /// One decoder and one piece of room for all members, one after the other.
    private lazy var inflater = Inflater(.raw)
    private var piece: [UInt8] = []

    init(_ unpacking: Unpacking, name: String, level: Int) {
        self.unpacking = unpacking
        self.name = name
        self.level = level
    }

    func push(_ more: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
        guard !isOverLimit else { return }
        if bytes.count + more.count > ZipLayer.bytesMax {
            isOverLimit = true
            bytes = []
            let message =
                "a zip may have \(ZipLayer.bytesMax) bytes; send it as tar or tar.gz, which is read as it comes"
            batch.rejects.append(Reject(.overLimit, place: name, message: message))
            return
        }
        bytes.append(contentsOf: more)
    }

    func finish(into batch: inout ReadBatch) {
        while finishPart(into: &batch) {}
    }

    /// Reads members of about one stored MiB; true while there are more.
    func finishPart(into batch: inout ReadBatch) -> Bool {
        guard !isOverLimit else { return false }
        let plan = members ?? plan(into: &batch)
        members = plan
        var part = 0
        while next < plan.count, part < ZipLayer.partSize {
            guard unpacking.budget.takeMember(MemberScreening.shown(plan[next].member.name), into: &batch) else {
                next = plan.count
                break
            }
            read(plan[next].member, plan[next].data, into: &batch)
            part += plan[next].data.count
            next += 1
        }
        if next < plan.count { return true }
        bytes = []
        return false
    }

    /// The members whose place in the file is sound, in the directory's order; the others become rejects.
    private func plan(into batch: inout ReadBatch) -> [(member: ZipMember, data: Range<Int>)] {
        let directory: ZipDirectory
        do {
            directory = try ZipDirectory(bytes, membersMax: unpacking.context.feed.limits.membersMax)
        } catch {
            batch.rejects.append(Reject(.brokenOff, place: name, message: error.message))
            return []
        }
        var placed: [(member: ZipMember, data: Range<Int>)] = []
        for member in directory.members {
            if let data = dataRange(of: member, before: directory.start) {
                placed.append((member, data))
            } else {
                refuse(member, "its local header is missing or says other than the directory", into: &batch)
            }
        }
        // Overlapping members are how a small zip holds petabytes (Fifield 2019); none of them is read.
        let order = placed.indices.sorted { (placed[$0].member.start, $0) < (placed[$1].member.start, $1) }
        var overlapping = Set<Int>()
        var (reach, owner) = (-1, -1)
        for index in order {
            if placed[index].member.start < reach { overlapping.formUnion([index, owner]) }
            if placed[index].data.upperBound > reach { (reach, owner) = (placed[index].data.upperBound, index) }
        }
        for index in overlapping.sorted() { refuse(placed[index].member, "it overlaps another member", into: &batch) }
        return placed.indices.filter { !overlapping.contains($0) }.map { placed[$0] }
    }

    private func dataRange(of member: ZipMember, before limit: Int) -> Range<Int>? {
        guard member.start >= 0, member.start + 30 <= limit, bytes.u32(member.start) == 0x0403_4B50 else { return nil }
        let nameEnd = member.start + 30 + Int(bytes.u16(member.start + 26))
        let start = nameEnd + Int(bytes.u16(member.start + 28))
        guard start <= limit, member.storedSize <= limit - start,
            bytes[member.start + 30..<nameEnd].elementsEqual(member.name)
        else { return nil }
        return start..<start + member.storedSize
    }

    private func read(_ member: ZipMember, _ data: Range<Int>, into batch: inout ReadBatch) {
        let shown = MemberScreening.shown(member.name)
        if let danger = MemberScreening.danger(in: member.name) { return refuse(member, danger, into: &batch) }
        if member.isLink { return refuse(member, "it is a symbolic link", into: &batch) }
        if member.isEncrypted { return refuse(member, "it is encrypted", into: &batch) }
        if member.name.last == UInt8(ascii: "/") {
            batch.skipped.append("\(shown): directory")
            return
        }
        if ReadingBudget.isBomb(made: member.size, from: member.storedSize) {
            return refuse(member, "it unpacks to more than \(ReadingBudget.ratioMax) times its size", into: &batch)
        }
        guard member.method == 0 || member.method == 8 else {
            return refuse(member, "packing method \(member.method); read are stored and deflate", into: &batch)
        }
        let layer = OpeningLayer(unpacking, name: shown, level: level, isMember: true)
        let problem = member.method == 0 ? copy(member, data, layer, &batch) : unpack(member, data, layer, &batch)
        layer.finish(into: &batch)
        if let problem { batch.rejects.append(Reject(.brokenOff, place: shown, message: problem)) }
    }

    private func copy(
        _ member: ZipMember, _ data: Range<Int>, _ layer: OpeningLayer, _ batch: inout ReadBatch
    ) -> String? {
        bytes.withUnsafeBytes { all in
            let stored = UnsafeRawBufferPointer(rebasing: all[data])
            layer.push(stored, into: &batch)
            let isWhole = stored.count == member.size && Inflater.checksum(0, stored) == member.checksum
            return isWhole ? nil : "size or checksum differ from the zip's directory"
        }
    }

    private func unpack(
        _ member: ZipMember, _ data: Range<Int>, _ layer: OpeningLayer, _ batch: inout ReadBatch
    ) -> String? {
        let inflater = inflater
        inflater.restart()
        var piece = self.piece
        self.piece = []
        defer { self.piece = piece }
        if piece.isEmpty { piece = [UInt8](repeating: 0, count: 64 << 10) }
        var (used, made, sum) = (0, 0, UInt32(0))
        while true {
            let result = bytes.withUnsafeBytes { all in
                let rest = UnsafeRawBufferPointer(rebasing: all[data.lowerBound + used..<data.upperBound])
                return piece.withUnsafeMutableBytes { inflater.step(rest, into: $0, isAll: true) }
            }
            used += result.used
            // The directory's size is a promise; a member that breaks it is cut there.
            let kept = min(result.made, member.size - made)
            made += result.made
            piece.withUnsafeBytes {
                let fresh = UnsafeRawBufferPointer(rebasing: $0[..<kept])
                sum = Inflater.checksum(sum, fresh)
                layer.push(fresh, into: &batch)
            }
            if made > member.size { return "it unpacks to more than the zip's directory says" }
            if unpacking.budget.isSpent { return nil }
            switch result.step {
            case .ended:
                let isWhole = made == member.size && sum == member.checksum
                return isWhole ? nil : "size or checksum differ from the zip's directory"
            case .corrupt: return "its packed data are damaged; what came before was read"
            case .more:
                if result.used == 0, result.made == 0 { return "its packed data end before their end mark" }
            }
        }
    }

    private func refuse(_ member: ZipMember, _ why: String, into batch: inout ReadBatch) {
        let message = "refused: \(why); the other members were read"
        batch.rejects.append(Reject(.unsafeArchive, place: MemberScreening.shown(member.name), message: message))
    }
}
