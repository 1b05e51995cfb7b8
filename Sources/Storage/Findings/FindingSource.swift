import Analyze
import GRDB
import Vocabulary

/// What one feed says of one finding.
///
/// Taking sightings commutes: first = min, last = max, days = union, and the evidence is that of the latest time, of
/// two at one time that of the document with the lesser digest.
struct FindingSource: Equatable {
    var feed: String
    var rule: String
    var confidence: Confidence
    var first: Int64
    var last: Int64
    var days: [UInt8]
    var listed: Int64
    var state: FindingState
    var reason: String?
    var document: Int64?
    var item: Int64
    var evidence: String

    /// The columns that ``init(reading:)`` reads, in its order.
    static let columns = """
        feed, rule, confidence, first_seen, last_seen, days, listed, state, reason, document, item, evidence
        """

    init(reading row: HotStatement) {
        feed = row.text(0) ?? ""
        rule = row.text(1) ?? ""
        confidence = row.text(2).flatMap(Confidence.init) ?? .possible
        first = row.int(3)
        last = row.int(4)
        days = row.blob(5)
        listed = row.int(6)
        state = row.text(7).flatMap(FindingState.init) ?? .open
        reason = row.text(8)
        document = row.isNull(9) ? nil : row.int(9)
        item = row.int(10)
        evidence = row.text(11) ?? ""
    }

    /// The word of a feed that has said nothing so far.
    init(_ sighting: Sighting, of origin: SightingOrigin) {
        feed = origin.feed
        rule = sighting.rule.rawValue
        confidence = sighting.confidence
        first = sighting.firstSeen.microseconds
        last = sighting.lastSeen.microseconds
        days = DaySetCode.encode(sighting.days)
        listed = origin.listed
        (state, reason) = origin.standing(of: sighting, listed: origin.listed)
        document = origin.document
        item = Int64(sighting.item)
        evidence = sighting.evidence
    }

    /// The same after a further sighting by the feed.
    ///
    /// A later sighting reopens; an older one, arriving late, moves only what it may move. A newer full list that names
    /// the finding again is a sighting too; and a place that was taken out of the register and is back is open by any.
    func taking(_ sighting: Sighting, of origin: SightingOrigin) throws -> FindingSource {
        var out = self
        let isNewer = sighting.lastSeen.microseconds > last
        out.first = min(first, sighting.firstSeen.microseconds)
        out.last = max(last, sighting.lastSeen.microseconds)
        out.days = DaySetCode.union(days, DaySetCode.encode(sighting.days))
        out.listed = max(listed, origin.listed)
        let reopens = (isNewer || origin.listed > listed || reason == ClosingReason.notRegistered.rawValue)
            && !origin.isExpired(sighting)
        if reopens { (out.state, out.reason) = origin.standing(of: sighting, listed: out.listed) }
        // The surer sighting counts, whichever came first; what was closed is as sure as what reopens it.
        out.confidence = reopens && state == .closed ? sighting.confidence : sighting.confidence.surer(confidence)
        let isTie = sighting.lastSeen.microseconds == last
        if try isNewer || isTie && origin.tells(item: Int64(sighting.item), before: document, item) {
            out.rule = sighting.rule.rawValue
            out.document = origin.document
            out.item = Int64(sighting.item)
            out.evidence = sighting.evidence
        }
        return out
    }

    /// What several feeds say together: times of all of them, the evidence of the latest, of two at one time of the
    /// feed that stands first by name; as alive as the liveliest, and as sure as the surest of those that see it.
    /// - Parameter sources: at least one, sorted by feed.
    static func fold(_ sources: [FindingSource]) -> FindingSource {
        var out = sources[0]
        for source in sources.dropFirst() where source.last > out.last { out = source }
        for source in sources {
            out.first = min(out.first, source.first)
            out.days = DaySetCode.union(out.days, source.days)
        }
        let states = Set(sources.map(\.state))
        if states.contains(.open) {
            (out.state, out.reason) = (.open, nil)
            let open = sources.filter { $0.state == .open }
            out.confidence = open.dropFirst().reduce(open[0].confidence) { $0.surer($1.confidence) }
        } else if states.contains(.notSeen) {
            (out.state, out.reason) = (.notSeen, nil)
        }
        return out
    }
}

/// Where sightings come from.
struct SightingOrigin {
    let feed: String
    let document: Int64?
    /// The list's time; 0 for what is no list.
    let listed: Int64
    let expiry: Instant?
    let documents: DocumentOrder
    /// Times of the newest lists of the feed that count, the newest first; at most as many as close a finding.
    let lists: [Int64]

    /// How a sighting stands that the newest lists may have left behind: an old list that is read late, or again, must
    /// not open for a moment what later ones have closed.
    func standing(of sighting: Sighting, listed: Int64) -> (FindingState, String?) {
        if isExpired(sighting) { return (.closed, ClosingReason.age.rawValue) }
        guard listed > 0, let newest = lists.first, listed < newest else { return (.open, nil) }
        let isLeftOut = lists.count == SnapshotJudgement.listsToClose && listed < lists[lists.count - 1]
        return isLeftOut ? (.closed, ClosingReason.notListed.rawValue) : (.notSeen, nil)
    }

    /// What was last seen before then is closed by age from the start.
    func isExpired(_ sighting: Sighting) -> Bool { expiry.map { sighting.lastSeen < $0 } ?? false }

    /// Of two places that say the same time, whether this document's counts. Of the same place the newer reading
    /// counts: the register has changed since.
    func tells(item: Int64, before other: Int64?, _ otherItem: Int64) throws -> Bool {
        if document == other { return item <= otherItem }
        return try documents.precedes(document, other)
    }
}

/// An order of documents that has nothing of their arrival: by digest. Used inside one transaction.
final class DocumentOrder {
    private let find: HotStatement
    private var known: [Int64: [UInt8]] = [:]

    init(_ db: Database) throws { find = try HotStatement(db, "SELECT digest FROM document WHERE id = ?") }

    func precedes(_ left: Int64?, _ right: Int64?) throws -> Bool {
        guard let left, let right else { return left != nil }
        return try digest(left).lexicographicallyPrecedes(digest(right))
    }

    private func digest(_ document: Int64) throws -> [UInt8] {
        if let digest = known[document] { return digest }
        find.bind(document, 1)
        let digest = try find.next() ? find.blob(0) : []
        find.reset()
        known[document] = digest
        return digest
    }
}
