import Vocabulary

extension ThreatScore {
    /// Who tells of a campaign: ten points for each independent source after the first; a copy of somebody's statement
    /// adds nothing.
    ///
    /// So one source's news scores nothing, however loud it is: what `ess threat list` and `ess status` show first is
    /// what several independent sources tell, or what concerns registered entities.
    static func told(_ threat: ThreatAssessment, _ rules: ScoringRules) -> Contribution? {
        let origins = StatementOrigins(threat, rules)
        let count = origins.grades.count
        let points = min(rules.told, 10 * (count - 1))
        guard points > 0 else { return nil }
        return Contribution(
            rule: "told", points: points, evidence: "told by \(count) independent sources: \(origins.words)")
    }
}
