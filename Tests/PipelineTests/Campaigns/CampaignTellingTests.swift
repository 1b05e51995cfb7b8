import Analyze
import Constituency
import Foundation
import GRDB
import Notify
@testable import Storage
import Testing
import Vocabulary

@testable import Pipeline

/// What was told, decided or set of a campaign, while its id and its reports change.
@Suite struct CampaignTellingTests {
    private typealias Bench = CampaignBench
    private static let carrier = EntityID(unchecked: "carrier")
    private static let order = """
        directives:
          - {id: findings, kinds: [findings], roles: [technical], channel: maildrop, standing_order: true}
        """
    private static let host = "Customers of xezernet.example are concerned."
    private static let doubt = "Xəzərnet şəbəkəsi"

    /// Three titles of one event and one of another; each says `words` besides.
    private static func told(_ id: String, _ words: String = host) -> (feed: String, report: Report) {
        var (feed, report) = CampaignTests.story.first { $0.report.sourceID == id } ?? CampaignTests.story[0]
        report.summary = words
        return (feed, report)
    }

    /// A bench with a carrier that has a contact, and a standing order that two people approved.
    private func run(_ body: (CampaignBench) async throws -> Void) async throws {
        try await Bench.run(directives: Self.order) { bench in
            let store = bench.engine.store
            let now = bench.clock.now
            let checked = Verification(by: "user:1:a", how: "callback", at: now)
            let asset = Asset(.domain("xezernet.example"), state: .verified(checked))
            let desk = Contact(id: "desk", role: .technical, channel: .mail("soc@xezernet.example"), verified: checked)
            let carrier = Entity(
                id: Self.carrier, name: LocalizedText([.az: "“Xəzərnet” MMC"]), sector: .telecommunications,
                contacts: [desk], assets: [asset])
            let imported = Entry(
                kind: .entity, subject: "carrier", event: "imported", at: now, actor: "user:1:admin")
            try await store.saveEntities([carrier], at: now, entries: [imported])
            try await bench.engine.loadDirectives()
            for uid: UInt32 in [1001, 1002] {
                let officer = Actor(uid: uid, name: "u\(uid)", loginUID: uid, roles: [.approver])
                let record = try #require(try await bench.engine.perform(DirectiveList(), as: officer).first)
                _ = try await bench.engine.perform(
                    DirectiveApprove(id: record.directive.id, digest: record.digest.short), as: officer)
            }
            try await store.write("test") { db in
                for feed in ["newswire", "gazette", "xeber"] {
                    try db.execute(
                        sql: """
                            INSERT INTO feed_state(feed, next_poll, released, added) VALUES (?, 0, 1, 0)
                            """, arguments: [feed])
                    try Store.append(
                        [Entry(kind: .setting, subject: "feed:\(feed)", event: "released", at: now, actor: "user:1:a")],
                        in: db)
                }
            }
            try await body(bench)
        }
    }

    private func arrive(_ bench: CampaignBench, _ ids: String..., words: String = host) async throws {
        for id in ids {
            let (feed, report) = Self.told(id, words)
            try await bench.arrive([report], of: feed)
        }
    }

    private func merge(_ bench: CampaignBench, _ ids: [String]) async throws {
        let act = ThreatMerge(threats: ids)
        _ = try await bench.engine.perform(act, as: bench.analyst, reason: "one gang")
    }

    private func split(_ bench: CampaignBench, _ threat: String, _ reports: String...) async throws {
        let act = ThreatSplit(threat: threat, reports: reports)
        _ = try await bench.engine.perform(act, as: bench.analyst, reason: "two gangs")
    }

    /// Causes of findings, by the notice that tells of them.
    private func notices(_ bench: CampaignBench) async throws -> [NoticeRecord] {
        try await bench.engine.store.notices(entity: Self.carrier, about: nil, limit: 10)
    }

    private func findings(_ bench: CampaignBench, untold: Bool? = nil) async throws -> [FindingRow] {
        var query = FindingQuery()
        query.state = .open
        query.decidedOnly = false
        query.untold = untold
        return try await bench.engine.store.findings(query)
    }

