package import Vocabulary

extension ThreatScore {
    /// The score of a condition (an RSIT type at addresses of ours): how bad the type is, and how many it concerns.
    ///
    /// A condition has no CVSS and no EPSS; it is observed, so it is always existing. `listed` is set when every open
    /// finding of it stands at a place that warning lists name: such reports are often mistaken.
    package static func of(
        condition id: ThreatID, reach: NationalReach, listed: ListedThroughout? = nil, rules: ScoringRules
    ) -> ThreatScore {
        guard let type = id.conditionType else { return ThreatScore(contributions: []) }
        let base = Contribution(
            rule: "condition", points: points(type), evidence: "\(type) observed at addresses of registered entities")
        return ThreatScore(contributions: [base] + [national(reach, rules), doubt(listed, rules)].compactMap { $0 })
    }

    private static func doubt(_ listed: ListedThroughout?, _ rules: ScoringRules) -> Contribution? {
        guard let listed, rules.listed > 0 else { return nil }
        let evidence = "each of \(listed.places) open findings stands on a warning list: "
            + listed.lists.sorted().joined(separator: ", ")
        return Contribution(rule: "listed", points: -rules.listed, evidence: evidence)
    }

    /// Somebody is inside: 60. Somebody is at the door, or the house serves crime: 40. A door stands open: 25.
    private static func points(_ type: RSIT) -> Int {
        switch type.class {
        case "malicious-code", "intrusions", "information-content-security": 60
        case "intrusion-attempts", "availability", "fraud": 40
        case "vulnerable", "information-gathering", "abusive-content": 25
        default: 10  // Proof: RSIT classes are text of the taxonomy, not one of our enums.
        }
    }
}

extension ThreatID {
    /// The RSIT type of a condition's id; nil for other threats.
    package var conditionType: RSIT? { condition?.type }
}
