import GRDB
import Vocabulary

extension CampaignWriter {
    /// A campaign whose first report tells of something else now, or is to be clustered no more, while the others tell
    /// of the same as before: they have another id by that, and what people decided of them goes with them.
    ///
    /// It is moved, not copied: what the first report says now is news that nobody has judged. Returns the entries that
    /// tell of it.
    func handOn() throws -> [Entry] {
        var entries: [Entry] = []
        for (no, before) in touched.sorted(by: { $0.value.id < $1.value.id }) where try hasLost(no, before) {
            let heirs = before.leaving.sorted { $0.value < $1.value }
            if before.head == .gone, try Store.isUsed(no, in: db) {
                try keepName(of: no, before, by: heirs.map(\.value))
            }
            var (work, score) = (false, false)
            for (heir, report) in heirs where try !isBorrowed(no, besides: heir) {
                let taken = try takeOver(no, before, by: heir, from: report)
                (work, score) = (work || taken.work, score || taken.score)
                entries += taken.entries
            }
            if work { try clearWork(no) }
            if score { try clearScore(no) }
            if work || score {
                let to: [JSONValue] = heirs.map { .string($0.value) }
                entries.append(
                    Entry(
                        kind: .threat, subject: before.id, event: "handed-on", at: at, actor: "service",
                        detail: ["with": .array(to)]))
            }
        }
        return entries
    }

    /// The report that a campaign is named by has changed, and all that have not changed have left it.
    private func hasLost(_ no: Int64, _ before: Touched) throws -> Bool {
        switch before.head {
        case .revised, .gone: if before.leaving.isEmpty { return false }
        case .unchanged, nil: return false
        }
        let staying = try String.fetchAll(
            db, sql: "SELECT name FROM titled WHERE threat = ? AND stands = 1 AND due = 0", arguments: [no])
        return revised.isSuperset(of: staying)
    }

    /// What was decided here came with a report that stands in neither campaign: it goes with that one alone.
    private func isBorrowed(_ no: Int64, besides heir: Int64) throws -> Bool {
        let origins = "SELECT work_from, override_from FROM threat WHERE no = ?"
        guard let row = try GRDB.Row.fetchOne(db, sql: origins, arguments: [no]) else { return false }
        return try [row["work_from"] as String?, row["override_from"] as String?].compactMap { $0 }
            .contains { try standsElsewhere($0, than: heir) }
    }

    /// The id, which people or notices have used and no report bears any more, leads to the campaign of the first
    /// report in time that stood in it.
    private func keepName(of no: Int64, _ before: Touched, by reports: [String]) throws {
        let first = try Int64.fetchOne(
            db,
            sql: """
                SELECT threat FROM titled WHERE name IN (SELECT value FROM json_each(?))
                ORDER BY published IS NULL, published, name
                """, arguments: [try StoredJSON.encode(reports)])
        guard let first else { return }
        try leadAliases(of: no, to: first)
        try db.execute(
            sql: "INSERT OR IGNORE INTO alias(alias, threat) VALUES (?, ?)", arguments: [before.id, first])
    }
}
