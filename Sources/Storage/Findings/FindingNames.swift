import GRDB

/// By which names notices, reasons and decisions call a finding.
///
/// A cause reads `finding:<entity number>/<locus in hex>/<name of the threat>`. A threat's id can change: a campaign's
/// when an older article arrives or a person merges, a vulnerability's when its identifier turns out to be another
/// one's alias. So the cause of a campaign's finding names the reports that name the entity, one cause for each, and
/// whoever looks for causes asks for all names that lead to the threat now. What was told stays told under any id, and
/// goes with its reports when a campaign is split.
extension Store {
    /// Of `finding f`: a cause up to the threat's name.
    static let causePlace = "'finding:' || f.entity || '/' || hex(f.locus) || '/'"

    /// Of `finding f`: it stands in a notice that was not cancelled.
    static let told = named("notice_cause", "x.stands = 1")

    /// Of `finding f`: somebody was not told of it, for a reason that stands.
    static let withheldFinding = named("withheld", "1 = 1")

    /// Of `finding f`: `table` has a row `x` with a cause that means it, under `condition`.
    private static func named(_ table: String, _ condition: String) -> String {
        let cause = "x.cause = \(causePlace) || "
        return """
            (EXISTS(SELECT 1 FROM threat n CROSS JOIN \(table) x ON \(cause)n.id AND \(condition)
                WHERE n.no = f.threat)
            OR EXISTS(SELECT 1 FROM titled n CROSS JOIN \(table) x ON \(cause)n.name AND \(condition)
                WHERE n.threat = f.threat)
            OR EXISTS(SELECT 1 FROM alias n CROSS JOIN \(table) x ON \(cause)n.alias AND \(condition)
                WHERE n.threat = f.threat AND CASE WHEN x.cause IS NOT NULL THEN \(carries) END))
            """
    }

    /// Of `alias n`: what was told under it was told of its threat. That is so where somebody to be believed says that
    /// the two are one, of no other threat the same is said, and no current report tells of it as a threat of its own.
    /// A name may be written by whoever wants a warning to count as given, so the feed must be released, and graded A
    /// to C.
    private static let carries = """
        (NOT EXISTS(SELECT 1 FROM threat own JOIN mention m ON m.threat = own.no
                WHERE own.id = n.alias AND own.no <> n.threat)
            AND \(isStated(of: "n"))
            AND NOT EXISTS(SELECT 1 FROM alias o
                WHERE o.alias = n.alias AND o.threat <> n.threat AND \(isStated(of: "o"))))
        """

    /// Of a row of `alias`: a current report of a feed to be believed states it. Asked only where somebody was told, or
    /// not told, under the name: it reads what reports say.
    private static func isStated(of alias: String) -> String {
        """
        EXISTS(SELECT 1 FROM mention m JOIN threat t ON t.no = m.threat JOIN report r ON r.id = m.report
            JOIN feed_state s ON s.feed = r.feed AND s.released = 1
            JOIN revision v ON v.report = r.id AND v.digest = r.digest
            CROSS JOIN json_each(v.body, '$.vulnerabilities') said
            WHERE m.threat = \(alias).threat AND json_extract(m.body, '$.reliability') IN ('A', 'B', 'C')
                AND (json_extract(said.value, '$.id') = \(alias).alias
                    OR json_extract(said.value, '$.id') = t.id AND EXISTS(
                        SELECT 1 FROM json_each(said.value, '$.aliases') name WHERE name.value = \(alias).alias)))
        """
    }

    /// Of `alias n`: a notice or a reason bears a cause of this beginning under it.
    private static func isUsed(_ place: String) -> String {
        """
        (EXISTS(SELECT 1 FROM notice_cause x WHERE x.cause = \(place) || n.alias)
            OR EXISTS(SELECT 1 FROM withheld x WHERE x.cause = \(place) || n.alias))
        """
    }

    /// All causes that mean a finding, whose key these expressions give; by default that of `finding f`.
    static func causes(entity: String = "f.entity", locus: String = "f.locus", threat: String = "f.threat") -> String {
        let place = "'finding:' || \(entity) || '/' || hex(\(locus)) || '/'"
        return """
            SELECT \(place) || name FROM (
                SELECT id AS name FROM threat WHERE no = \(threat)
                UNION SELECT name FROM titled WHERE threat = \(threat)
                UNION SELECT n.alias FROM alias n
                    WHERE n.threat = \(threat) AND CASE WHEN \(isUsed(place)) THEN \(carries) END)
            """
    }

    /// The numbers of the threats that the names of the first parameter, a list in JSON, mean: ids, names of campaigns'
    /// reports, and aliases that carry what was told; whoever states any other name decides nobody's warning.
    static let meant = """
        SELECT t.no FROM json_each(?1) named JOIN threat t ON t.id = named.value
        UNION SELECT n.threat FROM json_each(?1) named JOIN alias n ON n.alias = named.value WHERE \(carries)
        UNION SELECT w.threat FROM json_each(?1) named JOIN titled w ON w.name = named.value
        UNION SELECT a.threat FROM json_each(?1) named JOIN alias a ON a.alias = named.value
            JOIN threat t ON t.no = a.threat AND t.kind = 'campaign'
        """
}
