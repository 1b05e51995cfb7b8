import Analyze
import Testing
import Vocabulary

private func threat(
    kev: Bool = false, ssvc: [String: String] = [:], scores: [ScoreStatement] = []
) throws -> ThreatAssessment {
    let id = ThreatID(unchecked: "CVE-2026-1111")
    let digest = try #require(Digest(bytes: [UInt8](repeating: 1, count: 32)))
    var report = Report(
        sourceID: id.text, kind: kev ? .exploitation : .vulnerability, digest: digest,
        revised: Instant(seconds: 86_400), title: "Overflow in Gate")
    report.status = .published
    var statement = VulnerabilityStatement(id: id.text)
    statement.ssvc = ssvc
    statement.scores = scores
    if kev {
        statement.exploitation = ExploitationStatement(
            listed: UTCDay(number: 2), due: nil, ransomware: false, requiredAction: nil)
    }
    report.vulnerabilities = [statement]
    let mention = ThreatMention(
        report: report, feed: FeedID(unchecked: "cve"), source: .manufacturer, reliability: .usuallyReliable,
        tlp: .clear, statement: statement)
    return try #require(ThreatAssessment.fold(id, [mention]))
}

@Suite struct ThreatSSVCTests {
    @Test func `what CISA's ADP states decides, and the entities concerned stand for mission and well-being`() throws {
        let stated = ["Exploitation": "poc", "Automatable": "no", "Technical Impact": "total"]
        let answer = try #require(SSVCAssessment.of(threat(ssvc: stated), reach: NationalReach([.high: 1, .low: 3])))
        #expect(answer.tree == "cisa-coordinator")
        #expect(answer.points.map(\.value) == ["public poc", "no", "total", "high"])
        #expect(answer.points.allSatisfy { !$0.assumed })
        #expect(answer.decision == "attend")
    }

    @Test func `a catalogue's listing is active exploitation whatever the ADP says`() throws {
        let answer = try #require(SSVCAssessment.of(threat(kev: true, ssvc: ["Exploitation": "none"]), reach: .init()))
        #expect(answer.points[0].value == "active")
        #expect(!answer.points[0].assumed)
    }

    @Test func `what nobody states takes the default and says so`() throws {
        let answer = try #require(SSVCAssessment.of(threat(), reach: NationalReach()))
        #expect(answer.points.map(\.value) == ["none", "yes", "total", "medium"])
        #expect(answer.points.allSatisfy { $0.assumed && $0.evidence.hasPrefix("default: ") })
        #expect(answer.decision == "track")
    }

    @Test func `a 4.0 vector is recomputed, preferred, and named in the score`() throws {
        let four = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"
        let scores = [
            ScoreStatement(version: "4.0", vector: four, baseTenths: 90, source: "cna"),
            ScoreStatement(
                version: "3.1", vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", baseTenths: 98, source: "nvd"),
        ]
        let folded = try threat(scores: scores)
        #expect(folded.severity?.vector == four)
        #expect(folded.severity?.disagreements == ["cna states 9.0, its vector gives 9.3"])
        let score = ThreatScore.of(
            folded, epss: nil, reach: NationalReach(), at: Instant(seconds: 86_400), rules: ScoringRules())
        let part = try #require(score.contributions.first { $0.rule == "cvss" })
        #expect(part.points == 28)
        #expect(part.evidence == "\(four) = 9.3 (recomputed), by cna")
    }
}
