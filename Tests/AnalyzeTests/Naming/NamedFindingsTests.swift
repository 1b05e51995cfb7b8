import Constituency
import Testing
import Vocabulary

@testable import Analyze

@Suite struct `The reports of a threat` {
    private static let day: Int64 = 86_400

    private let register: RegisterIndex = {
        let verified = AssetState.verified(Verification(by: "registrar", how: "sample", at: Instant(seconds: 0)))
        return RegisterIndex([
            Entity(
                id: EntityID(unchecked: "clinic"), name: LocalizedText([.az: "Mərkəzi Nəsimi Klinikası"]),
                assets: [Asset(.domain("nesimi.example"), state: verified)]),
            Entity(id: EntityID(unchecked: "grid"), name: LocalizedText([.en: "Odlar"])),
        ])
    }()

    private func report(
        _ id: String, _ text: String, tlp: TLP = .clear, day: Int64 = 1, kind: ReportKind = .news, link: String? = nil,
        subjects: Int = 1, status: ReportStatus = .published, grade: Reliability = .fairlyReliable
    ) -> NamingReport {
        let source = ThreatSource(
            feed: FeedID(unchecked: "news"), sourceID: id, source: .research, reliability: grade, kind: kind,
            status: status, tlp: tlp, revised: Instant(seconds: day * Self.day))
        return NamingReport(source: source, title: "A title", text: text, link: link, subjects: subjects)
    }

    private func found(_ reports: [NamingReport], _ kind: ThreatKind = .vulnerability) -> [NamedFinding] {
        NamedFindings.of(kind, reports, in: register)
    }

    @Test func `say whom they name in whatever order they stand`() {
        let reports = [
            report("a", "nesimi.example", day: 3), report("b", "Mərkəzi Nəsimi Klinikasında", day: 2),
            report("c", "nesimi.example", tlp: .red, day: 9), report("d", "nesimi.example and Odlar", day: 5),
        ]
        let first = found(reports)
        #expect(first.map(\.locus) == [.domain("nesimi.example"), .entity, .entity])
        #expect(first.map(\.confidence) == [.certain, .probable, .possible])
        for shift in reports.indices {
            #expect(found(Array(reports[shift...] + reports[..<shift])) == first)
            #expect(found((reports[shift...] + reports[..<shift]).reversed()) == first)
        }
    }

    @Test(arguments: [
        (Reliability.completelyReliable, Confidence.certain), (.usuallyReliable, .certain), (.fairlyReliable, .certain),
        (.notUsuallyReliable, .probable), (.unreliable, .probable), (.unjudged, .probable),
    ] as [(Reliability, Confidence)])
    func `of sources graded D to F make nothing certain by themselves`(grade: Reliability, confidence: Confidence) {
        let weak = report("a", "nesimi.example", grade: grade)
        #expect(found([weak]).map(\.confidence) == [confidence])
        #expect(found([weak, report("b", "nesimi.example")]).map(\.confidence) == [.certain])
        // What was only possible stays so.
        #expect(found([report("a", "Odlar", grade: grade)]).map(\.confidence) == [.possible])
    }

    @Test(arguments: [(5, .probable), (6, .possible)] as [(Int, Confidence)])
    func `of sources graded D to F name a few entities; more are for a person to decide`(
        count: Int, confidence: Confidence
    ) {
        let verified = AssetState.verified(Verification(by: "registrar", how: "sample", at: Instant(seconds: 0)))
        let register = RegisterIndex((0..<count).map { number in
            Entity(
                id: EntityID(unchecked: "e\(number)"), name: LocalizedText([.en: "E"]),
                assets: [Asset(.domain("e\(number).example"), state: verified)])
        })
        let text = (0..<count).map { "e\($0).example" }.joined(separator: ", ")
        let all = NamedFindings.of(.campaign, [report("a", text, grade: .unjudged)], in: register)
        #expect(all.map(\.confidence) == Array(repeating: confidence, count: count))
        let believed = NamedFindings.of(.campaign, [report("a", text)], in: register)
        #expect(believed.map(\.confidence) == Array(repeating: .certain, count: count))
    }

