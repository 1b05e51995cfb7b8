package import Vocabulary

// Values that say nothing yet and are filled member by member, by who reads them back from the store. Whatever is not
// filled has the strictest label.

extension ThreatAssessment {
    package init(blank id: ThreatID) {
        self.init(
            id: id, kind: .vulnerability, title: Sourced("", tlp: .red, source: ""), summary: nil, aliases: [],
            presence: .potential, presenceReasons: [], exploitedSince: nil, ransomware: false, products: [],
            severity: nil, weaknesses: [], remediations: [], links: [], ssvc: [:], tlp: .red, published: nil,
            revised: .distantPast, isClosed: false, trail: [], sources: [])
    }
}

extension SeverityAssessment {
    package init(blank version: String) {
        self.init(
            version: version, vector: "", baseTenths: 0, scorer: "", tlp: .red, disagreements: [])
    }
}

extension ThreatSource {
    package init(blank feed: FeedID) {
        self.init(
            feed: feed, sourceID: "", source: .research, reliability: .unjudged, kind: .news, status: .published,
            tlp: .red, revised: .distantPast, published: nil)
    }
}
