import GRDB
import Notify
import Vocabulary

/// Reasons against telling of findings that may not hold any more; whoever plans notices decides anew.
///
/// All reasons of such a finding go, because each one alone keeps it from being planned; those that still hold are
/// found again. What a person cancelled stays, and so do the reasons beside a notice that tells of the finding.
extension Store {
    /// Of `withheld`: it may be decided anew.
    private static let mayChange = """
        reason <> '\(Withholding.cancelled.rawValue)' AND cause GLOB 'finding:*'
        AND NOT EXISTS(SELECT 1 FROM notice_cause x WHERE x.cause = withheld.cause AND x.stands = 1)
        """

    /// Reasons that follow from the label of the feed that tells.
    private static let byLabel = """
        reason IN ('\(Withholding.tlpNotPermitted.rawValue)', '\(Withholding.redNeedsPerson.rawValue)')
        """

    /// Another feed, whose label may be freer, says the finding whose key these parameters are.
    static let forgetByLabel = """
        DELETE FROM withheld WHERE \(mayChange) AND cause IN (
            SELECT cause FROM withheld WHERE \(byLabel)
                AND cause IN (\(causes(entity: "?1", locus: "?2", threat: "?3"))))
        """

    /// A feed was released: what another said before under a stricter label may be told by its words.
    static func forgetByLabel(in db: Database) throws {
        try db.execute(
            sql: "DELETE FROM withheld WHERE \(mayChange) AND cause IN (SELECT cause FROM withheld WHERE \(byLabel))")
    }

    /// An entity is about to be as `body` says: contacts, members and all else that routing asks of it, which is all
    /// but its assets.
    static func forgetRouting(of entity: EntityID, becoming body: String, in db: Database) throws {
        let number = try Int64.fetchOne(
            db,
            sql: """
                SELECT no FROM entity
                WHERE id = ? AND json_remove(body, '$.assets') IS NOT json_remove(?, '$.assets')
                """, arguments: [entity.text, body])
        guard let number else { return }
        // `0` is the character behind `/`.
        try db.execute(
            sql: "DELETE FROM withheld WHERE \(mayChange) AND cause > ? AND cause < ?",
            arguments: ["finding:\(number)/", "finding:\(number)0"])
    }
}
