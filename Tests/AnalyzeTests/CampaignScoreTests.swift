import Testing
import Vocabulary

@testable import Analyze

/// What a campaign scores.
@Suite struct CampaignScoreTests {
    private let day = Instant(seconds: 1_795_132_800)

    private func campaign(_ told: [(feed: String, title: String)], summary: String = "") -> ThreatAssessment? {
        let mentions = told.enumerated().map { number, told in
            var report = Report(
                sourceID: "r\(number)", kind: .news, digest: digest(UInt8(number)), revised: day, title: told.title)
            report.published = day
            report.summary = summary
            return ThreatMention(
                report: report, feed: FeedID(unchecked: told.feed), source: .research, reliability: .usuallyReliable,
                tlp: .clear, statement: VulnerabilityStatement(id: "campaign:x"))
        }
        return ThreatAssessment.fold(ThreatID(unchecked: "campaign:x"), mentions, as: .campaign)
    }

    private func digest(_ byte: UInt8) -> Digest {
        guard let digest = Digest(bytes: [UInt8](repeating: byte, count: 32)) else { preconditionFailure("32 bytes") }
        return digest
    }

    private func points(_ threat: ThreatAssessment, _ rules: ScoringRules = ScoringRules()) -> [String: Int] {
        let score = ThreatScore.of(
            threat, epss: nil, reach: NationalReach(), at: day.adding(seconds: 3600), rules: rules)
        return Dictionary(uniqueKeysWithValues: score.contributions.map { ($0.rule, $0.points) })
    }

    @Test func `one source's news scores nothing, however many articles it has`() throws {
        let threat = try #require(campaign([("a", "Oxmere hit by Velkrat"), ("a", "Oxmere: Velkrat strikes again")]))
        #expect(points(threat).isEmpty)
        #expect(threat.kind == .campaign && threat.sources.count == 2 && threat.aliases.isEmpty)
    }

    @Test(arguments: [(["a", "b"], 10), (["a", "b", "c"], 20), (["a", "b", "c", "d", "e"], 30)])
    func `each independent source after the first gives ten, up to thirty`(feeds: [String], expected: Int) throws {
        let threat = try #require(campaign(feeds.map { ($0, "Oxmere hit by Velkrat") }))
        #expect(points(threat) == ["told": expected])
    }

    @Test func `feeds of one origin are one source`() throws {
        let threat = try #require(campaign([("a", "Oxmere hit by Velkrat"), ("b", "Velkrat hits Oxmere")]))
        var rules = ScoringRules()
        rules.origins = ["a": "agency", "b": "agency"]
        #expect(points(threat, rules).isEmpty)
    }
}
