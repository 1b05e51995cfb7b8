import Analyze
import Storage
import Vocabulary

/// All reports that are taken at their words, clustered; rebuilt from the store whenever it is not at hand.
struct CampaignIndex: Sendable {
    private(set) var titles = TitleIndex()
    /// What persons said of two reports, later words only.
    private(set) var words: [CampaignWord.Pair: Bool] = [:]
    /// How many reports it was made of.
    var loaded = 0
    /// Whose statements a feed repeats, by feed.
    private let origins: [String: String]

    init(origins: [String: String], words: [CampaignWord]) {
        self.origins = origins
        say(words)
    }

    var count: Int { titles.count }

    /// Takes what persons said of pairs.
    mutating func say(_ spoken: [CampaignWord]) {
        for word in spoken where words.updateValue(word.together, forKey: word.pair) != word.together {
            titles.overrule(word.one, word.other, together: word.together)
        }
    }

    /// Takes a report as it is now.
    mutating func take(_ row: TitledRow) {
        guard row.stands else { return titles.remove(row.name) }
        let report = row.titled(origins)
        if titles.report(of: row.name) != report { titles.insert(report) }
    }

    /// The clusters that changed, and those of the reports given; the latter last, each cluster once.
    mutating func settle(with reports: some Sequence<String>) -> [[String]] {
        var own: [String: [String]] = [:]
        let moved = titles.settle()
        for name in reports {
            if let cluster = titles.cluster(of: name) { own[cluster[0]] = cluster }
        }
        // A crash between two transactions leaves reports that are due, for which all clusters are compared anew.
        return moved.filter { own[$0[0]] == nil } + own.values.sorted { $0[0] < $1[0] }
    }
}

extension CampaignWord {
    /// Two reports, whatever was said of them.
    struct Pair: Hashable, Sendable {
        var one: String
        var other: String
    }

    var pair: Pair { Pair(one: one, other: other) }
}
