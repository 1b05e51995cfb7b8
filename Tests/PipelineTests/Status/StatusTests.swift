import Coordinate
import Storage
import Testing
import Vocabulary

@testable import Pipeline

/// What stands in the queue between two people, so that nothing rests because each thinks the other has it.
@Suite struct StatusTests {
    private static let cve = AdvisoryBench.cve

    @Test func `an advisory stands in the queue from its draft until it is issued`() async throws {
        try await AdvisoryBench.run { bench in
            let engine = bench.engine
            let id = try #require(
                try await engine.perform(AdvisoryDraft(threat: Self.cve), as: bench.leyla).number
            ).description
            #expect(try await commands(bench, .approval) == ["ess advisory preview \(id)"])
            _ = try await engine.perform(AdvisorySubmit(id: id), as: bench.leyla)
            _ = try await engine.perform(AdvisoryReturn(id: id), as: bench.rashad, reason: "say which versions")
            #expect(try await commands(bench, .approval) == ["ess advisory edit \(id)"])
            _ = try await engine.perform(AdvisorySubmit(id: id), as: bench.leyla)
            let preview = try await engine.perform(AdvisoryPreview(id: id), as: bench.rashad)
            _ = try await engine.perform(AdvisoryApprove(id: id, digest: preview.short), as: bench.rashad)
            #expect(try await commands(bench, .approval) == ["ess advisory issue \(id)"])
            _ = try await engine.perform(AdvisoryIssue(id: id), as: bench.leyla)
            #expect(try await commands(bench, .approval).isEmpty)
        }
    }

    @Test func `a withdrawn advisory has no clocks, and its threat waits again`() async throws {
        try await AdvisoryBench.run { bench in
            let engine = bench.engine
            let id = try #require(
                try await engine.perform(AdvisoryDraft(threat: Self.cve), as: bench.leyla).number
            ).description
            _ = try await engine.perform(AdvisorySubmit(id: id), as: bench.leyla)
            let preview = try await engine.perform(AdvisoryPreview(id: id), as: bench.rashad)
            _ = try await engine.perform(AdvisoryApprove(id: id, digest: preview.short), as: bench.rashad)
            _ = try await engine.perform(AdvisoryIssue(id: id), as: bench.leyla)
            #expect(try await engine.store.threat(Self.cve).row.work == .advised)
            bench.clock.advance(seconds: 30 * 86_400)
            #expect(try await commands(bench, .clock).isEmpty == false)
            _ = try await engine.perform(AdvisoryWithdraw(id: id), as: bench.rashad, reason: "the vendor was wrong")
            #expect(try await commands(bench, .clock).isEmpty)
            #expect(try await engine.store.threat(Self.cve).row.work == .triaged)
            #expect(try await ClockWatch(engine: engine).sweep() == 0)
        }
    }

    @Test func `what was looked at stays until somebody is told, and a watch comes back`() async throws {
        try await AdvisoryBench.run { bench in
            let engine = bench.engine
            let explain = "ess threat explain \(Self.cve)"
            try await engine.store.releaseFeed(bench)
            #expect(try await commands(bench, .threat) == [explain])
            _ = try await engine.perform(ThreatWork(threat: Self.cve, step: .triage), as: bench.leyla)
            #expect(try await commands(bench, .threat) == [explain])
            let until = bench.clock.now.adding(seconds: 86_400)
            _ = try await engine.perform(ThreatWork(threat: Self.cve, step: .watch, until: until), as: bench.leyla)
            #expect(try await commands(bench, .threat).isEmpty)
            bench.clock.advance(seconds: 86_401)
            #expect(try await commands(bench, .threat) == [explain])
            _ = try await engine.perform(ThreatWork(threat: Self.cve, step: .reopen), as: bench.leyla)
            _ = try await engine.perform(ThreatWork(threat: Self.cve, step: .assign), as: bench.leyla)
            #expect(try await commands(bench, .threat, of: bench.leyla) == [explain])
            #expect(try await commands(bench, .threat, of: bench.rashad).isEmpty)
        }
    }

    @Test func `an entity's incident stands before whatever others fill the queue with, and the rest is counted`()
        async throws
    {
        try await AdvisoryBench.run { bench in
            for turn in 0..<201 {
                _ = try await bench.engine.perform(CaseOpen(kind: .incident, title: "Junk \(turn)"), as: bench.leyla)
            }
            bench.clock.advance(seconds: 60)
            let door = EntityDoor(engine: bench.engine, entity: EntityID(unchecked: "hospital"))
            let report = IncidentReport(
                stage: .earlyWarning, title: "Ransomware", text: "", type: nil, addresses: [], domains: [],
                detected: nil)
            let content = try #require(Digest(hex: String(repeating: "ab", count: 32)))
            let (incident, _) = try await door.tell(report, of: nil, key: "one", content: content)
            let lines = try await bench.engine.perform(Status(), as: bench.nigar).needs.filter { $0.need == .case }
            #expect(lines.count == 201 && lines.first?.text.contains("\(incident.number)") == true)
            #expect(lines.last?.text == "2 more cases that nobody has taken")
        }
    }

    private func commands(
        _ bench: AdvisoryBench, _ need: Status.Need, of actor: Actor? = nil
    ) async throws -> [String] {
        let answer = try await bench.engine.perform(Status(), as: actor ?? bench.nigar)
        let commands = answer.needs.filter { $0.need == need }.map(\.command)
        if need == .threat {
            // What is explained of one threat is what decides over the whole queue.
            let queue = try await bench.engine.perform(ThreatExplain(threat: Self.cve), as: actor ?? bench.nigar).queue
            #expect(queue.stands == commands.contains("ess threat explain \(Self.cve)"), "\(queue)")
        }
        return commands
    }
}

extension Store {
    /// Ends the baseline of the bench's feed, so that what it says counts.
    fileprivate func releaseFeed(_ bench: AdvisoryBench) async throws {
        let feed = FeedID(unchecked: "cisa-kev")
        let entry = Entry(
            kind: .setting, subject: "feed:cisa-kev", event: "released", at: bench.clock.now, actor: "test")
        try await setFeed(feed, released: true, at: bench.clock.now, entries: [entry])
    }
}
