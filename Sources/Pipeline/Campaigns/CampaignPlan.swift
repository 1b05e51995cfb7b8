import Analyze
import Storage
import Vocabulary

/// Which words about pairs say that reports are one campaign, or two.
///
/// One word for each report, not for each pair: all are tied to the first, and a word against outweighs any number of
/// words for. Earlier words to the contrary about the same reports are taken back by the opposite word. Of all these
/// only those between what stood apart, or is to stand apart, are what the person says.
enum CampaignPlan {
    /// - Parameter campaigns: the reports of each, the first in time first; the campaigns likewise.
    static func merging(_ campaigns: [[String]], said: [CampaignWord.Pair: Bool]) -> [CampaignWord] {
        let reports = campaigns.flatMap { $0 }
        let between = campaigns.dropFirst().map { CampaignWord(reports[0], $0[0], together: true, isSaid: true) }
        return single(between + tied(reports) + contrary(reports, reports, said, to: true))
    }

    static func splitting(
        _ staying: [String], _ leaving: [String], said: [CampaignWord.Pair: Bool]
    ) -> [CampaignWord] {
        single(
            [CampaignWord(staying[0], leaving[0], together: false, isSaid: true)] + tied(staying) + tied(leaving)
                + contrary(staying, leaving, said, to: false))
    }

    /// Each pair once, the first word of it.
    private static func single(_ words: [CampaignWord]) -> [CampaignWord] {
        var seen: Set<CampaignWord.Pair> = []
        return words.filter { seen.insert($0.pair).inserted }
    }

    private static func tied(_ reports: [String]) -> [CampaignWord] {
        reports.dropFirst().map { CampaignWord(reports[0], $0, together: true) }
    }

    private static func contrary(
        _ ones: [String], _ others: [String], _ said: [CampaignWord.Pair: Bool], to together: Bool
    ) -> [CampaignWord] {
        let (ones, others) = (Set(ones), Set(others))
        return said.filter { pair, word in
            word != together && (ones.contains(pair.one) && others.contains(pair.other)
                || ones.contains(pair.other) && others.contains(pair.one))
        }.map { CampaignWord($0.key.one, $0.key.other, together: together) }
    }

    /// The reports among these that `text` may mean.
    static func reports(_ text: String, _ reports: [TitledRow]) -> [TitledRow] {
        let found = reports.filter { $0.name == text || "\($0.feed)/\($0.sourceID)" == text || $0.sourceID == text }
        return found.isEmpty && !text.isEmpty ? reports.filter { $0.name.hasPrefix(text) } : found
    }

    /// The name of the report of a campaign that `text` means.
    static func report(_ text: String, of threat: ThreatID, _ reports: [TitledRow]) throws -> String {
        let named = self.reports(text, reports)
        guard let only = named.first, named.count == 1 else {
            let how = named.isEmpty ? "is no report" : "may be several reports"
            throw ActFailure(
                named.isEmpty ? .notFound : .conflict, "`\(text)` \(how) of \(threat)",
                hint: "`ess threat explain \(threat)` names them")
        }
        return only.name
    }
}

extension TitledRow {
    /// The order of titles in time.
    var place: (Int64, String) { (published?.microseconds ?? .max, name) }

    /// As clustering sees it.
    func titled(_ origins: [String: String]) -> TitledReport {
        TitledReport(id: name, title: title, published: published, source: origins[feed.text] ?? feed.text)
    }
}