    private func told(_ bench: CampaignBench) async throws -> [FindingTold.Reason] {
        try await bench.engine.told(of: try await findings(bench)).map(\.reason)
    }

    @Test func `an entity is not told again when an older article gives the campaign another id`() async throws {
        try await run { bench in
            try await arrive(bench, "q2")
            #expect(try await bench.engine.noticeFindings() == 1)
            let before = try await bench.threat(of: "q2", feed: "gazette").id
            try await arrive(bench, "q1", "q3")
            #expect(try await bench.threat(of: "q2", feed: "gazette").id != before)
            #expect(try await bench.engine.noticeFindings() == 0)
            #expect(try await notices(bench).count == 1)
            #expect(try await findings(bench, untold: true).isEmpty)
            #expect(try await told(bench) == [.told])
            let page = try await bench.engine.store.toldFindings(
                of: Self.carrier, state: .open, after: nil, limit: 10)
            #expect(page.map(\.threat.text) == [Bench.name(of: "q1")])
            let calm = try await bench.engine.perform(Status(), as: bench.analyst).calm
            #expect(calm.contains("every open finding was told, or is about to be"))
        }
    }

    @Test func `what was told, and an advisory, follow the reports that the first one leaves`() async throws {
        try await run { bench in
            try await arrive(bench, "q1", "q2", "q3")
            #expect(try await bench.engine.noticeFindings() == 1)
            var report = Bench.report("q1", "What Velkrat made use of", at: 3)
            report.summary = "Nobody is named."
            report.revised = report.revised.adding(seconds: 60)
            report.vulnerabilities = [VulnerabilityStatement(id: "CVE-2026-0009")]
            try await bench.arrive([report])
            #expect(try await bench.threat(of: "q2", feed: "gazette").id.text == Bench.name(of: "q2", feed: "gazette"))
            #expect(try await bench.engine.noticeFindings() == 0)
            #expect(try await told(bench) == [.told])
            let named = [ThreatID(unchecked: Bench.name(of: "q1"))]
            let concerned = try await bench.engine.store.advisoryRecipients(named)
            #expect(concerned.map(\.entity) == [Self.carrier] && concerned.map(\.findings) == [1])
        }
    }

    @Test func `a notice names who reported it, with a link, as far as its reader may know`() async throws {
        try await run { bench in
            var (feed, report) = Self.told("q2")
            report.links = ["https://gazette.example/q2"]
            try await bench.arrive([report], of: feed)
            (feed, report) = Self.told("q1")
            report.links = ["https://newswire.example/q1"]
            report.tlp = .amber
            try await bench.arrive([report], of: feed)
            (feed, report) = Self.told("q3")
            report.links = ["javascript:alert(1)"]
            try await bench.arrive([report], of: feed)
            #expect(try await bench.engine.noticeFindings() == 1)
            let number = try #require(try await notices(bench).first?.number)
            let content = try #require(try await bench.engine.store.notice(number)?.content)
            let system = try #require(content.systems.first)
            #expect(content.tlp == .clear && content.systems.count == 1)
            #expect(system.evidence == "gazette, xeber, domen adına görə, dəqiq")
            #expect(system.facts == "gazette: https://gazette.example/q2")
            let draft = try await bench.engine.perform(
                AdvisoryDraft(threat: Bench.name(of: "q1")), as: bench.analyst, dryRun: true)
            let lines = draft.form.split(separator: "\n").filter { $0.hasPrefix("- ") && $0.contains("Quillhaven") }
            #expect(draft.form.contains("Reported by:"))
            #expect(lines.contains { $0.hasPrefix("- gazette: ") && $0.hasSuffix(" <https://gazette.example/q2>") })
            #expect(lines.contains { $0.hasPrefix("- newswire: ") && $0.hasSuffix(" <https://newswire.example/q1>") })
        }
    }

