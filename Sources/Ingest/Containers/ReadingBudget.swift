import Vocabulary

/// A stage in the unpacking of one document; the last one drives a format's reader.
protocol Layer: AnyObject {
    func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch)
    func finish(into batch: inout ReadBatch)
}

/// What one document may still use, shared by all its layers; once spent, every layer drops what it is given.
final class ReadingBudget {
    /// Deepest archive inside an archive; a gzip around a tar counts as one with it.
    static let levelMax = 2
    /// Decoded bytes per stored byte beyond which a member larger than `ratioFree` is taken for a bomb.
    static let ratioMax = 200
    static let ratioFree = 1 << 20

    private let limits: FeedLimits
    private var bytesByLevel = [Int](repeating: 0, count: ReadingBudget.levelMax + 2)
    private var members = 0
    private var items = 0
    private var rejects = 0
    private(set) var isSpent = false

    init(_ limits: FeedLimits) { self.limits = limits }

    /// The prefix of `count` bytes that may still be taken at this level; the first shortage is one reject.
    func takeBytes(_ count: Int, level: Int, place: String, into batch: inout ReadBatch) -> Int {
        guard !isSpent, bytesByLevel.indices.contains(level) else { return 0 }
        let left = max(0, limits.documentBytesMax - bytesByLevel[level])
        let taken = min(count, left)
        bytesByLevel[level] += taken
        if taken < count {
            spend("the document exceeds \(limits.documentBytesMax) decoded bytes; the rest was not read", place, &batch)
        }
        return taken
    }

    /// False when there are more members than the feed allows; the first time that is one reject.
    func takeMember(_ name: String, into batch: inout ReadBatch) -> Bool {
        guard !isSpent else { return false }
        members += 1
        if members > limits.membersMax {
            spend("more than \(limits.membersMax) members; the rest was not read", name, &batch)
        }
        return !isSpent
    }

    /// Runs one step of a reader and cuts what it gave to the items left. Returns what was kept.
    func countItems(
        place: String, into batch: inout ReadBatch, _ step: (inout ReadBatch) -> Void
    ) -> (items: Int, rejects: Int) {
        let before = ItemCounts(batch)
        step(&batch)
        let made = ItemCounts(batch).less(before)
        items += made.items
        rejects += made.rejects
        let excess = items - limits.itemsMax
        guard excess > 0 || rejects > limits.itemsMax else { return (made.items, made.rejects) }
        // One reader fills one of the lists, so that the last `excess` items are the ends of these lists.
        batch.reports.removeLast(min(made.reports, max(0, excess)))
        batch.observations.removeLastRows(min(made.rows + made.listings, max(0, excess)))
        batch.scores.removeLast(min(made.scores, max(0, excess)))
        batch.rejects.removeLast(min(made.rejects, max(0, rejects - limits.itemsMax)))
        spend("more than \(limits.itemsMax) items; the rest was not read", place, &batch)
        return (max(0, made.items - max(0, excess)), made.rejects)
    }

    /// How long the lists of a batch are.
    private struct ItemCounts {
        var reports, rows, listings, scores, rejects: Int

        var items: Int { reports + rows + listings + scores }

        init(_ batch: ReadBatch) {
            reports = batch.reports.count
            rows = batch.observations.rows.count
            listings = batch.observations.listings.count
            scores = batch.scores.count
            rejects = batch.rejects.count
        }

        func less(_ before: ItemCounts) -> ItemCounts {
            var made = self
            made.reports -= before.reports
            made.rows -= before.rows
            made.listings -= before.listings
            made.scores -= before.scores
            made.rejects -= before.rejects
            return made
        }
    }

    /// Whether so much from so little is a bomb.
    static func isBomb(made: Int, from stored: Int) -> Bool {
        made > ratioFree && made / ratioMax > stored
    }

    private func spend(_ message: String, _ place: String, _ batch: inout ReadBatch) {
        if !isSpent { batch.rejects.append(Reject(.overLimit, place: place, message: message)) }
        isSpent = true
    }
}
