package import Coordinate
import GRDB
import Notify
package import Vocabulary

extension Store {
    /// Adds events to a case, with their entries and any reminder notices, in one transaction.
    ///
    /// A `.reminded` event without a number gets the number of the reminder made for its entity.
    /// - Throws: `.notFound` when there is no such case.
    package func step(_ step: CaseStep) async throws -> NoticeOutcome {
        try await write("recording in case \(step.number)") { db in
            guard
                try Bool.fetchOne(
                    db, sql: "SELECT 1 FROM case_file WHERE number = ?", arguments: [step.number.description]) != nil
            else { throw StorageFailure.missing("case", step.number) }
            let outcome = try step.notices.map { try Store.insertNotices($0, in: db) } ?? NoticeOutcome()
            var made: [EntityID: SpokenNumber] = [:]
            for number in outcome.notices {
                let entity = try String.fetchOne(
                    db, sql: "SELECT entity FROM notice WHERE number = ?", arguments: [number.description])
                if let entity { made[EntityID(unchecked: entity)] = number }
            }
            var entries: [Entry] = []
            for event in step.events {
                var event = event
                if case .reminded(let place, nil) = event.change, let entity = event.entity {
                    event.change = .reminded(step: place, notice: made[entity])
                }
                entries.append(try Store.appendCaseEvent(event, to: step.number, in: db))
            }
            for (entity, next) in step.chase.sorted(by: { $0.key < $1.key }) {
                try db.execute(
                    sql: "UPDATE participation SET chase_at = ? WHERE case_number = ? AND entity = ? AND heard = 0",
                    arguments: [next?.microseconds, step.number.description, entity.text])
            }
            try Store.append(entries, in: db)
            return outcome
        }
    }

    /// Opens a case by hand, with its first events.
    package func openCase(
        kind: CaseKind, title: String, tlp: TLP, at: Instant, actor: String
    ) async throws -> SpokenNumber {
        try await write("opening a case") { db in
            let number = try Store.nextNumber(.case, at: at, in: db)
            try Store.insertCase(number, kind: kind, title: title, advisory: nil, tlp: tlp, at: at, in: db)
            let change = CaseEvent.Change.opened(kind: kind, title: title, advisory: nil, tlp: tlp)
            let event = CaseEvent(id: "", at: at, actor: actor, entity: nil, change: change)
            try Store.append([try Store.appendCaseEvent(event, to: number, in: db)], in: db)
            return number
        }
    }

    /// All events of a case in order; empty when there is none.
    package func caseEvents(_ number: SpokenNumber) async throws -> [CaseEvent] {
        try await read("reading case \(number)") { db in try Store.caseEvents(number.description, in: db) }
    }

    /// - Parameter entity: only those that concern it.
    static func caseEvents(_ number: String, of entity: String? = nil, in db: Database) throws -> [CaseEvent] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM case_event WHERE case_number = ?1 AND (?2 IS NULL OR entity = ?2) ORDER BY n",
            arguments: [number, entity]
        ).map { row in
            // The place is padded, so that ids sort as numbers do when two events share a time.
            let place = String((row["n"] as Int) + 1_000_000_000)
            return CaseEvent(
                id: place, at: Instant(microseconds: row["at"]), actor: row["actor"],
                entity: (row["entity"] as String?).map(EntityID.init(unchecked:)),
                change: try StoredJSON.decode(CaseEvent.Change.self, row["body"]))
        }
    }

    /// Cases, newest first; of one entity when given.
    package func cases(openOnly: Bool, entity: EntityID?, limit: Int) async throws -> [CaseSummary] {
        try await read("listing cases") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT c.*,
                        (SELECT COUNT(*) FROM participation p WHERE p.case_number = c.number) AS participants,
                        (SELECT COUNT(*) FROM participation p
                            WHERE p.case_number = c.number AND p.heard = 0) AS unheard,
                        (SELECT MIN(ack_by) FROM participation p
                            WHERE p.case_number = c.number AND p.heard = 0) AS ack_by,
                        CASE WHEN c.kind = 'incident' THEN (
                            SELECT json_extract(e.body, '$.report.stage') FROM case_event e
                            WHERE e.case_number = c.number AND json_extract(e.body, '$.kind') = 'reported'
                            ORDER BY e.n DESC LIMIT 1) END AS stage
                    FROM case_file c
                    WHERE (? = 0 OR c.status = 'open') AND (? IS NULL OR EXISTS(
                        SELECT 1 FROM participation p WHERE p.case_number = c.number AND p.entity = ?))
                    ORDER BY c.opened DESC, c.number DESC LIMIT ?
                    """, arguments: [openOnly, entity?.text, entity?.text, limit]
            ).compactMap(CaseSummary.init(row:))
        }
    }

    /// Whether the entity takes part in the case: the authorisation of everything it may do there.
    package func participates(_ entity: EntityID, in number: SpokenNumber) async throws -> Bool {
        try await read("looking for a participation") { db in
            try Bool.fetchOne(
                db, sql: "SELECT 1 FROM participation WHERE case_number = ? AND entity = ?",
                arguments: [number.description, entity.text]) != nil
        }
    }

    /// Open cases in which a step of the chain may be due at `now`, by the earliest.
    package func casesToChase(at now: Instant, limit: Int) async throws -> [SpokenNumber] {
        try await read("looking for clocks that have run out") { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT p.case_number FROM participation p JOIN case_file c ON c.number = p.case_number
                    WHERE p.chase_at IS NOT NULL AND p.chase_at < ? AND \(Store.stands)
                    GROUP BY p.case_number ORDER BY MIN(p.chase_at), p.case_number LIMIT ?
                    """, arguments: [now.microseconds, limit]
            ).compactMap { SpokenNumber($0) }
        }
    }

    /// The earliest instant at which a step may be due; nil when nothing runs.
    package func nextChase() async throws -> Instant? {
        try await read("looking for the next clock") { db in
            try Int64.fetchOne(db, sql: """
                SELECT MIN(p.chase_at) FROM participation p JOIN case_file c ON c.number = p.case_number
                WHERE p.chase_at IS NOT NULL AND \(Store.stands)
                """)
                .map(Instant.init(microseconds:))
        }
    }
}

extension CaseSummary {
    init?(row: Row) {
        guard let number = SpokenNumber(row["number"] as String), let kind = CaseKind(rawValue: row["kind"]),
            let tlp = TLP(rawValue: row["tlp"])
        else { return nil }
        self.number = number
        self.kind = kind
        self.tlp = tlp
        title = row["title"]
        advisory = (row["advisory"] as String?).flatMap { SpokenNumber($0) }
        isOpen = (row["status"] as String) == "open"
        assignee = row["assignee"]
        opened = Instant(microseconds: row["opened"])
        participants = row["participants"]
        unheard = row["unheard"]
        ackBy = (row["ack_by"] as Int64?).map(Instant.init(microseconds:))
        stage = (row["stage"] as String?).flatMap(IncidentReport.Stage.init(rawValue:))
    }
}