    @Test func `a merge and a split tell nobody again`() async throws {
        try await run { bench in
            try await arrive(bench, "q1", "m1")
            #expect(try await bench.engine.noticeFindings() == 1)
            #expect(try await notices(bench).map(\.causes) == [2])
            for _ in 0..<2 {
                try await merge(bench, [Bench.name(of: "q1"), Bench.name(of: "m1")])
                #expect(try await findings(bench).count == 1)
                #expect(try await bench.engine.noticeFindings() == 0)
                try await split(bench, Bench.name(of: "q1"), "m1")
                #expect(try await findings(bench).count == 2)
                #expect(try await bench.engine.noticeFindings() == 0)
                #expect(try await told(bench) == [.told, .told])
            }
        }
    }

    @Test func `what was told of two as one is told of each, and what comes to one later is news`() async throws {
        try await run { bench in
            try await arrive(bench, "q1", "m1")
            try await merge(bench, [Bench.name(of: "q1"), Bench.name(of: "m1")])
            #expect(try await bench.engine.noticeFindings() == 1)
            try await split(bench, Bench.name(of: "q1"), "m1")
            #expect(try await bench.engine.noticeFindings() == 0)
            // Another event than both names the entity.
            try await arrive(bench, "o1")
            #expect(try await bench.engine.noticeFindings() == 1)
            #expect(try await notices(bench).map(\.causes).sorted() == [1, 2])
        }
    }

    @Test func `a report that named nobody when its campaign was told carries no telling away`() async throws {
        try await run { bench in
            try await arrive(bench, "q1")
            try await arrive(bench, "m1", words: "Nobody is named.")
            try await merge(bench, [Bench.name(of: "q1"), Bench.name(of: "m1")])
            #expect(try await bench.engine.noticeFindings() == 1)
            var edited = Bench.report("m1", "Marrowgate airport warns of phishing again", at: 4)
            edited.summary = Self.host
            edited.revised = edited.revised.adding(seconds: 60)
            try await split(bench, Bench.name(of: "q1"), "m1")
            #expect(try await findings(bench).count == 1)
            try await bench.arrive([edited])
            #expect(try await findings(bench).count == 2)
            #expect(try await bench.engine.noticeFindings() == 1)
        }
    }

    @Test func `what was withheld stays decided under the campaign's next id`() async throws {
        try await run { bench in
            let store = bench.engine.store
            try await arrive(bench, "q2")
            let suspended = ContactChange(entity: Self.carrier, contact: "desk", step: .suspend, how: nil)
            let admin = Actor(uid: 1009, name: "admin", loginUID: 1009, roles: [.admin])
            _ = try await bench.engine.perform(suspended, as: admin, reason: "left")
            #expect(try await bench.engine.noticeFindings() == 0)
            try await arrive(bench, "q1")
            #expect(try await bench.engine.noticeFindings() == 0)
            #expect(try await told(bench) == [.withheld])
            #expect(try await store.withheld(cause: nil, entity: Self.carrier, limit: 10).count == 1)
        }
    }

    @Test(arguments: [GapVerdict.noMatch, .match])
    func `a decision of a possible match follows the campaign's id`(verdict: GapVerdict) async throws {
        try await run { bench in
            try await arrive(bench, "q2", words: Self.doubt)
            let gap = try #require(try await bench.engine.perform(GapList(), as: bench.analyst).first)
            let act = GapResolve(gap: gap.gap, verdict: verdict, alias: nil)
            _ = try await bench.engine.perform(act, as: bench.analyst, reason: "asked them")
            let expected: [Confidence] = verdict == .match ? [.probable] : []
            #expect(try await findings(bench).map(\.confidence) == expected)
            try await arrive(bench, "q1", "q3", words: Self.doubt)
            #expect(try await bench.threat(of: "q2", feed: "gazette").id.text == Bench.name(of: "q1"))
            #expect(try await findings(bench).map(\.confidence) == expected)
            #expect(try await bench.engine.perform(GapList(), as: bench.analyst).isEmpty)
            // It was decided of q2: the others ask again when they stand alone.
            try await split(bench, Bench.name(of: "q1"), "gazette/q2")
            let open = try await findings(bench)
            #expect(open.filter { $0.confidence == .possible }.map(\.threat.text) == [Bench.name(of: "q1")])
            #expect(open.filter { $0.confidence == .probable }.count == expected.count)
        }
    }

