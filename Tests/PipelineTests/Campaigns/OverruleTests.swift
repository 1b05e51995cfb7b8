import Analyze
import GRDB
import Storage
import Testing
import Vocabulary

@testable import Pipeline

/// `ess threat merge` and `split`: what people say outweighs what titles say, and is remembered.
@Suite struct OverruleTests {
    private typealias Bench = CampaignBench
    private static let one = Bench.name(of: "q1")
    private static let other = Bench.name(of: "m1")
    private static let merged: Set<[String]> = [["q1", "m1", "q2", "q3"], ["o1"]]
    private static let told: Set<[String]> = [["q1", "q2", "q3"], ["m1"], ["o1"]]

    private func arrived(_ bench: Bench) async throws {
        for (feed, report) in CampaignTests.story { try await bench.arrive([report], of: feed) }
    }

    @Test func `what was merged or split is not merged or split again`() async throws {
        try await Bench.run { bench in
            try await arrived(bench)
            let merge = ThreatMerge(threats: [Self.one, Self.other])
            let split = ThreatSplit(threat: Self.one, reports: ["m1"])
            let head = ThreatSplit(threat: Self.one, reports: ["q1"])
            func take<Verb: Act>(_ act: Verb) async throws -> Bool? where Verb.Answer == OverruledCampaigns {
                try await bench.engine.perform(act, as: bench.analyst, reason: "said").changed
            }
            #expect(try await take(merge) == nil)
            let size = try await bench.engine.store.entryCount()
            #expect(try await take(merge) == false)
            #expect(try await bench.engine.store.entryCount() == size)
            #expect(try await bench.campaigns() == Self.merged)
            for act in [split, head] {
                #expect(try await take(act) == nil)
                let size = try await bench.engine.store.entryCount()
                let stands = try await bench.campaigns()
                #expect(try await take(act) == false)
                #expect(try await bench.engine.store.entryCount() == size)
                #expect(try await bench.campaigns() == stands)
            }
        }
    }

    @Test func `a merge joins what no word joins, and holds after a restart`() async throws {
        try await Bench.run { bench in
            try await arrived(bench)
            let act = ThreatMerge(threats: [Self.one, Self.other])
            let dry = try await bench.engine.perform(act, as: bench.analyst, reason: "one gang", dryRun: true)
            #expect(try await bench.campaigns() == Self.told)
            let answer = try await bench.engine.perform(act, as: bench.analyst, reason: "one gang")
            #expect(answer.campaigns.map(\.id) == [Self.one] && answer.campaigns[0].reports == dry.campaigns[0].reports)
            #expect(try await bench.campaigns() == Self.merged)
            // Both ids lead there.
            #expect(try await bench.threat(of: "m1").id.text == Self.one)
            bench.restart()
            try await bench.arrive([Bench.report("z1", "Tindlebrook school closes", at: 7)])
            #expect(try await bench.campaigns() == Self.merged.union([["z1"]]))
            let story = try await bench.engine.perform(ThreatExplain(threat: Self.one), as: bench.analyst).campaign
            #expect(story?.said.map(\.reason) == ["one gang"] && story?.said.map(\.holds) == [true])
            // What the titles joined is told as such.
            let joined = story?.pairs.filter { $0.one == Self.one && $0.other != Self.other } ?? []
            #expect(joined.count == 2 && joined.allSatisfy { $0.likeness != nil })
            #expect(answer.campaigns.map(\.title) == dry.campaigns.map(\.title))
            #expect(story?.pairs.first { $0.other == Self.other }?.reason == "overruled")
        }
    }

    @Test func `reports that come anew in another order stand where people put them`() async throws {
        try await Bench.run { bench in
            try await arrived(bench)
            let act = ThreatMerge(threats: [Self.other, Self.one])
            _ = try await bench.engine.perform(act, as: bench.analyst, reason: "one gang")
            for (feed, report) in CampaignTests.story.reversed() {
                bench.restart()
                var again = report
                again.revised = report.revised.adding(seconds: 60)
                try await bench.arrive([again], of: feed)
            }
            #expect(try await bench.campaigns() == Self.merged)
        }
    }

