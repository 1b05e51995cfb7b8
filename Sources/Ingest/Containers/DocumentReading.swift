import Vocabulary

/// Reads one document of a feed whatever it is packed in: plain, gzip, zip, tar, and one of these inside another.
///
/// The container is known by its first bytes, never by a name. Each member of an archive is read by a fresh reader with
/// the member's name as ``DocumentContext/name``; members that are no documents of the feed's format go to
/// ``ReadBatch/skipped``; members that could harm (path traversal, links, bombs, encryption) become rejects with their
/// name. Shape: the same bytes in other pieces give the same items in the same order.
///
/// gzip and tar are read as they come. A zip is held compressed, at most 256 MiB, because only its directory at the end
/// says what is in it; its members come out of ``finishPart(into:)``.
package final class DocumentReading: DocumentReader {
    /// Makes the reader of one plain document.
    package typealias Selection = (DocumentContext) -> any DocumentReader

    private let opening: OpeningLayer
    private let received: Instant
    private var isFinished = false

    /// `selection` is exchanged only by tests of the containers themselves.
    package init(context: DocumentContext, selection: @escaping Selection = DocumentReading.reader(for:)) {
        let unpacking = Unpacking(context: context, budget: ReadingBudget(context.feed.limits), selection: selection)
        received = context.received
        opening = OpeningLayer(unpacking, name: context.name, level: 0, isMember: false)
    }

    package func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
        guard !isFinished, !bytes.isEmpty else { return }
        let known = batch.reports.count
        opening.push(bytes, into: &batch)
        settle(from: known, in: &batch)
    }

    package func finish(into batch: inout ReadBatch) {
        while finishPart(into: &batch) {}
    }

    /// As ``finish(into:)`` in parts of bounded size: true while there is more to come, so that a caller can take the
    /// items of a large zip in pieces. The parts are the same each time the same bytes are read.
    package func finishPart(into batch: inout ReadBatch) -> Bool {
        guard !isFinished else { return false }
        let known = batch.reports.count
        isFinished = !opening.finishPart(into: &batch)
        settle(from: known, in: &batch)
        return !isFinished
    }

    /// What holds of the reports of all formats.
    private func settle(from known: Int, in batch: inout ReadBatch) {
        // What a list states of its own time decides which of them is the latest. Readers leave out what cannot be, one
        // time after the other; what they let pass ends here.
        if let stated = batch.statedTime {
            batch.statedTime = DateDoubting.observed(stated, received: received) ?? received
        }
        for index in known..<max(known, batch.reports.count) {
            DateDoubting.check(&batch.reports[index], received: received)
            StatementMerging.merge(&batch.reports[index])
        }
    }
}

/// What all layers of one document share.
struct Unpacking {
    let context: DocumentContext
    let budget: ReadingBudget
    let selection: DocumentReading.Selection

    func reader(named name: String, isMember: Bool) -> any DocumentReader {
        var inner = context
        inner.name = name
        inner.isMember = isMember
        return selection(inner)
    }
}
