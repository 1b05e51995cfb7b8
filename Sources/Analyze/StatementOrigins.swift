import Vocabulary

/// Who states a threat of his own: several feeds may pass on what one origin says. Withdrawn reports do not count.
struct StatementOrigins {
    /// The grades of each origin's feeds.
    let grades: [String: [Reliability]]
    /// The origins by name, and how many feeds repeat another.
    let words: String

    init(_ threat: ThreatAssessment, _ rules: ScoringRules) {
        var grades: [String: [Reliability]] = [:]
        var feeds: Set<FeedID> = []
        for source in threat.sources where source.status == .published {
            grades[rules.origins[source.feed.text] ?? source.feed.text, default: []].append(source.reliability)
            feeds.insert(source.feed)
        }
        let copies = feeds.count - grades.count
        let note = copies == 0 ? "" : " (\(feeds.count) feeds; \(copies) repeat another)"
        self.grades = grades
        words = grades.keys.sorted().joined(separator: ", ") + note
    }
}
