import Storage
import Testing
import Vocabulary

@testable import Pipeline

/// Where the work on a threat stands, said once and said again.
@Suite struct ThreatWorkTests {
    private static let cve = AdvisoryBench.cve

    /// Takes a step, dry and then really. True: it answers that it stood so already.
    private func repeats(
        _ step: ThreatWork.Step, _ bench: AdvisoryBench, until: Instant? = nil, to login: String? = nil,
        reason: String? = nil
    ) async throws -> Bool {
        let act = ThreatWork(threat: Self.cve, step: step, assignee: login, until: until)
        let dry = try await bench.engine.perform(act, as: bench.leyla, reason: reason, dryRun: true)
        let view = try await bench.engine.perform(act, as: bench.leyla, reason: reason)
        #expect(dry.changed == view.changed && dry.work == view.work && dry.assignee == view.assignee)
        return view.changed == false
    }

    private func events(_ bench: AdvisoryBench) async throws -> [String] {
        try await bench.engine.store.entries(subject: Self.cve, from: 0, limit: 100).map(\.event)
    }

    @Test(arguments: [ThreatWork.Step.triage, .assign, .watch, .dismiss, .reopen])
    func `a step that was taken writes nothing again, unless for another reason`(step: ThreatWork.Step) async throws {
        try await AdvisoryBench.run { bench in
            let until = step == .watch ? bench.clock.now.adding(seconds: 86_400) : nil
            // A new threat needs no reopening.
            #expect(try await repeats(.reopen, bench))
            #expect(try await events(bench).isEmpty)
            if step == .reopen { _ = try await repeats(.dismiss, bench, reason: "none of ours") }
            let before = try await events(bench)
            for (reason, repeated) in [
                ("asked", false), ("asked", true), (nil, true), ("asked again", false),
            ] as [(String?, Bool)] {
                // Without a reason nothing is dismissed.
                if step == .dismiss, reason == nil { continue }
                #expect(try await repeats(step, bench, until: until, reason: reason) == repeated)
            }
            #expect(try await events(bench) == before + [step.rawValue, step.rawValue])
            #expect(try await bench.engine.store.threat(Self.cve).row.workReason == "asked again")
        }
    }

    @Test func `another person and another time are news`() async throws {
        try await AdvisoryBench.run { bench in
            let until = bench.clock.now.adding(seconds: 86_400)
            let first = try await repeats(.assign, bench)
            #expect(!first)
            #expect(try await repeats(.triage, bench))
            #expect(try await repeats(.assign, bench, to: "leyla"))
            #expect(try await repeats(.watch, bench, until: until) == false)
            #expect(try await repeats(.watch, bench, until: until.adding(seconds: 60)) == false)
            #expect(try await events(bench) == ["assign", "watch", "watch"])
        }
    }

    @Test func `who takes what is put aside leaves why and until when`() async throws {
        try await AdvisoryBench.run { bench in
            let until = bench.clock.now.adding(seconds: 86_400)
            _ = try await repeats(.watch, bench, until: until, reason: "the vendor works on it")
            #expect(try await repeats(.triage, bench))
            #expect(try await repeats(.assign, bench) == false)
            let row = try await bench.engine.store.threat(Self.cve).row
            #expect(row.work == .watching && row.watchUntil == until && row.assignee == "leyla")
            #expect(row.workReason == "the vendor works on it")
        }
    }
}
