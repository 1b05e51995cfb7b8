import Analyze
import Pipeline
import Storage
import Vocabulary

/// A threat in lines for people.
enum ThreatText {
    static func short(_ answer: ThreatExplain.Answer) -> [String] {
        let threat = answer.threat
        var lines = [
            "\(threat.id)  \(threat.title)",
            "\(threat.kind.rawValue), \(threat.presence.rawValue)\(threat.closed ? ", closed" : ""), "
                + "score \(answer.score)",
            "work \(threat.work.rawValue), assigned to \(threat.assignee ?? "nobody")"
                + (answer.workReason.map { " (\($0))" } ?? ""),
            "stated first \(ShortTime.text(threat.firstStated)), last \(ShortTime.text(threat.lastStated)); "
                + "received \(ShortTime.text(answer.received)), changed \(ShortTime.text(answer.changed))",
            "open findings at \(Counted.text(threat.entities, "entity", "entities"))" + possible(threat),
        ]
        lines += listed(answer.listed, limit: 5)
        if let override = answer.override {
            lines.append("score set by \(override.by) \(ShortTime.text(override.at)): \(override.reason)")
        }
        if let summary = answer.assessment?.summary { lines.append(summary.value) }
        return lines + answer.notes.map { "note by \($0.by) \(ShortTime.text($0.at)): \($0.text)" }
    }

    private static func possible(_ threat: ThreatView) -> String {
        threat.possibleEntities == 0 ? "" : "; possible matches at \(threat.possibleEntities) more (`ess gap list`)"
    }

    /// What stands on warning lists, so many lines at most.
    private static func listed(_ listed: ListedPlaces, limit: Int) -> [String] {
        guard listed.hits > 0 else { return [] }
        let head = "\(listed.hits) of \(Counted.text(listed.lookedAt, "open place")) on warning lists: "
            + "perhaps mistaken, not to be blocked"
        let lines = listed.places.prefix(limit).map { place in
            "  \(place.locus) of \(place.entity): " + place.warningLists.map(\.text).joined(separator: "; ")
        }
        let more = listed.hits - lines.count
        return [head] + lines + (more > 0 ? ["  and \(more) more; see --format json"] : [])
    }

    static func full(_ answer: ThreatExplain.Answer) -> [String] {
        var lines = short(answer)
        lines += ["", total(answer)]
        lines += answer.contributions.map { "  \(signed($0.points))  \($0.rule): \($0.evidence)" }
        if let epss = answer.epss { lines += trend(epss) }
        if let ssvc = answer.ssvc {
            lines += ["", "SSVC (\(ssvc.tree)): \(ssvc.decision)"]
            lines += ssvc.points.map { "  \($0.point) \($0.value): \($0.evidence)" }
        }
        let whether = answer.queue.stands ? "stands in your queue" : "does not stand in your queue"
        lines += ["", "\(whether): \(answer.queue.rule.rawValue) (threshold \(answer.queue.threshold))"]
        if let assessment = answer.assessment { lines += basis(assessment) }
        if let story = answer.campaign { lines += CampaignText.story(story) }
        if !answer.sectors.isEmpty { lines += ["", "its reports speak of"] }
        lines += answer.sectors.map { spoken in
            "  the sector \(spoken.named.sector.rawValue) of the country, "
                + "\(Counted.text(spoken.entities, "entity", "entities")): `\(spoken.named.words)`, "
                + "`\(spoken.named.country)` in \(spoken.named.feed)/\(spoken.named.sourceID); nobody is told by that"
        }
        let concerned = Counted.text(answer.concerned.count, "entity", "entities")
        lines += ["", "concerned: \(concerned)" + possible(answer.threat)]
        return lines + answer.concerned.map {
            "  \($0.entity) (\($0.criticality.rawValue)): \(Counted.text($0.findings, "finding"))"
        }
    }

    private static func total(_ answer: ThreatExplain.Answer) -> String {
        if answer.override != nil { return "score \(answer.score) by decision; \(answer.sum) is the sum of" }
        let isCut = answer.contributions.reduce(0) { $0 + $1.points } > 100
        return "score \(answer.score), the sum of" + (isCut ? " these, cut at 100" : "")
    }

    /// Now, in a week and a month, and the moves of 0.01 and more.
    private static func trend(_ epss: ScoreTrend) -> [String] {
        let change = { (value: Double?, days: Int) in
            let moved = value.map { $0 == 0 ? "did not move" : "\($0 > 0 ? "rose" : "fell") by \(abs($0))" }
            return "\(moved ?? "no list of that day"), \(days) days"
        }
        let moves = epss.moves.suffix(8).map { "\($0.day) \($0.probability)" }.joined(separator: ", ")
        return [
            "", "EPSS \(epss.probability), percentile \(epss.percentile)",
            "  \(change(epss.change7Days, 7)); \(change(epss.change30Days, 30))",
            "  \(epss.moves.count > 8 ? "last moves" : "moves"): \(moves)",
        ]
    }

    private static func basis(_ assessment: ThreatAssessment) -> [String] {
        var lines = ["", "\(assessment.tlp.marking), \(assessment.presence.rawValue) because"]
        lines += assessment.presenceReasons.map { "  \($0.rule.rawValue): \($0.evidence)" }
        if assessment.presenceReasons.isEmpty { lines.append("  nothing shows that it is used") }
        if !assessment.aliases.isEmpty { lines.append("also known as " + assessment.aliases.joined(separator: ", ")) }
        if let severity = assessment.severity {
            lines.append("severity \(severity.vector) by \(severity.scorer)")
            lines += severity.disagreements.map { "  but: \($0)" }
        }
        lines.append("stated by")
        lines += assessment.sources.map {
            "  \($0.feed) \($0.sourceID) (\($0.source.rawValue), \($0.reliability.rawValue), \($0.status.rawValue), "
                + "revised \(ShortTime.text($0.revised)))"
        }
        if !assessment.trail.isEmpty {
            lines.append(assessment.isClosed ? "closed because" : "taken back by some, while others stand by it")
        }
        lines += assessment.trail.map { "  " + $0 }
        if !assessment.products.isEmpty { lines.append("products") }
        lines += assessment.products.prefix(40).map { product($0.value) }
        let more = assessment.products.count - 40
        if more > 0 { lines.append("  and \(more) more; see --format json") }
        if !assessment.remediations.isEmpty { lines.append("what the sources say to do") }
        lines += assessment.remediations.map { "  \($0.value) (\($0.source))" }
        return lines + assessment.links.prefix(20).map { "  " + $0.value }
    }

    private static func product(_ product: ProductStatement) -> String {
        let ranges = product.versions.map { range in
            if let exact = range.exact { return exact }
            let upper = range.before.map { "before \($0)" } ?? range.through.map { "through \($0)" } ?? ""
            return [range.from.map { "from \($0)" } ?? "", upper].filter { !$0.isEmpty }.joined(separator: " ")
        }
        let versions = ranges.isEmpty ? "all versions" : ranges.prefix(6).joined(separator: ", ")
        return "  \(product.vendor) \(product.product): \(product.status.rawValue), \(versions)"
    }

    private static func signed(_ points: Int) -> String {
        let text = points < 0 ? "\(points)" : "+\(points)"
        return String(repeating: " ", count: max(0, 4 - text.count)) + text
    }
}
