import GRDB
import Vocabulary

/// Joins a sighting to the finding that is there: first = min, last = max, days = union.
struct FindingMerging {
    private let find: HotStatement
    private let extend: HotStatement
    private let feed: String
    private let document: Int64?
    private let listed: Int64
    private let expiry: Instant?

    init(_ db: Database, feed: String, document: Int64?, listed: Int64, expiry: Instant?) throws {
        find = try HotStatement(
            db,
            """
            SELECT first_seen, last_seen, days, listed, state, reason, feed, rule, confidence FROM finding
            WHERE entity = ? AND locus = ? AND threat = ?
            """)
        extend = try HotStatement(
            db,
            """
            UPDATE finding SET first_seen = ?, last_seen = ?, days = ?, listed = ?, state = ?, reason = ?,
                feed = ?, rule = ?, confidence = ?,
                document = COALESCE(?, document), item = COALESCE(?, item), evidence = COALESCE(?, evidence)
            WHERE entity = ? AND locus = ? AND threat = ?
            """)
        self.feed = feed
        self.document = document
        self.listed = listed
        self.expiry = expiry
    }

    /// Writes only when something changes: a row that a list repeats says nothing new.
    func merge(_ sighting: Sighting) throws {
        find.bind(sighting.entity, 1)
        find.bind(sighting.locus, 2)
        find.bind(sighting.threat, 3)
        guard try find.next() else { return }
        let (first, last) = (find.int(0), find.int(1))
        let stored = find.blob(2)
        let listedBefore = find.int(3)
        let (state, reason) = (find.text(4) ?? FindingState.open.rawValue, find.text(5))
        let (feedBefore, ruleBefore) = (find.text(6) ?? feed, find.text(7))
        let confidenceBefore = find.text(8).flatMap(Confidence.init(rawValue:)) ?? sighting.confidence
        let isSameSource = feedBefore == feed && ruleBefore == sighting.rule.rawValue
        find.reset()
        let isNewer = sighting.lastSeen.microseconds > last
        // The latest sighting says who saw it and by which rule; of two at one time the feed that stands first by name.
        // So the row is the same in whatever order two feeds arrive.
        let tells = isNewer || sighting.lastSeen.microseconds == last && feed <= feedBefore
        let days = DaySetCode.union(stored, DaySetCode.encode(sighting.days))
        // A later sighting reopens; an older one, arriving late, moves only what it may move. A newer full list that
        // names the finding again is a sighting too.
        let reopens = (isNewer || listed > listedBefore) && (expiry.map { sighting.lastSeen >= $0 } ?? true)
        let isOpen = state == FindingState.open.rawValue && reason == nil
        // The surer sighting counts, whichever came first; what was closed is as sure as what reopens it.
        let isReopened = reopens && state == FindingState.closed.rawValue
        let confidence = isReopened ? sighting.confidence : sighting.confidence.surer(confidenceBefore)
        if !isNewer, sighting.firstSeen.microseconds >= first, days == stored, listed <= listedBefore,
            isSameSource || !tells, confidence == confidenceBefore,
            isOpen || !reopens
        {
            return
        }
        extend.bind(min(first, sighting.firstSeen.microseconds), 1)
        extend.bind(max(last, sighting.lastSeen.microseconds), 2)
        extend.bind(days, 3)
        extend.bind(max(listedBefore, listed), 4)
        extend.bind(reopens ? FindingState.open.rawValue : state, 5)
        extend.bind(reopens ? nil : reason, 6)
        extend.bind(tells ? feed : feedBefore, 7)
        extend.bind(tells ? sighting.rule.rawValue : ruleBefore, 8)
        extend.bind(confidence.rawValue, 9)
        extend.bind(isNewer ? document : nil, 10)
        extend.bind(isNewer ? Int64(sighting.item) : nil, 11)
        extend.bind(isNewer ? sighting.evidence : nil, 12)
        extend.bind(sighting.entity, 13)
        extend.bind(sighting.locus, 14)
        extend.bind(sighting.threat, 15)
        try extend.run()
    }
}
