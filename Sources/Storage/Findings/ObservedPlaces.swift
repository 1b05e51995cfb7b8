import GRDB
package import Vocabulary

/// A finding that a feed observed or listed, with what the feeds' evidence says of the match.
package struct ObservedPlace: Sendable, Hashable {
    /// What one feed's evidence says.
    package struct Word: Sendable, Hashable {
        package var rule: MatchRule
        /// JSON, as stored.
        package var evidence: String
    }

    /// Number of the entity in the store.
    package var entity: Int64
    package var locus: [UInt8]
    package var threat: Int64
    /// At least one.
    package var words: [Word]
}

/// That the register changed, and how far observed findings were adapted to it.
package struct PlacesOwed: Sendable, Hashable {
    /// Counts the changes.
    package var round: Int64
    /// The documents of observations are due again since.
    package var isScanned: Bool
}

extension Store {
    private static let placesRound = "places round"
    private static let placesScanned = "places scanned"
    private static let placesChecked = "places checked"

    /// Asks for observed findings to be adapted to the register, in the transaction that changes it.
    static func askForPlaces(in db: Database) throws {
        try put(try counter(placesRound, in: db) + 1, placesRound, in: db)
    }

    static func placesScanned(in db: Database) throws {
        try put(try counter(placesRound, in: db), placesScanned, in: db)
    }

    /// Nil when observed findings fit the register.
    package func placesOwed() async throws -> PlacesOwed? {
        try await read("looking whether places are to be checked") { db in
            let round = try Store.counter(Store.placesRound, in: db)
            guard try Store.counter(Store.placesChecked, in: db) != round else { return nil }
            return PlacesOwed(round: round, isScanned: try Store.counter(Store.placesScanned, in: db) == round)
        }
    }

    /// Records that all findings were looked at with the register of a round, or of a later one.
    package func placesChecked(_ round: Int64) async throws {
        try await write("storing that places were checked") { db in
            try Store.put(round, Store.placesChecked, in: db)
        }
    }

    /// The next findings by observation behind a place, in the order of the table; those that ended for want of a
    /// registered place are left out.
    package func observedPlaces(after place: ObservedPlace?, limit: Int) async throws -> [ObservedPlace] {
        try await read("reading observed findings") { db in
            let find = try HotStatement(
                db,
                """
                SELECT entity, locus, threat, rule, evidence, sources FROM finding
                WHERE (entity, locus, threat) > (?, ?, ?) AND feed NOT IN ('inventory', '\(Store.reportsFeed)')
                    AND reason IS NOT 'not-registered'
                ORDER BY entity, locus, threat LIMIT ?
                """)
            let others = try HotStatement(db, Store.otherWords)
            find.bind(place?.entity ?? -1, 1)
            find.bind(place?.locus ?? [], 2)
            find.bind(place?.threat ?? -1, 3)
            find.bind(limit, 4)
            var found: [ObservedPlace] = []
            while try find.next() {
                let key = FindingPlaceKey(reading: find)
                let words = try Store.words(find, at: key, others)
                found.append(ObservedPlace(entity: key.entity, locus: key.locus, threat: key.threat, words: words))
            }
            return found
        }
    }

    private static let otherWords = """
        SELECT rule, evidence FROM finding_source WHERE entity = ? AND locus = ? AND threat = ? ORDER BY feed
        """

    /// - Parameter row: of a finding; its columns 3 to 5 are rule, evidence, and how many feeds name it.
    private static func words(
        _ row: HotStatement, at key: FindingPlaceKey, _ others: HotStatement
    ) throws -> [ObservedPlace.Word] {
        var words = [word(row, 3)]
        if row.int(5) > 0 {
            key.bind(to: others, from: 1)
            while try others.next() { words.append(word(others, 0)) }
        }
        return words
    }

    private static func word(_ row: HotStatement, _ column: Int32) -> ObservedPlace.Word {
        ObservedPlace.Word(
            rule: row.text(column).flatMap(MatchRule.init) ?? .network, evidence: row.text(column + 1) ?? "")
    }

    /// Ends findings whose places the register does not give their entities any more; their threats are judged again.
    ///
    /// One that somebody was told of stays, closed with its reason; one that nobody was told of goes, because with this
    /// register it would never have been made. One whose words are others by now stays too: it was read again
    /// meanwhile, by a register that was not asked about the old ones. *A crash before the commit: they are looked at
    /// again.*
    package func endPlaces(_ places: [ObservedPlace], at now: Instant) async throws {
        try await write("ending findings at places that are nobody's") { db in
            let ending = try InventoryWriter(db, feed: "")
            let forget = try HotStatement(
                db, "DELETE FROM finding_source WHERE entity = ? AND locus = ? AND threat = ?")
            let alone = try HotStatement(
                db, "UPDATE finding SET sources = 0 WHERE entity = ? AND locus = ? AND threat = ? AND sources > 0")
            let ended = try Store.unchanged(places, in: db)
            guard !ended.isEmpty else { return }
            for place in ended {
                try ending.end(place.entity, place.locus, place.threat, .notRegistered)
                for statement in [forget, alone] {
                    statement.bind(place.entity, 1)
                    statement.bind(place.locus, 2)
                    statement.bind(place.threat, 3)
                    try statement.run()
                }
            }
            for threat in Set(ended.map(\.threat)).sorted() {
                try db.execute(sql: "UPDATE threat SET match_due = match_due + 1 WHERE no = ?", arguments: [threat])
            }
            let entry = Entry(
                kind: .batch, subject: "register", event: "findings-ended", at: now, actor: "service",
                detail: ["findings": .int(ended.count)])
            try Store.append([entry], in: db)
        }
    }

    /// Those whose words are as they were read.
    private static func unchanged(_ places: [ObservedPlace], in db: Database) throws -> [ObservedPlace] {
        let find = try HotStatement(
            db,
            """
            SELECT entity, locus, threat, rule, evidence, sources FROM finding
            WHERE entity = ? AND locus = ? AND threat = ?
            """)
        let others = try HotStatement(db, otherWords)
        return try places.filter { place in
            find.bind(place.entity, 1)
            find.bind(place.locus, 2)
            find.bind(place.threat, 3)
            guard try find.next() else { return false }
            defer { find.reset() }
            return try words(find, at: FindingPlaceKey(reading: find), others) == place.words
        }
    }
}