    @Test func `of the freest label speak, and only they`() throws {
        let finding = try #require(found([
            report("a", "nesimi.example", tlp: .red, day: 1), report("b", "nesimi.example", day: 4),
            report("c", "nesimi.example", day: 6),
        ]).first)
        #expect(finding.evidence.tlp == .clear)
        #expect(finding.firstSeen == Instant(seconds: 4 * Self.day))
        #expect(finding.lastSeen == Instant(seconds: 6 * Self.day))
        #expect(finding.days.count == 2)
        #expect(finding.evidence.reports.map(\.sourceID) == ["b", "c", "a"])
    }

    @Test func `count when they are about it and tell of events`() {
        #expect(found([report("a", "nesimi.example", subjects: 2)]).isEmpty)
        #expect(found([report("a", "nesimi.example", subjects: 2)], .campaign).count == 1)
        #expect(found([report("a", "nesimi.example", kind: .vulnerability)]).isEmpty)
        #expect(found([report("a", "nesimi.example", kind: .exploitation)]).isEmpty)
        #expect(found([report("a", "nesimi.example", status: .rejected)]).isEmpty)
        #expect(found([report("a", "nesimi.example", kind: .advisory)]).count == 1)
        #expect(found([report("a", "nesimi.example", kind: .incident)]).count == 1)
    }

    @Test func `on an entity's own site do not name it`() {
        #expect(found([report("a", "nesimi.example", link: "https://www.nesimi.example/news/1")]).isEmpty)
        #expect(found([report("a", "nesimi.example", link: "https://other.example/nesimi.example")]).count == 1)
    }

    @Test func `give no more places of one entity than a person reads`() {
        let hosts = (0..<50).map { "h\($0).nesimi.example" }.joined(separator: ", ")
        #expect(found([report("a", hosts)]).count == NamedFindings.placesMax)
    }

    @Test func `with a name that a look-alike only resembles say so`() {
        let near = TextMatcher(register: register).nearMisses(
            title: "nesimi.example.evil.example", text: "Mərkəzi Nəsimi şəhəri", for: 0)
        #expect(near.map(\.words) == ["nesimi.example.evil.example", "Mərkəzi Nəsimi"])
        #expect(near.first?.wouldMatch == "nesimi.example, x.nesimi.example")
        let none = TextMatcher(register: register).nearMisses(title: "nothing", text: "at all", for: 0)
        #expect(none.map(\.wouldMatch) == ["`Mərkəzi Nəsimi Klinikası`, nesimi.example or a name below it"])
    }

    private static let words: SectorWords? = {
        func text(_ text: String) -> SettingsNode {
            SettingsNode(content: .scalar(text, quoted: false), file: "s", line: 1)
        }
        func map(_ members: [(String, SettingsNode)]) -> SettingsNode {
            SettingsNode(
                content: .map(members.map { (key: text($0.0), value: $0.1) }), file: "s", line: 1)
        }
        var problems: [SettingsProblem] = []
        return SectorWords(
            settings: map([
                ("country", map([("az", text("Azərbaycan")), ("ru", text("Азербайджан"))])),
                ("sectors", map([
                    ("health", map([("az", text("xəstəxana")), ("ru", text("больница")), ("en", text("hospitals"))])),
                    ("energy", map([("en", text("power grid"))])),
                ])),
            ]), problems: &problems)
    }()

    @Test(arguments: [
        ("Azərbaycanın xəstəxanalarına hücum", ["health"]), ("в больницах азербайджанских городов", ["health"]),
        ("hospitals and the power grid of Azərbaycan", ["health", "energy"]),
        ("Hospitals in Georgia. Azərbaycan is near.", []), ("Azərbaycan", []), ("hospitals", []),
        ("Azərbaycanda power. Grid down.", []),
    ]) func `speak of a sector where one sentence names it and the country`(
        _ text: String, _ sectors: [String]
    ) throws {
        let words = try #require(Self.words)
        let named = NamedSectors.of(.vulnerability, [report("a", text)], words: words)
        #expect(named.map(\.sector.rawValue) == sectors)
    }

    @Test func `about many things speak of no sector`() throws {
        let words = try #require(Self.words)
        let text = "Azərbaycanın xəstəxanaları"
        #expect(NamedSectors.of(.vulnerability, [report("a", text, subjects: 3)], words: words).isEmpty)
        let two = NamedSectors.of(.vulnerability, [report("b", text), report("a", text, tlp: .green)], words: words)
        #expect(two.map(\.reports) == [2])
        #expect(two.map(\.sourceID) == ["b"])
    }

    @Test func `that speak of a sector add a named part to the score`() throws {
        let mention = ThreatMention(
            report: Report(
                sourceID: "a", kind: .news, digest: try #require(Digest(bytes: [UInt8](repeating: 0, count: 32))),
                revised: Instant(seconds: 0), title: "t"),
            feed: FeedID(unchecked: "news"), source: .research, reliability: .fairlyReliable, tlp: .clear,
            statement: VulnerabilityStatement(id: "CVE-2031-0001"))
        let threat = try #require(ThreatAssessment.fold(ThreatID(unchecked: "CVE-2031-0001"), [mention]))
        let reach = NationalReach([.critical: 2, .low: 1])
        let score = ThreatScore.of(
            threat, epss: nil, reach: NationalReach(), sectors: [.health: reach], at: Instant(seconds: 0),
            rules: ScoringRules())
        // 2 × 8 + 1 = 17: five binary digits.
        #expect(score.contributions == [Contribution(
            rule: "sector", points: 5,
            evidence: "its reports speak of the country's health (entities: 2 critical, 1 low)")])
    }
}
