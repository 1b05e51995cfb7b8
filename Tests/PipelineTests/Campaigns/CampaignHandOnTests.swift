import Storage
import Testing
import Vocabulary

@testable import Pipeline

/// Decisions on a campaign whose first report, by which it is named, tells of something else later.
@Suite struct CampaignHandOnTests {
    private typealias Bench = CampaignBench
    private static let old = Bench.name(of: "q1")
    private static let new = Bench.name(of: "q2", feed: "gazette")

    /// What the first report becomes.
    enum Turn: CaseIterable {
        case identified, takenBack, retitled
    }

    private func told(_ bench: Bench) async throws {
        for id in ["q1", "q2", "q3"] {
            for (feed, report) in CampaignTests.story where report.sourceID == id {
                try await bench.arrive([report], of: feed)
            }
        }
        #expect(try await bench.campaigns() == [["q1", "q2", "q3"]])
    }

    private func take(_ turn: Turn, _ bench: Bench) async throws {
        var report = turn == .retitled ? Bench.report("q1", "Oxmere bank customers see outage", at: 3)
            : CampaignTests.story[0].report
        report.revised = report.revised.adding(seconds: 7200)
        switch turn {
        case .identified: report.vulnerabilities = [VulnerabilityStatement(id: "CVE-2026-0009")]
        case .takenBack: report.status = .rejected
        case .retitled: break
        }
        try await bench.arrive([report])
    }

    private func events(_ id: String, _ bench: Bench) async throws -> [String] {
        try await bench.engine.store.entries(subject: id, from: 0, limit: 100).map(\.event)
    }

    @Test(arguments: Turn.allCases, [false, true])
    func `decisions go with the reports that tell of the same`(turn: Turn, restarts: Bool) async throws {
        try await Bench.run { bench in
            try await told(bench)
            _ = try await bench.engine.perform(ThreatWork(threat: Self.old, step: .assign), as: bench.analyst)
            _ = try await bench.engine.perform(
                ThreatOverride(threat: Self.old, score: 91), as: bench.analyst, reason: "seen by a partner")
            if restarts { bench.restart() }
            try await take(turn, bench)
            let heir = try await bench.threat(of: "q3", feed: "xeber")
            #expect(heir.id.text == Self.new && heir.assignee == "leyla" && heir.work == .triaged && heir.score == 91)
            #expect(try await bench.campaigns() == (turn == .retitled ? [["q1"], ["q2", "q3"]] : [["q2", "q3"]]))
            #expect(try await events(Self.new, bench) == ["continued"])
            #expect(try await events(Self.old, bench) == ["assign", "overridden", "handed-on"])
            if turn == .retitled {
                let first = try await bench.threat(of: "q1")
                #expect(first.assignee == nil && first.work == .new && first.override == nil && first.score < 91)
            }
            // The article is as it was: so is the campaign, and what was decided.
            var back = CampaignTests.story[0].report
            back.revised = back.revised.adding(seconds: 9000)
            try await bench.arrive([back])
            let again = try await bench.threat(of: "q2", feed: "gazette")
            #expect(again.id.text == Self.old && again.assignee == "leyla" && again.score == 91)
        }
    }

    @Test(arguments: [Turn.identified, .takenBack])
    func `an id that people have used leads to the reports that are left`(turn: Turn) async throws {
        try await Bench.run { bench in
            try await told(bench)
            _ = try await bench.engine.perform(ThreatNote(threat: Self.old, text: "called them"), as: bench.analyst)
            try await take(turn, bench)
            let explained = try await bench.engine.perform(ThreatExplain(threat: Self.old), as: bench.analyst)
            #expect(explained.threat.id == Self.new && explained.notes.map(\.text) == ["called them"])
            #expect(explained.campaign?.reports.map(\.sourceID) == ["q2", "q3"])
            // An older article gives that one another id too.
            try await bench.arrive([Bench.report("q0", "Velkrat ransomware: Quillhaven hospital hit", at: 1)])
            #expect(try await bench.engine.store.threat(Self.old).row.id.text == Bench.name(of: "q0"))
        }
    }

    @Test func `what is dismissed stays so, and what the first report says now is news`() async throws {
        try await Bench.run { bench in
            try await told(bench)
            _ = try await bench.engine.perform(
                ThreatWork(threat: Self.old, step: .dismiss), as: bench.analyst, reason: "far away")
            try await take(.retitled, bench)
            #expect(try await bench.threat(of: "q2", feed: "gazette").work == .dismissed)
            #expect(try await bench.threat(of: "q1").work == .new)
        }
    }

    @Test func `a later report that tells of something else takes nothing with it`() async throws {
        try await Bench.run { bench in
            try await told(bench)
            _ = try await bench.engine.perform(ThreatWork(threat: Self.old, step: .assign), as: bench.analyst)
            var edited = Bench.report("q2", "Oxmere bank customers see outage", at: 5)
            edited.revised = edited.revised.adding(seconds: 7200)
            try await bench.arrive([edited], of: "gazette")
            #expect(try await bench.campaigns() == [["q1", "q3"], ["q2"]])
            #expect(try await bench.threat(of: "q1").assignee == "leyla")
            #expect(try await bench.threat(of: "q2", feed: "gazette").assignee == nil)
        }
    }
}
