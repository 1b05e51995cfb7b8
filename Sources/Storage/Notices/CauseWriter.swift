import GRDB
import Notify
import Vocabulary

/// Says which causes a delivery tells of, and writes them: each once for a contact and channel (I2).
struct CauseWriter {
    let db: Database

    /// What this delivery would tell its contact for the first time by its channel; empty when all of it was told. A
    /// finding of which any name was told is no reason for a message; its other names are noted where there is one.
    func fresh(_ notice: NewNotice, _ delivery: NewDelivery) throws -> [String] {
        let known = try db.cachedStatement(
            sql: """
                SELECT 1 FROM notice_cause WHERE cause = ? AND entity = ? AND contact = ? AND channel = ?
                    AND stands = 1
                """)
        func untold(_ causes: [String]) throws -> [String] {
            try Set(causes).filter { cause in
                try Row.fetchOne(
                    known, arguments: [cause, notice.entity.text, delivery.contact, delivery.channel.rawValue]) == nil
            }.sorted()
        }
        var fresh = Set(try untold(notice.causes))
        var isNews = !fresh.isEmpty
        for finding in delivery.findings {
            let names = try untold(finding)
            isNews = isNews || names.count == Set(finding).count
            fresh.formUnion(names)
        }
        return isNews ? fresh.sorted() : []
    }

    func tell(_ causes: [String], by delivery: NewDelivery, to entity: EntityID, in notice: String) throws {
        for cause in causes {
            try db.run(
                sql: "INSERT INTO notice_cause(cause, entity, contact, channel, notice) VALUES (?, ?, ?, ?, ?)",
                arguments: [cause, entity.text, delivery.contact, delivery.channel.rawValue, notice])
        }
    }
}
