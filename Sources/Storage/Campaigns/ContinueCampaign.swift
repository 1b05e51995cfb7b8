import GRDB
import Vocabulary

extension CampaignWriter {
    /// What people decided, and how it goes from one campaign to another.
    var succession: WorkSuccession { WorkSuccession(db: db, at: at) }

    /// A campaign whose reports all stand in another one now: what people decided of it holds for that one, unless they
    /// have decided something there. What stands here is kept, for a split brings it back.
    ///
    /// Returns the entry that tells of it.
    func continueWork(on no: Int64, _ before: Touched) throws -> [Entry] {
        let found = "SELECT w.threat FROM titled w WHERE w.name = ? AND w.threat <> ?"
        guard let heir = try Int64.fetchOne(db, sql: found, arguments: [before.id, no]) else { return [] }
        try leadAliases(of: no, to: heir)
        return try takeOver(no, before, by: heir, from: before.id).entries
    }

    /// Other ids that lead to a campaign lead to another one.
    func leadAliases(of no: Int64, to heir: Int64) throws {
        try db.execute(sql: "UPDATE OR IGNORE alias SET threat = ? WHERE threat = ?", arguments: [heir, no])
    }

    /// What people decided of a campaign holds for another one, unless they have decided something there.
    ///
    /// - Parameter origin: the report with which it came, and with which it would go back.
    func takeOver(
        _ no: Int64, _ before: Touched, by heir: Int64, from origin: String
    ) throws -> WorkSuccession.Taken {
        try succession.takeOver(no, called: before.id, feeds: before.feeds, by: heir, from: origin)
    }

    /// What a campaign took over from one whose first report stands in it no more: that belongs to the other one, which
    /// has kept it. What a person decided here since stays here.
    ///
    /// Returns the entry that tells of it.
    func giveBack(_ no: Int64) throws -> [Entry] {
        try succession.giveBack(no) { try standsElsewhere($0, than: no) }
    }

    /// Whether the report stands in another campaign. One that stands in none any more, because its source took it back
    /// or named a vulnerability since, takes nobody's work with it.
    func standsElsewhere(_ report: String, than threat: Int64) throws -> Bool {
        let found = try Int64.fetchOne(db, sql: "SELECT threat FROM titled WHERE name = ?", arguments: [report])
        return found.map { $0 != threat } ?? false
    }
}
