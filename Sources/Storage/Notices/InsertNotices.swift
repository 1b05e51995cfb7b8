import Coordinate
import Foundation
import GRDB
import Notify
import Vocabulary

extension Store {
    /// Makes notices due in a transaction of their own.
    package func insertNotices(_ batch: NoticeBatch) async throws -> NoticeOutcome {
        try await write("making notices due") { db in try Store.insertNotices(batch, in: db) }
    }

    /// Makes notices due inside the transaction of what caused them: case, notices, causes, deliveries, reasons why
    /// not, and their entries. *A crash leaves all of it or nothing.*
    ///
    /// A cause that stands in a notice of the same contact and channel is left out (I2), so a repeat makes nothing.
    static func insertNotices(_ batch: NoticeBatch, in db: Database) throws -> NoticeOutcome {
        if let version = batch.inForce, try !Store.isInForce(version, in: db) { return NoticeOutcome() }
        guard try batch.standing.allSatisfy({ try Store.isOpen(finding: $0, in: db) }) else { return NoticeOutcome() }
        var writer = NoticeWriter(db: db, batch: batch, causes: CauseWriter(db: db))
        try writer.joinCase()
        for notice in batch.notices { try writer.insert(notice) }
        for withheld in batch.withheld { try writer.insert(withheld) }
        writer.tellWithheld()
        try Store.append(writer.entries, in: db)
        return writer.outcome
    }

    /// Whether `finding:<entity number>/<locus in hex>/<threat's id>` is an open finding that may be told.
    private static func isOpen(finding: String, in db: Database) throws -> Bool {
        let parts = finding.dropFirst("finding:".count).split(separator: "/", maxSplits: 2)
        guard parts.count == 3, let entity = Int64(parts[0]), let locus = Hex.decode(String(parts[1])) else {
            return false
        }
        let find = try db.cachedStatement(
            sql: """
                SELECT EXISTS(SELECT 1 FROM finding WHERE entity = ? AND locus = ? AND state = 'open'
                    AND confidence <> 'possible' AND threat = (SELECT no FROM threat WHERE id = ?))
                """)
        return try Bool.fetchOne(find, arguments: [entity, Data(locus), String(parts[2])]) ?? false
    }

