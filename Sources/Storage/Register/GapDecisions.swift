package import Constituency
import GRDB
package import Vocabulary

/// A lesson about two names of products, with who taught it.
package struct StoredLesson: Sendable, Hashable {
    package var lesson: ProductLesson
    package var reason: String
    package var actor: String
    package var at: Instant

    package init(lesson: ProductLesson, reason: String, actor: String, at: Instant) {
        self.lesson = lesson
        self.reason = reason
        self.actor = actor
        self.at = at
    }

    /// The ledger's subject: `alias:acme/gate=acme inc/gate`.
    package var subject: String { "alias:\(lesson.stated.text)=\(lesson.registered.text)" }
}

/// Which possible match a decision is about.
package struct GapKey: Sendable, Hashable {
    package var entity: EntityID
    package var threat: ThreatID
    /// ``Locus/text``: `inventory`, or `entity` for a name in reports.
    package var locus: String

    package init(entity: EntityID, threat: ThreatID, locus: Locus = .inventory) {
        self.entity = entity
        self.threat = threat
        self.locus = locus.text
    }
}

/// A person's decision of one possible match.
package struct GapDecision: Sendable, Hashable {
    package var key: GapKey
    /// Under which names of the threat it is kept, because a campaign's id may change: of a campaign those of the
    /// reports that name the entity. At least one.
    package var names: [ThreatID]
    /// Digest of the evidence that was seen, in hexadecimal; the decision holds for no other.
    package var evidence: String
    package var isMatch: Bool
    package var reason: String
    package var actor: String
    package var at: Instant

    package init(
        key: GapKey, names: [ThreatID]? = nil, evidence: String, isMatch: Bool, reason: String, actor: String,
        at: Instant
    ) {
        self.key = key
        self.names = names ?? [key.threat]
        self.evidence = evidence
        self.isMatch = isMatch
        self.reason = reason
        self.actor = actor
        self.at = at
    }
}

extension Store {
    /// All lessons, by stated and registered name.
    package func productLessons() async throws -> [StoredLesson] {
        try await read("reading lessons about products") { db in try Store.productLessons(in: db) }
    }

    static func productLessons(in db: Database) throws -> [StoredLesson] {
        try Row.fetchAll(db, sql: "SELECT * FROM product_lesson ORDER BY stated, registered").compactMap { row in
            guard let stated = ProductName(row["stated"] as String),
                let registered = ProductName(row["registered"] as String)
            else { return nil }
            return StoredLesson(
                lesson: ProductLesson(stated: stated, registered: registered, isSame: row["same"]),
                reason: row["reason"], actor: row["actor"], at: Instant(microseconds: row["at"]))
        }
    }

    /// All decisions, by entity, threat and place.
    static func gapDecisions(in db: Database) throws -> [GapDecision] {
        try Row.fetchAll(db, sql: "SELECT * FROM gap_decision ORDER BY entity, threat, locus").compactMap { row in
            guard let entity = EntityID(row["entity"] as String) else { return nil }
            var key = GapKey(entity: entity, threat: ThreatID(unchecked: row["threat"]))
            key.locus = row["locus"]
            return GapDecision(
                key: key, evidence: row["evidence"], isMatch: row["match"], reason: row["reason"],
                actor: row["actor"], at: Instant(microseconds: row["at"]))
        }
    }

    /// Stores a lesson and asks for all vulnerabilities to be matched again, in one transaction.
    ///
    /// *A crash before the commit: nothing is taught. After it: they are matched at the next start.*
    package func teach(_ lesson: StoredLesson, entries: [Entry]) async throws {
        try await write("storing a lesson about products") { db in
            try db.execute(
                sql: """
                    INSERT INTO product_lesson(stated, registered, same, reason, actor, at) VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET same = excluded.same, reason = excluded.reason, actor = excluded.actor,
                        at = excluded.at
                    """,
                arguments: [
                    lesson.lesson.stated.text, lesson.lesson.registered.text, lesson.lesson.isSame, lesson.reason,
                    lesson.actor, lesson.at.microseconds,
                ])
            try Store.registerMoved(in: db)
            try Store.askForRematch(in: db)
            try Store.append(entries, in: db)
        }
    }

    /// Stores a decision and makes its threat due again, in one transaction; false, and nothing is stored, when what it
    /// rests on has changed.
    ///
    /// A finding by what people report is settled at once, because no judgement comes by it again: a match makes it
    /// probable, no match closes it.
    @discardableResult
    package func decide(
        _ decision: GapDecision, sighting: SightedGap? = nil, entries: [Entry]
    ) async throws -> Bool {
        try await write("storing a decision of a possible match") { db in
            if let sighting {
                let settled = try Store.settle(sighting, isMatch: decision.isMatch, in: db)
                guard settled else { return false }
            }
            for name in Set(decision.names).sorted() {
                try db.execute(
                    sql: """
                        INSERT INTO gap_decision(entity, threat, locus, evidence, match, reason, actor, at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT DO UPDATE SET evidence = excluded.evidence, match = excluded.match,
                            reason = excluded.reason, actor = excluded.actor, at = excluded.at
                        """,
                    arguments: [
                        decision.key.entity.text, name.text, decision.key.locus, decision.evidence,
                        decision.isMatch, decision.reason, decision.actor, decision.at.microseconds,
                    ])
            }
            try db.execute(
                sql: "UPDATE threat SET match_due = match_due + 1 WHERE id = ? AND \(Store.hasReports)",
                arguments: [decision.key.threat.text])
            try Store.registerMoved(in: db)
            try Store.append(entries, in: db)
            return true
        }
    }
}
