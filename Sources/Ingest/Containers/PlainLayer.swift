import Vocabulary

/// One unpacked document or member: skips what is no document of the format, else drives the format's reader.
final class PlainLayer: Layer {
    private static let lookAhead = 512

    private let unpacking: Unpacking
    private let name: String
    private let isMember: Bool
    private var head: [UInt8] = []
    private var reader: (any DocumentReader)?
    private var isSkipped = false
    private var items = 0
    private var rejects = 0

    init(_ unpacking: Unpacking, name: String, isMember: Bool) {
        self.unpacking = unpacking
        self.name = name
        self.isMember = isMember
        if !isMember { reader = unpacking.reader(named: name, isMember: false) }
    }

    func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
        guard !isSkipped, !bytes.isEmpty else { return }
        if reader != nil {
            drive(into: &batch) { $0.push(bytes, into: &$1) }
            return
        }
        let wanted = min(bytes.count, PlainLayer.lookAhead - head.count)
        head.append(contentsOf: bytes[..<wanted])
        guard head.count == PlainLayer.lookAhead else { return }
        begin(into: &batch)
        push(UnsafeRawBufferPointer(rebasing: bytes[wanted...]), into: &batch)
    }

    func finish(into batch: inout ReadBatch) {
        if reader == nil, !isSkipped { begin(into: &batch) }
        guard !isSkipped else { return }
        drive(into: &batch) { $0.finish(into: &$1) }
        // A document that gave nothing but rejects was not readable.
        if items > 0 || rejects == 0 { batch.documents += 1 }
    }

    private func begin(into batch: inout ReadBatch) {
        let format = unpacking.context.feed.format
        if let reason = MemberScreening.reasonToSkip(name, head: head, format: format) {
            batch.skipped.append("\(name): \(reason)")
            isSkipped = true
            head = []
            return
        }
        reader = unpacking.reader(named: name, isMember: true)
        let first = head
        head = []
        first.withUnsafeBytes { bytes in drive(into: &batch) { $0.push(bytes, into: &$1) } }
    }

    private func drive(into batch: inout ReadBatch, _ step: (inout any DocumentReader, inout ReadBatch) -> Void) {
        guard var driven = reader else { return }
        reader = nil
        // The count of documents is kept here, in one place, whatever a reader says.
        let documents = batch.documents
        let kept = unpacking.budget.countItems(place: name, into: &batch) { step(&driven, &$0) }
        batch.documents = documents
        items += kept.items
        rejects += kept.rejects
        reader = driven
    }
}