    private static func isInForce(_ version: AdvisoryInForce, in db: Database) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS(SELECT 1 FROM advisory_version WHERE number = ? AND version = ? AND state = 'issued')
                """, arguments: [version.number.description, version.version]) ?? false
    }
}

private struct NoticeWriter {
    let db: Database
    let batch: NoticeBatch
    let causes: CauseWriter
    var outcome = NoticeOutcome()
    var entries: [Entry] = []

    mutating func joinCase() throws {
        switch batch.joins {
        case .none: break
        case .existing(let number):
            outcome.caseNumber = number
            // A closed case has no clocks that run: whoever is told now would never be chased.
            let waits = batch.notices.contains { $0.clocks != nil }
            if waits, try Store.isClosed(number, in: db) {
                try record(.reopened(reason: "somebody is told of it after it was closed"), entity: nil)
            }
        case .open(let kind, let title, let advisory, let tlp):
            let number = try Store.nextNumber(.case, at: batch.at, in: db)
            outcome.caseNumber = number
            try Store.insertCase(number, kind: kind, title: title, advisory: advisory, tlp: tlp, at: batch.at, in: db)
            let change = CaseEvent.Change.opened(kind: kind, title: title, advisory: advisory, tlp: tlp)
            try record(change, entity: nil)
        }
    }

    mutating func insert(_ notice: NewNotice) throws {
        var deliveries: [NewDelivery] = []
        var told: Set<String> = []
        for delivery in notice.deliveries {
            let fresh = try causes.fresh(notice, delivery)
            if try fresh.isEmpty || joinWaiting(delivery, of: notice, fresh) { continue }
            told.formUnion(fresh)
            deliveries.append(delivery)
        }
        guard !deliveries.isEmpty else { return }
        let number = try Store.nextNumber(.notice, at: batch.at, in: db)
        let code = Store.checkCode()
        try db.run(
            sql: """
                INSERT INTO notice(number, entity, kind, tlp, about, title, group_key, case_number, code, made)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                number.description, notice.entity.text, notice.kind.rawValue, notice.tlp.rawValue, notice.about,
                notice.title, notice.group, outcome.caseNumber?.description, code, batch.at.microseconds,
            ])
        for (index, delivery) in deliveries.enumerated() {
            try insert(delivery, index: index + 1, of: notice, number: number, code: code)
        }
        let late: [String: JSONValue] = notice.isLate ? ["late": .bool(true)] : [:]
        entries.append(
            Entry(
                kind: .notice, subject: number.description, event: "due", at: batch.at, actor: batch.actor,
                detail: [
                    "about": .string(notice.about), "case": .string(outcome.caseNumber?.description ?? ""),
                    "causes": .int(told.count), "entity": .string(notice.entity.text),
                    "kind": .string(notice.kind.rawValue), "deliveries": .int(deliveries.count),
                    "tlp": .string(notice.tlp.rawValue),
                ].merging(late) { one, _ in one }))
        if let clocks = notice.clocks { try record(.notified(notice: number, clocks: clocks), entity: notice.entity) }
        outcome.notices.append(number)
    }

    private mutating func insert(
        _ delivery: NewDelivery, index: Int, of notice: NewNotice, number: SpokenNumber, code: String
    ) throws {
        try causes.tell(try causes.fresh(notice, delivery), by: delivery, to: notice.entity, in: number.description)
        var content = delivery.content
        content.number = number
        content.caseNumber = outcome.caseNumber
        content.code = code
        let pacing = try pace(delivery, notice)
        let waits = delivery.channel != .portal
        try db.run(
            sql: """
                INSERT INTO delivery(id, notice, contact, channel, mailbox, language, format, directive, reason, pacing,
                    content, state, next_at, made, changed)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                "\(number).\(index)", number.description, delivery.contact, delivery.channel.rawValue,
                delivery.mailbox?.text, delivery.language.rawValue, delivery.format.rawValue, delivery.directive.text,
                delivery.reason, pacing.reason.rawValue, try StoredJSON.encode(content),
                // What waits behind the entity's token is where it should be with this commit.
                (waits ? DeliveryState.due : .delivered).rawValue, waits ? pacing.at.microseconds : nil,
                batch.at.microseconds, batch.at.microseconds,
            ])
        outcome.deliveries += 1
    }

    /// Findings that come while the group's next message still waits for its interval join that message.
    private mutating func joinWaiting(
        _ delivery: NewDelivery, of notice: NewNotice, _ fresh: [String]
    ) throws -> Bool {
        guard notice.kind == .findings, delivery.intervalSeconds > 0 else { return false }
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT d.id, d.content, d.notice FROM delivery d JOIN notice n ON n.number = d.notice
                WHERE n.entity = ? AND n.kind = 'findings' AND n.group_key = ? AND d.contact = ? AND d.channel = ?
                    AND d.state = 'due' AND n.tlp = ? AND d.next_at > ? ORDER BY d.next_at LIMIT 1
                """,
            arguments: [
                notice.entity.text, notice.group, delivery.contact, delivery.channel.rawValue, notice.tlp.rawValue,
                batch.at.microseconds,
            ])
        guard let row else { return false }
        try causes.tell(fresh, by: delivery, to: notice.entity, in: row["notice"])
        var content = try StoredJSON.decode(NoticeContent.self, row["content"])
        // The message that waits says more now: its notice's newest entry commits to that.
        entries.append(
            Entry(
                kind: .notice, subject: row["notice"], event: "joined", at: batch.at, actor: batch.actor,
                detail: ["causes": .int(fresh.count), "delivery": .string(row["id"])]))
        content.systems += delivery.content.systems
        content.systemsOmitted += delivery.content.systemsOmitted
        content.threats = Set(content.threats + delivery.content.threats).sorted()
        try db.run(
            sql: "UPDATE delivery SET content = ?, changed = ? WHERE id = ?",
            arguments: [try StoredJSON.encode(content), batch.at.microseconds, row["id"] as String])
        outcome.joined += 1
        return true
    }

    mutating func insert(_ withheld: Withheld) throws {
        try Store.put(withheld, at: batch.at, in: db)
        outcome.withheld += 1
    }

    /// One entry an entity: how many causes it is not told of, by reason, and a digest over all of them.
    mutating func tellWithheld() {
        for (entity, all) in Dictionary(grouping: batch.withheld, by: \.entity).sorted(by: { $0.key < $1.key }) {
            entries.append(Entry(withheld: all, from: entity, at: batch.at, actor: batch.actor))
        }
    }

    private func pace(_ delivery: NewDelivery, _ notice: NewNotice) throws -> Pacing {
        var last: Instant?
        if delivery.intervalSeconds > 0 {
            last = try Int64.fetchOne(
                db,
                sql: """
                    SELECT MAX(COALESCE(d.next_at, d.first_at, d.made))
                    FROM delivery d JOIN notice n ON n.number = d.notice
                    WHERE n.entity = ? AND n.kind = ? AND n.group_key = ? AND d.contact = ? AND d.channel = ?
                    """,
                arguments: [
                    notice.entity.text, notice.kind.rawValue, notice.group, delivery.contact,
                    delivery.channel.rawValue,
                ]
            ).map(Instant.init(microseconds:))
        }
        var recent: [Instant] = []
        if !delivery.isUrgent, let mailbox = delivery.mailbox {
            recent = try Int64.fetchAll(
                db,
                sql: """
                    SELECT COALESCE(first_at, next_at, made) FROM delivery
                    WHERE mailbox = ? AND (made > ? OR state = 'due') AND state <> 'cancelled'
                    """,
                arguments: [mailbox.text, batch.at.adding(seconds: -3600).microseconds]
            ).map(Instant.init(microseconds:))
        }
        return Pacing(
            now: batch.at, isUrgent: delivery.isUrgent, intervalSeconds: delivery.intervalSeconds, lastOfGroup: last,
            recent: recent, capPerHour: batch.capPerHour, quiet: delivery.quiet)
    }

    private mutating func record(_ change: CaseEvent.Change, entity: EntityID?) throws {
        guard let number = outcome.caseNumber else { return }
        let event = CaseEvent(id: "", at: batch.at, actor: batch.actor, entity: entity, change: change)
        entries.append(try Store.appendCaseEvent(event, to: number, in: db))
    }
}
