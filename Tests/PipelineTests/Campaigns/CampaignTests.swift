import Storage
import Synchronization
import Testing
import Vocabulary

@testable import Pipeline

/// Campaigns made of invented news without identifiers.
@Suite struct CampaignTests {
    private typealias Bench = CampaignBench

    /// Three feeds and two languages tell of one event; two others are events of their own.
    static let story: [(feed: String, report: Report)] = [
        ("newswire", CampaignBench.report("q1", "Ransomware gang Velkrat hits Quillhaven hospital", at: 3)),
        ("gazette", CampaignBench.report("q2", "Quillhaven hospital offline after Velkrat attack", at: 5)),
        ("xeber", CampaignBench.report("q3", "Velkrat qrupu Quillhaven xəstəxanasına hücum edib", at: 9)),
        ("newswire", CampaignBench.report("m1", "Marrowgate airport warns of phishing", at: 4)),
        ("gazette", CampaignBench.report("o1", "Oxmere bank customers see outage", at: 6)),
    ]

    @Test func `news of three feeds in two languages is one campaign, and each other event its own`() async throws {
        try await Bench.run { bench in
            for (feed, report) in Self.story { try await bench.arrive([report], of: feed) }
            #expect(try await bench.campaigns() == [["q1", "q2", "q3"], ["m1"], ["o1"]])
            let threat = try await bench.threat(of: "q3", feed: "xeber")
            // Its id is the name of the first report in time.
            #expect(threat.id.text == Bench.name(of: "q1"))
            #expect(threat.presence == .potential && threat.work == .new && !threat.isClosed)
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func `any order, any portions and a restart give the same list`(seed: UInt64) async throws {
        let expected = try await lines { bench in
            for (feed, report) in Self.story { try await bench.arrive([report], of: feed) }
        }
        let found = try await lines { bench in
            var random = Shuffling(state: seed)
            for (feed, report) in Self.story.shuffled(using: &random) {
                if Bool.random(using: &random) { bench.restart() }
                try await bench.arrive([report], of: feed, settling: Bool.random(using: &random))
            }
            try await bench.settle()
        }
        #expect(found == expected)
        #expect(expected.count == 3)
    }

    /// Held are the newest; what has a date of the future, or none, or is one of thousands of one feed, is not newer.
    @Test func `a feed's flood with dates of the future does not push out what others tell`() async throws {
        try await Bench.run { bench in
            for (feed, report) in Self.story { try await bench.arrive([report], of: feed) }
            let flood = (0..<40).map { number in
                var report = Bench.report("f\(number)", "Zarnok bulletin \(number)", at: Int64(number))
                report.published = number < 20 ? Instant("2099-01-01T00:00:00Z") : nil
                return report
            }
            try await bench.arrive(flood, of: "flood")
            let store = bench.engine.store
            let horizon = try await store.titledHorizon(newest: 10, share: 5)
            let held = try await store.titled(after: 0, limit: 1000, since: horizon).rows.map(\.sourceID)
            #expect(Set(held).isSuperset(of: Self.story.map(\.report.sourceID)))
            #expect(held.count <= 10)
            let all = try await store.titledHorizon(newest: 100, share: 50)
            #expect(try await store.titled(after: 0, limit: 1000, since: all).rows.count == 45)
        }
    }

    private func lines(_ body: (Bench) async throws -> Void) async throws -> [String] {
        var found: [String] = []
        try await Bench.run { bench in
            try await body(bench)
            found = try await bench.lines()
        }
        return found
    }

    @Test func `an edited article is a revision, and goes where its title now belongs`() async throws {
        try await Bench.run { bench in
            for (feed, report) in Self.story { try await bench.arrive([report], of: feed) }
            let reworded = Bench.report("q2", "Update: Velkrat attack on Quillhaven hospital", at: 5)
            var edited = reworded
            edited.revised = reworded.revised.adding(seconds: 7200)
            try await bench.arrive([edited], of: "gazette")
            #expect(try await bench.campaigns() == [["q1", "q2", "q3"], ["m1"], ["o1"]])
            edited = Bench.report("q2", "Oxmere bank outage: what we know", at: 5)
            edited.revised = reworded.revised.adding(seconds: 9000)
            try await bench.arrive([edited], of: "gazette")
            #expect(try await bench.campaigns() == [["q1", "q3"], ["m1"], ["q2", "o1"]])
            let rows = try await bench.engine.store.reports(ReportQuery())
            #expect(rows.count == 5 && rows.first { $0.sourceID == "q2" }?.revisions == 3)
        }
    }

    @Test func `an article that is taken back, or names a vulnerability, leaves its campaign`() async throws {
        try await Bench.run { bench in
            for (feed, report) in Self.story { try await bench.arrive([report], of: feed) }
            var back = Self.story[1].report
            back.revised = back.revised.adding(seconds: 60)
            back.status = .rejected
            var named = Self.story[3].report
            named.revised = named.revised.adding(seconds: 60)
            named.vulnerabilities = [VulnerabilityStatement(id: "CVE-2026-0009")]
            try await bench.arrive([back], of: "gazette")
            try await bench.arrive([named])
            #expect(try await bench.campaigns() == [["q1", "q3"], ["o1"]])
            // Nobody had worked on it, so nothing is left of it.
            await #expect(throws: StorageFailure.self) { try await bench.threat(of: "m1") }
            #expect(try await bench.engine.store.threat("CVE-2026-0009").row.kind == .vulnerability)
        }
    }

    @Test func `an older article gives the campaign its name, and people's work goes with it`() async throws {
        try await Bench.run { bench in
            try await bench.arrive([Self.story[1].report], of: "gazette")
            let before = try await bench.threat(of: "q2", feed: "gazette").id
            let assign = ThreatWork(threat: before.text, step: .assign)
            _ = try await bench.engine.perform(assign, as: bench.analyst)
            _ = try await bench.engine.perform(ThreatNote(threat: before.text, text: "called them"), as: bench.analyst)
            try await bench.arrive([Self.story[0].report])
            let after = try await bench.threat(of: "q2", feed: "gazette")
            #expect(after.id.text == Bench.name(of: "q1") && after.id != before)
            #expect(after.assignee == "leyla" && after.work == .triaged)
            // The old id, as people noted it down, leads to it, and what they wrote is read there.
            let explained = try await bench.engine.perform(ThreatExplain(threat: before.text), as: bench.analyst)
            #expect(explained.threat.id == after.id.text)
            #expect(explained.notes.map(\.text) == ["called them"])
            #expect(explained.campaign?.reports.map(\.sourceID) == ["q1", "q2"])
        }
    }

    @Test func `what is dismissed comes back with another source, not with the same one's next article`() async throws {
        try await Bench.run { bench in
            try await bench.arrive([Self.story[0].report])
            let id = Bench.name(of: "q1")
            _ = try await bench.engine.perform(
                ThreatWork(threat: id, step: .dismiss), as: bench.analyst, reason: "far away")
            try await bench.arrive([Bench.report("q9", "Quillhaven hospital: Velkrat demands money", at: 8)])
            #expect(try await bench.threat(of: "q9").id.text == id)
            #expect(try await bench.threat(of: "q1").work == .dismissed)
            try await bench.arrive([Self.story[1].report], of: "gazette")
            #expect(try await bench.threat(of: "q1").work == .new)
        }
    }

    @Test func `what a failure left unstored comes out when all is compared`() async throws {
        try await Bench.run { bench in
            for (feed, report) in Self.story { try await bench.arrive([report], of: feed, settling: false) }
            // The index has moved on, the store has not: as when a transaction fails.
            var index = try await bench.engine.takeCampaigns {}
            bench.engine.campaigns.withLock { $0 = nil }
            #expect(index.settle(with: []).isEmpty)
            try await bench.settle()
            #expect(try await bench.campaigns() == [["q1", "q2", "q3"], ["m1"], ["o1"]])
        }
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
struct Shuffling: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
