import Coordinate
import GRDB
import Vocabulary

/// The notices that told each participant of a case, with the clocks they started, as its events say; a notice that was
/// cancelled is none of them.
struct StandingClocks {
    private var told: [String: [(notice: SpokenNumber, clocks: Clocks)]] = [:]
    private var cancelled: Set<String> = []

    /// The clocks that run for the participant: those of the first notice that stands.
    subscript(_ entity: String) -> Clocks? { told[entity]?.first?.clocks }

    func notices(of entity: String) -> [SpokenNumber] { told[entity, default: []].map(\.notice) }

    /// Whether a notice to it was ever cancelled: its row is then no longer that of the first notice.
    func hasCancelled(_ entity: String) -> Bool { cancelled.contains(entity) }

    mutating func apply(_ event: CaseEvent) {
        guard let entity = event.entity?.text else { return }
        switch event.change {
        case .notified(let notice, let clocks): told[entity, default: []].append((notice, clocks))
        case .cancelled(let notice, _):
            told[entity]?.removeAll { $0.notice == notice }
            cancelled.insert(entity)
        case .opened, .acknowledged, .answered, .reported, .clocked, .note, .assigned, .escalated, .reminded, .referred,
            .closed, .reopened:
            break
        }
    }
}

extension Store {
    /// The clocks of one participant.
    static func standingClocks(of entity: String, in number: String, _ db: Database) throws -> StandingClocks {
        var standing = StandingClocks()
        for event in try caseEvents(number, of: entity, in: db) { standing.apply(event) }
        return standing
    }

    /// Gives a participation the clocks that stand after a notice of it was cancelled. Whom no notice told and who said
    /// nothing takes no part.
    static func keepClocks(of entity: String, in number: String, _ db: Database) throws {
        let clocks = try standingClocks(of: entity, in: number, db)[entity]
        if clocks == nil {
            try db.run(
                sql: "DELETE FROM participation WHERE case_number = ? AND entity = ? AND heard = 0",
                arguments: [number, entity])
        }
        try db.run(
            sql: """
                UPDATE participation SET ack_by = ?1, fix_by = ?2, chase_at = CASE WHEN heard = 0
                    AND (SELECT status FROM case_file WHERE number = ?3) = 'open' THEN ?1 END
                WHERE case_number = ?3 AND entity = ?4
                """,
            arguments: [clocks?.ackBy?.microseconds, clocks?.fixBy?.microseconds, number, entity])
    }

    /// Gives a participation the clocks of a later notice, when what set its clocks before was cancelled. Only of
    /// somebody who was heard is a row kept then, without dates; of all others the case's events need not be read.
    static func renewClocks(of entity: String, in number: String, _ db: Database) throws {
        let isBare = try Bool.fetchOne(
            db,
            sql: """
                SELECT ack_by IS NULL AND fix_by IS NULL AND heard FROM participation
                WHERE case_number = ? AND entity = ?
                """, arguments: [number, entity]) ?? false
        guard isBare, try standingClocks(of: entity, in: number, db).hasCancelled(entity) else { return }
        try keepClocks(of: entity, in: number, db)
    }

    /// Records in its case that a notice's deliveries are all cancelled, which ends the clocks it started.
    ///
    /// Where a reminder of the same case has gone to the entity, or is about to, it was told: then nothing ends until
    /// that is cancelled too.
    static func endClocks(
        of entity: EntityID, in number: SpokenNumber, reason: String, by entry: Entry, _ db: Database
    ) throws -> [Entry] {
        let isReminded = try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS(SELECT 1 FROM notice n JOIN delivery d ON d.notice = n.number
                    WHERE n.case_number = ? AND n.entity = ? AND n.kind = 'reminder' AND d.state <> 'cancelled')
                """, arguments: [number.description, entity.text]) ?? false
        if isReminded { return [] }
        return try standingClocks(of: entity.text, in: number.description, db).notices(of: entity.text).filter {
            try Bool.fetchOne(
                db, sql: "SELECT MIN(state = 'cancelled') FROM delivery WHERE notice = ?",
                arguments: [$0.description]) ?? false
        }.map { notice in
            let event = CaseEvent(
                id: "", at: entry.at, actor: entry.actor, entity: entity,
                change: .cancelled(notice: notice, reason: reason))
            return try appendCaseEvent(event, to: number, in: db)
        }
    }
}
