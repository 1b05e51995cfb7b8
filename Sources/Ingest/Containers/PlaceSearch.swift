package import Vocabulary

/// The bytes around a place in a document, as it was read: of the member that holds it, unpacked.
package struct ByteExcerpt: Sendable, Hashable {
    /// Name of the document or member that the bytes are of.
    package var member: String
    /// Offset of the first byte in it.
    package var start: Int
    /// At most 2 × ``PlaceSearch/reach``; empty when the member is shorter than the place.
    package var bytes: [UInt8]
    /// Whether the present readers still meet the reject there. If not, this is where it would have been.
    package var isMet: Bool
}

/// Reads a document again to find the bytes around one of its rejects.
///
/// A reject's offset counts in the member that held it, so the search unpacks as the reading did, and knows the member
/// by meeting the reject again. When no reader meets it any more, the first member serves, or the one of that name.
package final class PlaceSearch {
    /// Bytes kept before the place, and from it on.
    package static let reach = 256

    private let watch: PlaceWatch
    private let reading: DocumentReading
    private var batch = ReadBatch()

    package init(for reject: Reject, in context: DocumentContext) {
        let watch = PlaceWatch(reject)
        self.watch = watch
        reading = DocumentReading(context: context) { context in
            WatchedReader(inner: DocumentReading.reader(for: context), watch: watch, number: watch.begin(context.name))
        }
    }

    /// The next bytes of the document; false when the rest of it is not needed.
    package func push(_ bytes: UnsafeRawBufferPointer) -> Bool {
        reading.push(bytes, into: &batch)
        batch.removeItems()
        return !watch.isComplete
    }

    /// What was found; nil when the document holds no member that could be read at all.
    package func finish() -> ByteExcerpt? {
        while !watch.isComplete, reading.finishPart(into: &batch) { batch.removeItems() }
        return watch.excerpt
    }
}

/// Keeps the bytes around the place in the present member until the reject is met there.
private final class PlaceWatch {
    private let reject: Reject
    private let wanted: Range<Int>
    private var members = 0
    private var seen = 0
    private var present: ByteExcerpt?
    /// What serves when no member meets the reject.
    private var fallback: ByteExcerpt?
    private var isLeft = false

    init(_ reject: Reject) {
        self.reject = reject
        let place = max(0, reject.offset ?? 0)
        wanted = max(0, place - PlaceSearch.reach)..<place + PlaceSearch.reach
    }

    /// Met, and the bytes behind the place have come too.
    var isComplete: Bool { present?.isMet == true && (isLeft || seen >= wanted.upperBound) }

    var excerpt: ByteExcerpt? {
        keep()
        return present?.isMet == true ? present : fallback
    }

    func begin(_ name: String) -> Int {
        members += 1
        guard present?.isMet != true else {
            isLeft = true
            return members
        }
        keep()
        present = ByteExcerpt(member: name, start: wanted.lowerBound, bytes: [], isMet: false)
        seen = 0
        return members
    }

    func take(_ bytes: UnsafeRawBufferPointer, of member: Int) {
        guard member == members, !isLeft else { return }
        let part = (seen..<seen + bytes.count).clamped(to: wanted)
        if !part.isEmpty { present?.bytes += bytes[part.lowerBound - seen..<part.upperBound - seen] }
        seen += bytes.count
    }

    func look(at rejects: ArraySlice<Reject>, of member: Int) {
        guard member == members, !isLeft else { return }
        if rejects.contains(where: { $0.place == reject.place && $0.offset == reject.offset }) { present?.isMet = true }
    }

    private func keep() {
        guard let present, fallback == nil || (present.member == reject.place && fallback?.member != reject.place)
        else { return }
        fallback = present
    }
}

private struct WatchedReader: DocumentReader {
    var inner: any DocumentReader
    let watch: PlaceWatch
    let number: Int

    mutating func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
        watch.take(bytes, of: number)
        let before = batch.rejects.count
        inner.push(bytes, into: &batch)
        watch.look(at: batch.rejects[before...], of: number)
    }

    mutating func finish(into batch: inout ReadBatch) {
        let before = batch.rejects.count
        inner.finish(into: &batch)
        watch.look(at: batch.rejects[before...], of: number)
    }
}
