import Analyze
import Testing
import Vocabulary

let cve = ThreatID(unchecked: "CVE-2026-1111")

func mention(
    _ feed: String, _ sourceID: String, kind: ReportKind = .vulnerability, tlp: TLP = .clear, day: Int64 = 1,
    status: ReportStatus = .published, count: Int = 1, _ change: (inout VulnerabilityStatement) -> Void = { _ in }
) throws -> ThreatMention {
    let digest = try #require(Digest(bytes: [UInt8](repeating: UInt8(day), count: 32)))
    var report = Report(
        sourceID: sourceID, kind: kind, digest: digest, revised: Instant(seconds: day * 86_400),
        title: "About " + sourceID)
    report.status = status
    report.published = report.revised
    var statement = VulnerabilityStatement(id: cve.text)
    change(&statement)
    report.vulnerabilities = [statement]
    var out = ThreatMention(
        report: report, feed: FeedID(unchecked: feed), source: .manufacturer, reliability: .usuallyReliable, tlp: tlp,
        statement: statement)
    out.mentionCount = count
    return out
}

private func sample() throws -> [ThreatMention] {
    try [
        mention("cve", "CVE-2026-1111") {
            $0.title = "Overflow in Gate"
            $0.aliases = ["CVE-2026-2222", "GHSA-aaaa-bbbb-cccc"]
            $0.scores = [
                ScoreStatement(
                    version: "3.1", vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", baseTenths: 95,
                    source: "cna")
            ]
            $0.weaknesses = ["CWE-787"]
        },
        mention("cve", "CVE-2026-1111", day: 3) {
            $0.title = "Overflow in Gate 7"
            $0.scores = [
                ScoreStatement(
                    version: "3.1", vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", baseTenths: 95,
                    source: "cna")
            ]
            $0.aliases = ["CVE-2026-2222", "GHSA-aaaa-bbbb-cccc"]
            $0.products = [ProductStatement(vendor: "V", product: "Gate", status: .affected)]
        },
        mention("kev", "CVE-2026-1111", kind: .exploitation, day: 2) {
            $0.exploitation = ExploitationStatement(
                listed: UTCDay(number: 2), due: nil, ransomware: true, requiredAction: "Apply the update.")
        },
        mention("vendor", "round-up", kind: .advisory, tlp: .amber, day: 5, count: 40) {
            $0.weaknesses = ["CWE-120"]
            $0.remediations = ["Update to 7.4."]
        },
        mention("news", "n1", kind: .news, day: 6),
    ]
}

@Suite struct ThreatFoldTests {
    @Test func `the fold is a function of the set, whatever the order`() throws {
        let mentions = try sample()
        let expected = try #require(ThreatAssessment.fold(cve, mentions))
        var random = SeededRandom(7)
        for _ in 0..<200 {
            var shuffled = mentions + mentions.prefix(Int(random.next() % 3))
            shuffled.shuffle(using: &random)
            #expect(ThreatAssessment.fold(cve, shuffled) == expected)
        }
    }

    @Test func `what is told comes from the newest revision, with its label; CVEs never become aliases`() throws {
        let threat = try #require(ThreatAssessment.fold(cve, sample()))
        #expect(threat.aliases == ["GHSA-aaaa-bbbb-cccc"])
        #expect(threat.presence == .existing)
        #expect(threat.presenceReasons.map(\.rule) == [.listed])
        #expect(threat.exploitedSince == UTCDay(number: 2))
        #expect(threat.ransomware)
        #expect(threat.tlp == .amber)
        #expect(threat.weaknesses == ["CWE-120"])
        #expect(threat.severity?.baseTenths == 98)
        #expect(threat.severity?.disagreements == ["cna states 9.5, its vector gives 9.8"])
        #expect(threat.remediations.map(\.tlp) == [.clear, .amber])
        #expect(threat.sources.count == 4)
        // Of the CLEAR ones that speak of it alone the catalogue comes first, before the record's newest title.
        #expect(threat.title == Sourced("About CVE-2026-1111", tlp: .clear, source: "kev/CVE-2026-1111"))
    }

    @Test func `what was observed with us makes the whole AMBER, and a stricter report stricter still`() throws {
        let open = try mention("cve", "CVE-2026-1111")
        #expect(ThreatAssessment.fold(cve, [open])?.tlp == .clear)
        let seen = try #require(ThreatAssessment.fold(cve, [open], observed: "two hosts answer as the backdoor does"))
        #expect(seen.presenceReasons.map(\.rule) == [.observed])
        #expect(seen.presenceReasons.map(\.tlp) == [.amber])
        #expect(seen.tlp == .amber)
        #expect(seen.title.tlp == .clear)
        let red = try mention("partner", "p1", kind: .advisory, tlp: .red)
        #expect(ThreatAssessment.fold(cve, [open, red], observed: "seen")?.tlp == .red)
    }

    @Test func `the score is the sum of its contributions, cut at 100`() throws {
        let threat = try #require(ThreatAssessment.fold(cve, sample()))
        let epss = EPSSScore(cve: cve.text, probability: 97_431, percentile: 99_900)
        let score = ThreatScore.of(
            threat, epss: epss, reach: NationalReach([.critical: 1]), at: Instant(seconds: 10 * 86_400),
            rules: ScoringRules())
        // 98 × 30 / 100 = 29.4; listed; 0.97431 × 15 = 14.6; ransomware; three more feeds of grade B, 3 × 2 = 6 (cut
        // at 7); one critical entity weighs 8: four doublings, 5 + 8.
        #expect(score.contributions.map(\.rule) == ["cvss", "kev", "epss", "ransomware", "sources", "reach"])
        #expect(score.contributions.map(\.points) == [29, 30, 15, 8, 6, 13])
        #expect(score.total == 100)
        #expect(score.contributions[2].evidence == "EPSS 0.97431, percentile 0.99900")
    }
}

extension ThreatFoldTests {
    @Test func `feeds that repeat one origin count once, with the best of their grades`() throws {
        let threat = try #require(ThreatAssessment.fold(cve, sample()))
        let feeds = Set(threat.sources.map(\.feed.text))
        var rules = ScoringRules()
        func points() -> Int? {
            ThreatScore.of(threat, epss: nil, reach: NationalReach(), at: Instant(seconds: 0), rules: rules)
                .contributions.first { $0.rule == "sources" }?.points
        }
        // Four feeds of grade B and better: three more than the first, 2 points each.
        #expect(feeds.count == 4)
        #expect(points() == 6)
        for feed in feeds.sorted().prefix(2) { rules.origins[feed] = "one-list" }
        #expect(points() == 4)
        for feed in feeds { rules.origins[feed] = "one-list" }
        #expect(points() == nil)
    }
}

/// SplitMix64: the same numbers for the same seed.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
