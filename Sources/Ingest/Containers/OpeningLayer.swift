import Vocabulary

/// Looks at the first bytes and decides what is in them; then passes everything on.
final class OpeningLayer: Layer {
    /// Enough for the magic of a tar header at 257.
    private static let lookAhead = 263

    private let unpacking: Unpacking
    private let name: String
    private let level: Int
    private let isMember: Bool
    /// Set for the content of a gzip: a tar in it does not count as one level more.
    private let isUnwrapped: Bool
    private var head: [UInt8] = []
    private var inner: (any Layer)?

    init(_ unpacking: Unpacking, name: String, level: Int, isMember: Bool, isUnwrapped: Bool = false) {
        self.unpacking = unpacking
        self.name = name
        self.level = level
        self.isMember = isMember
        self.isUnwrapped = isUnwrapped
    }

    func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
        let taken = unpacking.budget.takeBytes(bytes.count, level: level, place: name, into: &batch)
        let allowed = UnsafeRawBufferPointer(rebasing: bytes[..<taken])
        if let inner {
            inner.push(allowed, into: &batch)
            return
        }
        let wanted = min(allowed.count, OpeningLayer.lookAhead - head.count)
        head.append(contentsOf: allowed[..<wanted])
        guard head.count == OpeningLayer.lookAhead else { return }
        let layer = open(into: &batch)
        layer.push(UnsafeRawBufferPointer(rebasing: allowed[wanted...]), into: &batch)
    }

    func finish(into batch: inout ReadBatch) {
        while finishPart(into: &batch) {}
    }

    /// True while a zip has more members.
    func finishPart(into batch: inout ReadBatch) -> Bool {
        let layer = inner ?? open(into: &batch)
        if let zip = layer as? ZipLayer { return zip.finishPart(into: &batch) }
        layer.finish(into: &batch)
        return false
    }

    private func open(into batch: inout ReadBatch) -> any Layer {
        let layer = decide(into: &batch)
        inner = layer
        let first = head
        head = []
        first.withUnsafeBytes { layer.push($0, into: &batch) }
        return layer
    }

    private func decide(into batch: inout ReadBatch) -> any Layer {
        let isGzip = head.starts(with: [0x1F, 0x8B])
        // A local header, or the end record of an empty archive (APPNOTE 4.3.7, 4.3.16).
        let isZip = head.starts(with: [0x50, 0x4B, 3, 4]) || head.starts(with: [0x50, 0x4B, 5, 6])
        let isTar = head.count >= OpeningLayer.lookAhead && head[257..<262].elementsEqual("ustar".utf8)
        guard isGzip || isZip || isTar else { return PlainLayer(unpacking, name: name, isMember: isMember) }
        let next = isTar && isUnwrapped ? level : level + 1
        guard next <= ReadingBudget.levelMax else {
            let message =
                "an archive inside \(ReadingBudget.levelMax) others is not opened; unpack it and send its content"
            batch.rejects.append(Reject(.unsafeArchive, place: name, message: message))
            return DroppingLayer()
        }
        if isGzip { return GzipLayer(unpacking, name: name, level: next, isMember: isMember) }
        return isZip ? ZipLayer(unpacking, name: name, level: next) : TarLayer(unpacking, name: name, level: next)
    }
}

/// Takes bytes that nobody wants.
final class DroppingLayer: Layer {
    func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) {}
    func finish(into batch: inout ReadBatch) {}
}
