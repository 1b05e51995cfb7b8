package import Vocabulary

/// When and how often a condition was seen at addresses and names of ours.
package struct Sightings: Sendable, Hashable {
    /// The latest time that any source states.
    package var last: Instant
    /// Of the finding that was seen on most days, their number; at least 1.
    package var days: Int

    package init(last: Instant, days: Int) {
        self.last = last
        self.days = max(1, days)
    }
}

extension ThreatScore {
    /// The score of a condition (an RSIT type at addresses of ours): how bad the type is, how long ago it was seen, and
    /// how many it concerns.
    ///
    /// A condition has no CVSS and no EPSS; it is observed, so it is always existing. One that nobody sees any more
    /// fades: in full after `decay_days`, for each doubling of the days on which it was seen as many days later. A new
    /// sighting gives all of it back.
    /// - Parameters:
    ///   - sightings: nil when it was never seen with us; it then scores nothing.
    ///   - listed: set when every open finding of it stands at a place that warning lists name: such reports are often
    ///     mistaken.
    package static func of(
        condition id: ThreatID, sightings: Sightings?, reach: NationalReach, listed: ListedThroughout? = nil,
        at: Instant, rules: ScoringRules
    ) -> ThreatScore {
        guard let type = id.conditionType, let sightings else { return ThreatScore(contributions: []) }
        let base = Contribution(
            rule: "condition", points: points(type), evidence: "\(type) observed at addresses of registered entities")
        let parts = [base, decay(of: base.points, sightings, at, rules), national(reach, rules), doubt(listed, rules)]
        return ThreatScore(contributions: parts.compactMap { $0 })
    }

    private static func doubt(_ listed: ListedThroughout?, _ rules: ScoringRules) -> Contribution? {
        guard let listed, rules.listed > 0 else { return nil }
        let evidence = "each of \(listed.places) open findings stands on a warning list: "
            + listed.lists.sorted().joined(separator: ", ")
        return Contribution(rule: "listed", points: -rules.listed, evidence: evidence)
    }

    private static func decay(
        of base: Int, _ sightings: Sightings, _ at: Instant, _ rules: ScoringRules
    ) -> Contribution? {
        let doublings = Int.bitWidth - 1 - sightings.days.leadingZeroBitCount
        let whole = rules.decayDays * (1 + doublings)
        let days = min(max(0, Int(at.day.number) - Int(sightings.last.day.number)), whole)
        let gone = (base * days + whole / 2) / whole
        guard gone > 0 else { return nil }
        return Contribution(
            rule: "decay", points: -gone,
            evidence: "last seen \(days == whole ? "\(whole) days ago or more" : "\(days) days ago"), on "
                + "\(sightings.days == 1 ? "1 day" : "\(sightings.days) days"): counts for \(whole) days")
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
