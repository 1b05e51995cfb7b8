package import Analyze
package import Storage
package import Vocabulary

/// Why reports are held to be one campaign: each report, each decision about two of them, each word of a person.
package struct CampaignStory: Codable, Sendable {
    /// One report of the campaign.
    package struct Told: Codable, Sendable {
        /// `campaign:…`: names the report, and this campaign.
        package var name: String
        package var feed: String
        package var sourceID: String
        package var title: String
        package var published: Instant?

        private enum CodingKeys: String, CodingKey { case name, feed, sourceID = "source_id", title, published }
    }

    /// What a person said of two reports, one of them in the campaign.
    package struct Said: Codable, Sendable {
        package var one: String
        package var other: String
        package var together: Bool
        /// Whether nobody said the contrary of the two later.
        package var holds: Bool
        package var verb: CampaignAct.Verb
        package var reason: String
        package var by: String
        package var at: Instant
    }

    /// The first in time first.
    package var reports: [Told]
    /// Every two of the first ``pairedMax`` reports; by the first of the two, then the other.
    package var pairs: [TitlePair]
    /// What each act was about, in the order of the acts; of two words about one pair the later holds.
    package var said: [Said]
    /// Version of the table of weights.
    package var weights: String

    package static let pairedMax = 32
}

extension Engine {
    /// The story of a campaign; nil for a threat of another kind.
    func story(of threat: ThreatRow) async throws -> CampaignStory? {
        guard threat.kind == .campaign else { return nil }
        let rows = try await store.reports(ofCampaign: threat.no)
        let said = try await store.campaignWords(about: rows.map(\.name))
        // Who said a thing of two reports last; a word that only keeps a side together tells nothing of its pairs.
        var last: [CampaignWord.Pair: Bool] = [:]
        var words: [CampaignWord.Pair: Bool] = [:]
        for word in said.map(\.word) {
            last[word.pair] = word.together
            if word.isSaid { words[word.pair] = word.together } else if words[word.pair] != word.together {
                words[word.pair] = nil
            }
        }
        let paired = rows.prefix(CampaignStory.pairedMax).map { $0.titled(policies.scoring.origins) }
        var pairs: [TitlePair] = []
        for (index, one) in paired.enumerated() {
            for other in paired[(index + 1)...] {
                let word = words[CampaignWord(one.id, other.id, together: true).pair]
                pairs.append(TitlePair(one, other, together: word))
            }
        }
        return CampaignStory(
            reports: rows.map {
                CampaignStory.Told(
                    name: $0.name, feed: $0.feed.text, sourceID: $0.sourceID, title: $0.title, published: $0.published)
            }, pairs: pairs,
            said: said.filter(\.word.isSaid).map {
                CampaignStory.Said(
                    one: $0.word.one, other: $0.word.other, together: $0.word.together,
                    holds: last[$0.word.pair] == $0.word.together, verb: $0.verb,
                    reason: $0.reason, by: $0.actor, at: $0.at)
            }, weights: RarityWeights.standard.version)
    }
}
