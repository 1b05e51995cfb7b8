import Analyze
import Notify
import Pipeline
import Vocabulary

/// A finding, or one that is not there, in lines for people.
enum FindingText {
    static func short(_ explanation: FindingExplain.Explanation) -> [String] {
        let title = heading(explanation)
        guard let finding = explanation.finding else { return [title] + absence(explanation) }
        let ending = finding.reason.map { " (\($0))" } ?? ""
        return [
            title,
            "  \(finding.state.rawValue)\(ending), \(finding.confidence.rawValue), by rule \(finding.rule.rawValue)",
            "  first seen \(ShortTime.text(finding.firstSeen)), last seen \(ShortTime.text(finding.lastSeen)), "
                + "on \(Counted.text(finding.daysSeen, "day")), by \(finding.feed)",
        ] + finding.warningLists.map { "  warning  on \($0.text): perhaps mistaken; not to be blocked" }
            + telling(explanation)
    }

    static func full(_ explanation: FindingExplain.Explanation) -> [String] {
        let assets = (explanation.assets ?? []).map { "  asset    " + words($0) }
        let decision = explanation.decision.map { ["  decision " + $0] } ?? []
        let near = (explanation.nearMisses ?? []).map {
            "  report   \($0.report): \($0.words.map { "`\($0)`: " } ?? "")\($0.because); would match: \($0.wouldMatch)"
        }
        guard explanation.finding != nil else { return short(explanation) + assets + decision + near }
        return short(explanation) + ["  because  \(explanation.because)"] + evidence(explanation.evidence)
            + ["  source   " + source(explanation)] + assets + decision
    }

    private static func heading(_ explanation: FindingExplain.Explanation) -> String {
        let what = explanation.threat ?? "anything"
        let place = explanation.locus.map { ", \($0)" } ?? ""
        return "\(what) at \(explanation.entity)\(place)"
    }

    private static func absence(_ explanation: FindingExplain.Explanation) -> [String] {
        var lines = ["  \(explanation.because)"]
        if let rule = explanation.failedRule { lines.append("  failed   \(rule.rawValue)") }
        if let would = explanation.wouldMatch { lines.append("  \(would)") }
        return lines
    }

    private static func telling(_ explanation: FindingExplain.Explanation) -> [String] {
        guard let telling = explanation.telling else { return [] }
        return ["  notice   \(telling.text)"] + telling.withheld.map { way in
            let whom = [way.directive.map { "directive \($0)" }, way.contact.map { "contact \($0)" }]
                .compactMap { $0 }.joined(separator: ", ")
            return "  withheld \(way.reason.rawValue)\(whom.isEmpty ? "" : " (\(whom))"): \(way.detail)"
        }
    }

    /// What is stored with the finding: network and row of an address; of software each asset that matched.
    private static func evidence(_ value: JSONValue) -> [String] {
        guard case .array(let items) = value else { return pairs(value).map { "  evidence " + $0 } }
        return items.map { item in
            let verdict = item["verdict"]
            let words = ["asset", "stated", "confidence", "reason"].compactMap { key in
                verdict?[key]?.text.map { "\(key) \($0)" }
            }
            let source = item["source"]?.text.map { ", by \($0)" } ?? ""
            return "  evidence " + words.joined(separator: "; ") + source
        }
    }

    /// `network 192.0.2.0/24`, one line for each member.
    private static func pairs(_ value: JSONValue) -> [String] {
        guard case .object(let members) = value else {
            return value == .null ? [] : [String(decoding: value.canonical, as: UTF8.self)]
        }
        return members.sorted { $0.key < $1.key }.map { key, inner in
            let name = key.replacing("_", with: " ")
            return "\(name) \(inner.text ?? String(decoding: inner.canonical, as: UTF8.self))"
        }
    }

    /// The row itself where there is one; software rests on the reports that the evidence names.
    private static func source(_ explanation: FindingExplain.Explanation) -> String {
        guard let document = explanation.document else {
            return "the reports named in the evidence; see `ess report show FEED ID`"
        }
        return (explanation.source ?? "no longer kept") + " (item \(explanation.item) of document \(document))"
    }

    /// What a threat's reports mean for one asset now.
    private static func words(_ asset: AssetExplanation) -> String {
        let state = asset.state == "verified" ? "" : ", \(asset.state)"
        return switch asset.verdict {
        case .matched(let evidence):
            "\(evidence.asset)\(state): \(evidence.confidence.rawValue), \(evidence.reason) (\(asset.source))"
        case .excluded(let evidence):
            "\(evidence.asset)\(state): kept out, \(asset.source) states \(evidence.status.rawValue): "
                + evidence.reason
        case .missed(let miss):
            "\(miss.asset)\(state): not meant by \(miss.rule.rawValue), \(miss.counterfactual) (\(asset.source))"
        }
    }
}
