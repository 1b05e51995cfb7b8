import GRDB
package import Notify
package import Vocabulary

/// A notice as lists show it.
package struct NoticeRecord: Sendable, Hashable, Codable {
    package var number: SpokenNumber
    package var entity: EntityID
    package var kind: NoticeKind
    package var tlp: TLP
    package var about: String
    package var title: String
    package var caseNumber: SpokenNumber?
    package var made: Instant
    /// How many causes it carries.
    package var causes: Int
    /// States of its deliveries with their counts: `delivered`, `due`, …
    package var deliveries: [String: Int]

    private enum CodingKeys: String, CodingKey {
        case number, entity, kind, tlp, about, title, caseNumber = "case", made, causes, deliveries
    }

    /// Each delivery was cancelled before it left: it told nobody.
    package var isCancelled: Bool { Set(deliveries.keys) == [DeliveryState.cancelled.rawValue] }
}

/// A notice with everything known of it.
package struct NoticeStory: Sendable, Hashable, Codable {
    package var notice: NoticeRecord
    package var causes: [String]
    package var deliveries: [DeliveryRecord]
    /// Tries by delivery id.
    package var attempts: [String: [AttemptRecord]]
    /// What it says, as the first delivery says it.
    package var content: NoticeContent?
}

/// Something that was selected and not sent.
package struct WithheldRecord: Sendable, Hashable, Codable {
    package var cause: String
    package var entity: EntityID
    package var contact: String?
    package var directive: String?
    package var reason: Withholding
    package var detail: String
    package var at: Instant
}

extension Store {
    /// Notices, newest first; of one entity, or about one thing, when given.
    package func notices(entity: EntityID?, about: String?, limit: Int) async throws -> [NoticeRecord] {
        try await read("listing notices") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM notice WHERE (? IS NULL OR entity = ?) AND (? IS NULL OR about = ? OR case_number = ?)
                    ORDER BY made DESC, number DESC LIMIT ?
                    """, arguments: [entity?.text, entity?.text, about, about, about, limit]
            ).compactMap { try Store.record($0, in: db) }
        }
    }

    /// One notice with causes, deliveries and tries; nil when there is none.
    package func notice(_ number: SpokenNumber) async throws -> NoticeStory? {
        try await read("reading notice \(number)") { db in
            let name = number.description
            guard let row = try Row.fetchOne(db, sql: "SELECT * FROM notice WHERE number = ?", arguments: [name]),
                let record = try Store.record(row, in: db)
            else { return nil }
            let causes = try String.fetchAll(
                db, sql: "SELECT DISTINCT cause FROM notice_cause WHERE notice = ? ORDER BY cause", arguments: [name])
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT d.*, n.entity FROM delivery d JOIN notice n ON n.number = d.notice
                    WHERE d.notice = ? ORDER BY d.id
                    """, arguments: [name])
            let deliveries = rows.compactMap(DeliveryRecord.init(row:))
            var attempts: [String: [AttemptRecord]] = [:]
            for delivery in deliveries {
                attempts[delivery.id] = try Row.fetchAll(
                    db, sql: "SELECT * FROM attempt WHERE delivery = ? ORDER BY n", arguments: [delivery.id]
                ).map(AttemptRecord.init(row:))
            }
            let content = try rows.first.map { try StoredJSON.decode(NoticeContent.self, $0["content"]) }
            return NoticeStory(
                notice: record, causes: causes, deliveries: deliveries, attempts: attempts, content: content)
        }
    }

    /// The notice that carries a check code; nil when none does.
    package func notice(code: String) async throws -> NoticeRecord? {
        try await read("looking for a check code") { db in
            try Row.fetchOne(db, sql: "SELECT * FROM notice WHERE code = ?", arguments: [code])
                .flatMap { try Store.record($0, in: db) }
        }
    }

    /// Deliveries, latest change first; only those in `states` when not empty.
    package func deliveries(states: [DeliveryState], limit: Int) async throws -> [DeliveryRecord] {
        let wanted = (states.isEmpty ? DeliveryState.allCases : states).map(\.rawValue)
        return try await read("listing deliveries") { db in
            let marks = wanted.map { _ in "?" }.joined(separator: ", ")
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT d.*, n.entity FROM delivery d JOIN notice n ON n.number = d.notice
                    WHERE d.state IN (\(marks)) ORDER BY d.changed DESC, d.id LIMIT ?
                    """, arguments: StatementArguments(wanted) + [limit]
            ).compactMap(DeliveryRecord.init(row:))
        }
    }

    /// Reasons why a cause, or anything at an entity, was not sent; newest first.
    package func withheld(cause: String?, entity: EntityID?, limit: Int) async throws -> [WithheldRecord] {
        try await read("listing what was withheld") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM withheld WHERE (? IS NULL OR cause = ?) AND (? IS NULL OR entity = ?)
                    ORDER BY at DESC, cause, entity, contact, directive LIMIT ?
                    """, arguments: [cause, cause, entity?.text, entity?.text, limit]
            ).compactMap(WithheldRecord.init(row:))
        }
    }

    private static func record(_ row: Row, in db: Database) throws -> NoticeRecord? {
        guard let number = SpokenNumber(row["number"] as String), let kind = NoticeKind(rawValue: row["kind"]),
            let tlp = TLP(rawValue: row["tlp"])
        else { return nil }
        let name = number.description
        let causes = try Int.fetchOne(
            db, sql: "SELECT COUNT(DISTINCT cause) FROM notice_cause WHERE notice = ?", arguments: [name])
        let counts = try Row.fetchAll(
            db, sql: "SELECT state, COUNT(*) AS count FROM delivery WHERE notice = ? GROUP BY state", arguments: [name])
        return NoticeRecord(
            number: number, entity: EntityID(unchecked: row["entity"]), kind: kind, tlp: tlp, about: row["about"],
            title: row["title"], caseNumber: (row["case_number"] as String?).flatMap { SpokenNumber($0) },
            made: Instant(microseconds: row["made"]), causes: causes ?? 0,
            deliveries: Dictionary(uniqueKeysWithValues: counts.map { ($0["state"] as String, $0["count"] as Int) }))
    }
}

extension DeliveryRecord {
    init?(row: Row) {
        guard let notice = SpokenNumber(row["notice"] as String), let channel = ChannelKind(rawValue: row["channel"]),
            let state = DeliveryState(rawValue: row["state"])
        else { return nil }
        id = row["id"]
        self.notice = notice
        entity = EntityID(unchecked: row["entity"])
        contact = row["contact"]
        self.channel = channel
        self.state = state
        made = Instant(microseconds: row["made"])
        nextAt = (row["next_at"] as Int64?).map(Instant.init(microseconds:))
        attempts = row["attempts"]
        lastText = row["last_text"]
        reason = row["reason"]
        pacing = row["pacing"]
        changed = Instant(microseconds: row["changed"])
    }
}

extension AttemptRecord {
    init(row: Row) {
        n = row["n"]
        started = Instant(microseconds: row["started"])
        ended = (row["ended"] as Int64?).map(Instant.init(microseconds:))
        outcome = row["outcome"]
        text = row["text"]
    }
}

extension WithheldRecord {
    init?(row: Row) {
        guard let reason = Withholding(rawValue: row["reason"]) else { return nil }
        cause = row["cause"]
        entity = EntityID(unchecked: row["entity"])
        contact = (row["contact"] as String).isEmpty ? nil : row["contact"]
        directive = (row["directive"] as String).isEmpty ? nil : row["directive"]
        self.reason = reason
        detail = row["detail"]
        at = Instant(microseconds: row["at"])
    }
}