    @Test func `a split gives score and work back to the campaign that they were set of`() async throws {
        try await run { bench in
            try await arrive(bench, "q1", "m1")
            let (one, other) = (Bench.name(of: "q1"), Bench.name(of: "m1"))
            let plain = try await bench.threat(of: "q1").score
            _ = try await bench.engine.perform(
                ThreatOverride(threat: other, score: 91), as: bench.analyst, reason: "seen by a partner")
            _ = try await bench.engine.perform(ThreatWork(threat: other, step: .assign), as: bench.analyst)
            try await merge(bench, [one, other])
            var kept = try await bench.threat(of: "q1")
            #expect(kept.score == 91 && kept.assignee == "leyla" && kept.work == .triaged)
            try await split(bench, one, "m1")
            kept = try await bench.threat(of: "q1")
            #expect(kept.id.text == one && kept.override == nil && kept.score == plain)
            #expect(kept.assignee == nil && kept.work == .new)
            let back = try await bench.threat(of: "m1")
            #expect(back.id.text == other && back.score == 91 && back.assignee == "leyla" && back.work == .triaged)
            let events = try await bench.engine.store.entries(subject: one, from: 0, limit: 100).map(\.event)
            #expect(events == ["continued", "merged", "given-back", "split"], "\(events)")
        }
    }

    @Test func `a report that its source takes back takes nobody's work with it`() async throws {
        try await run { bench in
            try await arrive(bench, "q1", "m1")
            let (one, other) = (Bench.name(of: "q1"), Bench.name(of: "m1"))
            _ = try await bench.engine.perform(ThreatWork(threat: other, step: .assign), as: bench.analyst)
            try await merge(bench, [one, other])
            var gone = Bench.report("m1", "Taken back", at: 500)
            gone.status = .rejected
            try await bench.arrive([gone])
            let reports = try await bench.engine.store.reports(ofCampaign: try await bench.threat(of: "q1").no)
            #expect(reports.map(\.sourceID) == ["q1"])
            let kept = try await bench.threat(of: "q1")
            #expect(kept.assignee == "leyla" && kept.work == .triaged)
        }
    }

    @Test func `what a person decided of the merged campaign stays with it`() async throws {
        try await run { bench in
            try await arrive(bench, "q1", "m1")
            let (one, other) = (Bench.name(of: "q1"), Bench.name(of: "m1"))
            _ = try await bench.engine.perform(
                ThreatOverride(threat: other, score: 91), as: bench.analyst, reason: "seen by a partner")
            try await merge(bench, [one, other])
            _ = try await bench.engine.perform(
                ThreatOverride(threat: one, score: 40), as: bench.analyst, reason: "less than it seemed")
            try await split(bench, one, "m1")
            #expect(try await bench.threat(of: "q1").score == 40)
            #expect(try await bench.threat(of: "m1").score == 91)
        }
    }

    @Test func `what was taken over twice goes back to where it came from`() async throws {
        try await run { bench in
            try await arrive(bench, "q1", "m1", "o1")
            let names = [("q1", "newswire"), ("m1", "newswire"), ("o1", "gazette")].map { Bench.name(of: $0, feed: $1) }
            _ = try await bench.engine.perform(
                ThreatOverride(threat: names[2], score: 77), as: bench.analyst, reason: "a partner says so")
            // m1 is older than o1, and q1 than both: the override goes from o1 to m1 to q1.
            try await merge(bench, [names[1], names[2]])
            try await merge(bench, [names[0], names[1]])
            #expect(try await bench.threat(of: "q1").score == 77)
            try await split(bench, names[0], "m1")
            #expect(try await bench.threat(of: "q1").score == 77)
            #expect(try await bench.threat(of: "m1").override == nil)
            try await split(bench, names[0], "gazette/o1")
            #expect(try await bench.threat(of: "q1").override == nil)
            #expect(try await bench.threat(of: "o1", feed: "gazette").score == 77)
        }
    }
}
