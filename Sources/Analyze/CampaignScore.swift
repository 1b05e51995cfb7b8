import Vocabulary

extension ThreatScore {
    /// Who tells of a campaign: ten points for each independent source after the first; a copy of somebody's statement
    /// adds nothing.
    ///
    /// So one source's news scores nothing, however loud it is: what `ess threat list` and `ess status` show first is
    /// what several independent sources tell, or what concerns registered entities.
    static func told(_ threat: ThreatAssessment, _ rules: ScoringRules) -> Contribution? {
        let feeds = Set(threat.sources.map(\.feed.text))
        let origins = Set(feeds.map { rules.origins[$0] ?? $0 })
        let points = min(rules.told, 10 * (origins.count - 1))
        guard points > 0 else { return nil }
        let copies = feeds.count - origins.count
        let note = copies == 0 ? "" : " (\(feeds.count) feeds; \(copies) repeat another)"
        let names = origins.sorted().joined(separator: ", ")
        return Contribution(
            rule: "told", points: points, evidence: "told by \(origins.count) independent sources: \(names)\(note)")
    }
}
