import GRDB
import Vocabulary

/// The words of several feeds on the same findings.
struct FindingSources {
    private let read: HotStatement
    private let put: HotStatement
    private let standing: HotStatement
    private let fold: HotStatement
    private let decideAnew: HotStatement

    init(_ db: Database) throws {
        read = try HotStatement(
            db,
            """
            SELECT \(FindingSource.columns) FROM finding_source WHERE entity = ? AND locus = ? AND threat = ?
            ORDER BY feed
            """)
        put = try HotStatement(
            db,
            """
            INSERT OR REPLACE INTO finding_source(entity, locus, threat, \(FindingSource.columns))
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        standing = try HotStatement(
            db, "SELECT state, reason FROM finding WHERE entity = ? AND locus = ? AND threat = ?")
        fold = try HotStatement(db, FindingMerging.update)
        decideAnew = try HotStatement(db, Store.forgetByLabel)
    }

    /// A sighting of a finding that another feed names too.
    /// - Parameters:
    ///   - row: the finding's row as it stands.
    ///   - isAlone: the row is one feed's word.
    func take(
        _ sighting: Sighting, of origin: SightingOrigin, at key: FindingPlaceKey, _ row: FindingSource, isAlone: Bool
    ) throws {
        var known = try sources(of: key)
        if isAlone {
            // What ended with the register is nobody's word any more.
            known = row.reason == ClosingReason.notRegistered.rawValue ? [] : [row]
            for source in known { try save(source, at: key) }
        }
        if let before = known.first(where: { $0.feed == origin.feed }) {
            let after = try before.taking(sighting, of: origin)
            guard after != before else { return }
            try save(after, at: key)
            if before.state != .open, after.state == .open { try tellAnew(key) }
        } else {
            try save(FindingSource(sighting, of: origin), at: key)
            try tellAnew(key)
        }
        try refold(key, isReopened: sighting.lastSeen.microseconds > row.last)
    }

    /// Makes the row what its sources say together. What ended otherwise than by lists and age stays ended, unless it
    /// was seen later.
    /// - Returns: the row's state before and after; nil when there is no such row.
    @discardableResult
    func refold(
        _ key: FindingPlaceKey, isReopened: Bool = false
    ) throws -> (before: FindingState, after: FindingState)? {
        let known = try sources(of: key)
        guard !known.isEmpty else { return nil }
        var folded = FindingSource.fold(known)
        key.bind(to: standing, from: 1)
        guard try standing.next() else { return nil }
        let before = standing.text(0).flatMap(FindingState.init) ?? .open
        let reason = standing.text(1).flatMap(ClosingReason.init)
        standing.reset()
        if let reason, !isReopened, ![.age, .notListed, .notRegistered].contains(reason) {
            (folded.state, folded.reason) = (.closed, reason.rawValue)
        }
        try FindingMerging.write(folded, known.count, at: key, fold)
        return (before, folded.state)
    }

    /// Why one feed's word was withheld says nothing of another's.
    private func tellAnew(_ key: FindingPlaceKey) throws {
        key.bind(to: decideAnew, from: 1)
        try decideAnew.run()
    }

    private func sources(of key: FindingPlaceKey) throws -> [FindingSource] {
        key.bind(to: read, from: 1)
        var found: [FindingSource] = []
        while try read.next() { found.append(FindingSource(reading: read)) }
        return found
    }

    private func save(_ source: FindingSource, at key: FindingPlaceKey) throws {
        key.bind(to: put, from: 1)
        source.bind(to: put, from: 4)
        try put.run()
    }
}
