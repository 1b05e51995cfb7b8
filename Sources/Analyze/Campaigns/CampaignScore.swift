package import Vocabulary

extension ThreatScore {
    /// The score of a campaign: who tells of it, whether it is about us, how old it is.
    ///
    /// One source's news gives nothing, however loud it is: what `ess threat list` and `ess status` show first is what
    /// several independent sources tell, or what names us.
    package static func of(
        campaign threat: ThreatAssessment, _ named: NationalNaming, reach: NationalReach, at: Instant,
        rules: ScoringRules
    ) -> ThreatScore {
        let sectors = named.sectors.sorted { $0.key.rawValue < $1.key.rawValue }
        let parts = [
            told(threat, rules),
            named.country.map { Contribution(rule: "country", points: rules.country, evidence: says($0)) },
            named.entities.first.map { first in
                let more = named.entities.count > 1 ? " and \(named.entities.count - 1) more" : ""
                return Contribution(
                    rule: "named", points: rules.named, evidence: "seems to name a registered entity\(more): "
                        + says(first.named))
            },
            sectors.first.map { sector, word in
                Contribution(
                    rule: "sector", points: rules.sector,
                    evidence: sectors.map(\.key.rawValue).joined(separator: ", ") + ": " + says(word))
            },
            age(threat, at, rules), national(reach, rules),
        ]
        return ThreatScore(contributions: parts.compactMap { $0 }.filter { $0.points != 0 })
    }

    private static func says(_ named: NationalNaming.Named) -> String { "\(named.source) names `\(named.name)`" }

    /// Ten points for each independent source after the first; a copy of somebody's statement adds nothing.
    private static func told(_ threat: ThreatAssessment, _ rules: ScoringRules) -> Contribution? {
        let feeds = Set(threat.sources.map(\.feed.text))
        let origins = Set(feeds.map { rules.origins[$0] ?? $0 })
        guard origins.count > 1 else { return nil }
        let copies = feeds.count - origins.count
        let note = copies == 0 ? "" : " (\(feeds.count) feeds; \(copies) repeat another)"
        let names = origins.sorted().joined(separator: ", ")
        return Contribution(
            rule: "told", points: min(rules.told, 10 * (origins.count - 1)),
            evidence: "told by \(origins.count) independent sources: \(names)\(note)")
    }
}
