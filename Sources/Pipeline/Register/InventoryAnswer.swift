import Constituency
import Ingest
package import Vocabulary

/// What an inventory list would change, or has changed, of one entity.
package struct InventoryAnswer: Codable, Sendable {
    /// An asset in words, with its place in the file where it has one.
    package struct Line: Codable, Sendable {
        package var asset: String
        /// `components[17]`; nil for what the file does not name.
        package var place: String?
        /// What changes, or why it stays; nil where the list says it all.
        package var why: String?
    }

    /// What could not be read.
    package struct Unreadable: Codable, Sendable {
        package var place: String
        package var reason: Reject.Reason
        package var message: String
    }

    package var entity: String
    package var list: String
    package var format: String
    /// State of what is new: `claimed` or `verified`.
    package var state: String
    /// Each list: the first 200 lines; how many more there are stands beside it.
    package var added: [Line]
    package var moreAdded: Int
    package var removed: [Line]
    package var moreRemoved: Int
    package var changed: [Line]
    package var moreChanged: Int
    /// Named before, not now, and still in the register.
    package var kept: [Line]
    package var moreKept: Int
    package var unchanged: Int
    /// Of the unchanged, those that a person registered.
    package var manual: Int
    /// The first 50 assets that the list adds or changes and that are another entity's too, or lie in what is.
    package var overlaps: [String]
    package var moreOverlaps: Int
    package var unreadable: [Unreadable]
    package var unreadableCount: Int
    /// What names no asset by its nature, by kind.
    package var passedOver: [PassedOver]
    /// SHA-256 in hexadecimal of this difference; the first eight digits suffice to apply it.
    package var digest: String
    package var isApplied: Bool
    package var scannedAgain: Int

    /// Parts of the file that name no asset.
    package struct PassedOver: Codable, Sendable {
        package var what: String
        package var count: Int
    }

    private enum CodingKeys: String, CodingKey {
        case entity, list, format, state, added, moreAdded = "more_added", removed, moreRemoved = "more_removed"
        case changed, moreChanged = "more_changed", kept, moreKept = "more_kept", unchanged, manual, unreadable
        case overlaps, moreOverlaps = "more_overlaps"
        case unreadableCount = "unreadable_count", passedOver = "passed_over", digest, isApplied = "applied"
        case scannedAgain = "scanned_again"
    }

    /// Lines of each kind that are told one by one.
    static let linesMax = 200

    init(
        entity: EntityID, list: String, _ reading: InventoryReading, _ diff: InventoryDiff,
        missing: InventoryDiff.Missing, overlaps: RegisterOverlaps, digest: String
    ) {
        self.entity = entity.text
        self.list = list
        format = reading.format.rawValue
        let places = Dictionary(reading.items.map { ($0.fact, $0.place) }) { first, _ in first }
        let line = { (asset: Asset, why: String?) in
            Line(asset: asset.fact.shown, place: places[asset.fact], why: why)
        }
        let whyKept = missing == .keep ? "not named, but part of the list could not be read" : "not named; stale"
        (added, moreAdded) = InventoryAnswer.cut(diff.added) { line($0, nil) }
        (removed, moreRemoved) = InventoryAnswer.cut(diff.removed) { line($0, nil) }
        (changed, moreChanged) = InventoryAnswer.cut(diff.changed) { line($0.after, $0.why) }
        (kept, moreKept) = InventoryAnswer.cut(diff.kept) { line($0, whyKept) }
        state = diff.added.first?.state.name ?? diff.changed.first?.after.state.name ?? "claimed"
        unchanged = diff.unchanged
        manual = diff.manual
        (unreadable, _) = InventoryAnswer.cut(reading.rejects) {
            Unreadable(place: $0.place, reason: $0.reason, message: $0.message)
        }
        unreadableCount = reading.rejects.count
        passedOver = reading.passedOver.sorted { $0.key < $1.key }.map { PassedOver(what: $0.key, count: $0.value) }
        self.overlaps = overlaps.listed.prefix(50).map(\.sentence)
        moreOverlaps = max(0, overlaps.listed.count - 50) + overlaps.more
        self.digest = digest
        isApplied = false
        scannedAgain = 0
    }

    /// How many assets would be other than before.
    package var changes: Int {
        added.count + moreAdded + removed.count + moreRemoved + changed.count + moreChanged
    }

    private static func cut<Item, Shown>(_ items: [Item], _ show: (Item) -> Shown) -> ([Shown], Int) {
        (items.prefix(linesMax).map(show), max(0, items.count - linesMax))
    }
}