    @Test func `a split takes reports out, and what comes later does not bring them back`() async throws {
        try await Bench.run { bench in
            try await arrived(bench)
            let act = ThreatSplit(threat: Self.one, reports: ["gazette/q2"])
            _ = try await bench.engine.perform(act, as: bench.analyst, reason: "another hospital", dryRun: true)
            #expect(try await bench.campaigns() == Self.told)
            let answer = try await bench.engine.perform(act, as: bench.analyst, reason: "another hospital")
            #expect(answer.campaigns.count == 2)
            let split: Set<[String]> = [["q1", "q3"], ["q2"], ["m1"], ["o1"]]
            #expect(try await bench.campaigns() == split)
            bench.restart()
            try await bench.arrive([CampaignTests.story[4].report], of: "gazette")
            try await bench.arrive([Bench.report("q0", "Quillhaven hospital: Velkrat strikes", at: 2)])
            let found = try await bench.campaigns()
            #expect(found.contains { $0.contains("q1") && !$0.contains("q2") && $0.contains("q3") }, "\(found)")
        }
    }

    @Test func `a campaign that was merged away and comes back is vouched for`() async throws {
        // The bench verifies the ledger behind the story.
        try await Bench.run { bench in
            try await arrived(bench)
            let merge = ThreatMerge(threats: [Self.one, Self.other])
            _ = try await bench.engine.perform(merge, as: bench.analyst, reason: "one gang")
            let split = ThreatSplit(threat: Self.one, reports: ["m1"])
            _ = try await bench.engine.perform(split, as: bench.analyst, reason: "two gangs")
            #expect(try await bench.campaigns() == Self.told)
            #expect(try await bench.threat(of: "m1").id.text == Self.other)
            let explained = try await bench.engine.perform(ThreatExplain(threat: Self.one), as: bench.analyst)
            let story = try #require(explained.campaign)
            #expect(story.said.map(\.reason) == ["one gang", "two gangs"])
            #expect(story.said.map(\.together) == [true, false] && story.said.map(\.holds) == [false, true])
            #expect(story.pairs.allSatisfy { $0.likeness != nil })
        }
    }

    @Test func `each undoes the other`() async throws {
        try await Bench.run { bench in
            try await arrived(bench)
            let split = ThreatSplit(threat: Self.one, reports: ["q2", "q3"])
            for _ in 0..<2 {
                _ = try await bench.engine.perform(split, as: bench.analyst, reason: "two gangs")
                #expect(try await bench.campaigns() == [["q1"], ["q2", "q3"], ["m1"], ["o1"]])
                let merge = ThreatMerge(threats: [Self.one, Bench.name(of: "q2", feed: "gazette")])
                _ = try await bench.engine.perform(merge, as: bench.analyst, reason: "one after all")
                #expect(try await bench.campaigns() == Self.told)
            }
            let events = try await bench.engine.store.entries(subject: Self.one, from: 0, limit: 100).map(\.event)
            #expect(events == ["split", "merged", "split", "merged"])
        }
    }

    @Test func `two vulnerabilities, one campaign alone, and a whole campaign are refused`() async throws {
        try await Bench.run { bench in
            try await arrived(bench)
            var reports: [Report] = []
            for id in ["CVE-2026-0001", "CVE-2026-0002"] {
                var report = Bench.report("about \(id)", id, at: 1)
                report.vulnerabilities = [VulnerabilityStatement(id: id)]
                reports.append(report)
            }
            try await bench.arrive(reports)
            for threats in [["CVE-2026-0001", "CVE-2026-0002"], [Self.one, "CVE-2026-0001"], [Self.one, Self.one]] {
                await #expect(throws: ActFailure.self) {
                    try await bench.engine.perform(ThreatMerge(threats: threats), as: bench.analyst, reason: "x")
                }
            }
            for (threat, reports) in [
                (Self.one, ["q1", "q2", "q3"]), (Self.one, ["m1"]), (Self.one, []), (Self.other, ["m1"]),
                ("CVE-2026-0001", ["about CVE-2026-0001"]),
            ] {
                await #expect(throws: ActFailure.self) {
                    let act = ThreatSplit(threat: threat, reports: reports)
                    _ = try await bench.engine.perform(act, as: bench.analyst, reason: "x")
                }
            }
            await #expect(throws: ActFailure.self) {
                let act = ThreatMerge(threats: [Self.one, Self.other])
                _ = try await bench.engine.perform(act, as: bench.analyst)
            }
            #expect(try await bench.campaigns() == Self.told)
        }
    }
}
