import Analyze
import Pipeline
import Storage

/// Campaigns in lines for people.
enum CampaignText {
    static func overruled(_ answer: OverruledCampaigns) -> [String] {
        answer.campaigns.flatMap { campaign in
            ["\(campaign.id)  \(campaign.title)"] + campaign.reports.map { "  \($0)" }
        }
    }

    /// Reports, what persons said, and each report's nearest one with what speaks for and against.
    static func story(_ story: CampaignStory) -> [String] {
        var lines = ["", "told by \(Counted.text(story.reports.count, "report"))"]
        lines += story.reports.map {
            "  \($0.name)  \(ShortTime.text($0.published))  \($0.feed)  \($0.title)"
        }
        if !story.pairs.isEmpty { lines.append("held to be one because (weights of \(story.weights))") }
        lines += nearest(story).map { "  " + decision($0) }
        if !story.said.isEmpty { lines.append("said by people") }
        lines += story.said.map {
            "  \($0.one) and \($0.other) are \($0.together ? "one" : "two"): \($0.verb.rawValue) by \($0.by) "
                + "\(ShortTime.text($0.at)): \($0.reason)" + ($0.holds ? "" : " (taken back later)")
        }
        return lines
    }

    /// For each report but the first the decision that binds it most to one before it.
    private static func nearest(_ story: CampaignStory) -> [TitlePair] {
        story.reports.prefix(CampaignStory.pairedMax).dropFirst().compactMap { report in
            story.pairs.filter { $0.other == report.name }.max { strength($0) < strength($1) }
        }
    }

    /// A person's word binds most.
    private static func strength(_ pair: TitlePair) -> Int { pair.likeness ?? .max }

    private static func decision(_ pair: TitlePair) -> String {
        let names = "\(pair.other) with \(pair.one): "
        guard let likeness = pair.likeness else { return names + "a person said so" }
        let words = { (list: [TitlePair.Word]) in
            list.isEmpty ? "nothing" : list.map { "\($0.word) \($0.weight)" }.joined(separator: ", ")
        }
        let shared = pair.identifiers.isEmpty ? words(pair.shared) : pair.identifiers.joined(separator: ", ")
        let apart = pair.secondsApart.map { ", \($0 / 86_400) days apart" } ?? ", one is undated"
        let less = pair.factors.keys.sorted().map { ", less for \($0)" }.joined()
        return names + "likeness \(likeness / 10_000) of 100, \(pair.reason)\(less): share \(shared); "
            + "alone \(words(pair.oneAlone)) / \(words(pair.otherAlone))\(apart)"
    }
}
