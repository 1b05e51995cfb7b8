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
                WHERE n.threat = f.threat AND \(soleAlias)))
            """
    }

    /// Of `alias n`: no other threat has it.
    private static let soleAlias =
        "NOT EXISTS(SELECT 1 FROM alias o WHERE o.alias = n.alias AND o.threat <> n.threat)"

    /// All causes that mean a finding, whose key these expressions give; by default that of `finding f`.
    static func causes(entity: String = "f.entity", locus: String = "f.locus", threat: String = "f.threat") -> String {
        """
        SELECT 'finding:' || \(entity) || '/' || hex(\(locus)) || '/' || name FROM (
            SELECT id AS name FROM threat WHERE no = \(threat) UNION SELECT name FROM titled WHERE threat = \(threat)
            UNION SELECT n.alias FROM alias n WHERE n.threat = \(threat) AND \(soleAlias))
        """
    }

    /// The numbers of the threats that a name of the first parameter means: ids, aliases, names of campaigns' reports.
    static let numbers = """
        SELECT no FROM threat WHERE id = ?1 UNION SELECT threat FROM alias WHERE alias = ?1
        UNION SELECT threat FROM titled WHERE name = ?1
        """
}
