package import Vocabulary

/// The score of a threat: named contributions, and the total that follows from them.
package struct ThreatScore: Sendable, Hashable, Codable {
    /// In the order of the rules; those that give nothing are left out.
    package var contributions: [Contribution]

    package init(contributions: [Contribution]) { self.contributions = contributions }

    /// 0–100.
    package var total: Int { min(100, max(0, contributions.reduce(0) { $0 + $1.points })) }
}

/// How many registered entities have an open finding of a threat, by criticality.
package struct NationalReach: Sendable, Hashable, Codable {
    package var entities: [Criticality: Int]

    package init(_ entities: [Criticality: Int] = [:]) { self.entities = entities }

    /// An entity weighs 1, 2, 4, 8 by criticality.
    var weight: Int { entities.reduce(0) { $0 + $1.value * (1 << $1.key.rank) } }

    /// `2 critical, 1 low`.
    var shown: String {
        Criticality.allCases.reversed().compactMap { level in
            entities[level].flatMap { $0 > 0 ? "\($0) \(level.rawValue)" : nil }
        }.joined(separator: ", ")
    }
}

extension Criticality: CodingKeyRepresentable {}

extension ThreatScore {
    /// - Parameters:
    ///   - epss: the newest row for this CVE, nil when it has none.
    ///   - epssMove: by how much that moved in 30 days, × 100,000; nil when it did not, or there was none then.
    ///   - sectors: sectors of the country that its reports speak of, each with its registered entities.
    ///   - at: the day for which the score is made; age is counted to it.
    package static func of(
        _ threat: ThreatAssessment, epss: EPSSScore?, epssMove: Int32? = nil, reach: NationalReach,
        sectors: [Sector: NationalReach] = [:], at: Instant, rules: ScoringRules
    ) -> ThreatScore {
        if threat.isClosed { return ThreatScore(contributions: []) }
        let parts = [
            cvss(threat, rules), exploited(threat, rules), epss.flatMap { likelihood($0, rules) },
            epssMove.flatMap { trend($0, rules) }, ransomware(threat, rules),
            threat.kind == .campaign ? told(threat, rules) : sources(threat, rules), age(threat, at, rules),
            national(reach, rules), spoken(sectors, rules),
        ]
        return ThreatScore(contributions: parts.compactMap { $0 })
    }

    private static func cvss(_ threat: ThreatAssessment, _ rules: ScoringRules) -> Contribution? {
        guard let severity = threat.severity else { return nil }
        let name = severity.version == "2.0" ? "CVSS v2 " : ""
        let number = SeverityAssessment.tenths(severity.baseTenths)
        return part("cvss", severity.baseTenths * rules.cvss, by: 100,
            "\(name)\(severity.vector) = \(number) (recomputed), by \(severity.scorer)")
    }

    private static func exploited(_ threat: ThreatAssessment, _ rules: ScoringRules) -> Contribution? {
        guard let reason = threat.presenceReasons.first(where: { $0.rule == .listed })
            ?? threat.presenceReasons.first(where: { $0.rule == .active })
        else { return nil }
        return part("kev", rules.kev, by: 1, reason.evidence)
    }

    private static func likelihood(_ score: EPSSScore, _ rules: ScoringRules) -> Contribution? {
        let shown = "EPSS \(fraction(score.probability)), percentile \(fraction(score.percentile))"
        return part("epss", Int(score.probability) * rules.epss, by: 100_000, shown)
    }

    /// What attackers turn to comes before what they always used: a rise counts, a fall takes nothing away.
    private static func trend(_ move: Int32, _ rules: ScoringRules) -> Contribution? {
        guard move > 0 else { return nil }
        let counted = min(Int(move), trendFull)
        return part("trend", counted * rules.trend, by: trendFull, "EPSS rose by \(fraction(move)) in 30 days")
    }

    /// A rise of 0.5 gives the full weight.
    private static let trendFull = 50_000

    private static func ransomware(_ threat: ThreatAssessment, _ rules: ScoringRules) -> Contribution? {
        threat.ransomware ? part("ransomware", rules.ransomware, by: 1, "known use in ransomware campaigns") : nil
    }

    /// Origins that state it, each once with the best grade of its feeds: A 3, B 2, C 1, others nothing; the first is
    /// not news. A copy of somebody's statement adds nothing.
    private static func sources(_ threat: ThreatAssessment, _ rules: ScoringRules) -> Contribution? {
        let worth: [Reliability: Int] = [.completelyReliable: 3, .usuallyReliable: 2, .fairlyReliable: 1]
        let origins = StatementOrigins(threat, rules)
        let best = origins.grades.values.map { grades in grades.map { worth[$0] ?? 0 }.max() ?? 0 }
        let sum = best.sorted(by: >).dropFirst().reduce(0, +)
        return part(
            "sources", min(sum, rules.sources), by: 1,
            "stated by \(origins.grades.count) sources: \(origins.words)")
    }

    /// What is not exploited fades with the time since it was published.
    private static func age(_ threat: ThreatAssessment, _ at: Instant, _ rules: ScoringRules) -> Contribution? {
        guard threat.presence == .potential, let published = threat.published else { return nil }
        let days = max(0, Int(at.day.number) - Int(published.day.number))
        return part("age", -min(days, rules.ageDays) * rules.age, by: rules.ageDays,
            "published \(days) days ago, not known to be exploited")
    }

    /// An entity weighs 1, 2, 4, 8 by criticality; the points grow with the number of doublings.
    package static func national(_ reach: NationalReach, _ rules: ScoringRules) -> Contribution? {
        let weight = reach.weight
        guard weight > 0 else { return nil }
        let doublings = Int.bitWidth - weight.leadingZeroBitCount
        return part("reach", min(rules.reach, 5 + 2 * doublings), by: 1,
            "open findings at entities: \(reach.shown)")
    }

    /// A sector that reports speak of may be concerned as a whole: one point for each doubling of its entities' weight.
    private static func spoken(_ sectors: [Sector: NationalReach], _ rules: ScoringRules) -> Contribution? {
        let weight = sectors.values.reduce(0) { $0 + $1.weight }
        guard weight > 0 else { return nil }
        let doublings = Int.bitWidth - weight.leadingZeroBitCount
        let shown = sectors.filter { $0.value.weight > 0 }.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { "\($0.key.rawValue) (entities: \($0.value.shown))" }
        return part("sector", min(rules.sector, doublings), by: 1,
            "its reports speak of the country's " + shown.joined(separator: ", "))
    }

    /// Rounded to the nearest whole point; nil when it gives nothing.
    private static func part(_ rule: String, _ amount: Int, by: Int, _ evidence: String) -> Contribution? {
        let points = amount < 0 ? -((-amount + by / 2) / by) : (amount + by / 2) / by
        return points == 0 ? nil : Contribution(rule: rule, points: points, evidence: evidence)
    }

    /// `0.97431` from 97431.
    private static func fraction(_ value: Int32) -> String {
        let digits = String(value % 100_000)
        return "\(value / 100_000)." + String(repeating: "0", count: max(0, 5 - digits.utf8.count)) + digits
    }
}
