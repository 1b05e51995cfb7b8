import Analyze
import Storage
import Testing
import Vocabulary

@testable import Pipeline

@Suite struct ThreatOverrideTests {
    private static let cve = AdvisoryBench.cve

    @Test func `an override counts through judgements until it is cleared, and both are kept`() async throws {
        try await AdvisoryBench.run { bench in
            let engine = bench.engine
            try await engine.judgeDueThreats()
            // Listed 30, ransomware 8; nobody has registered the product.
            #expect(try await explain(bench).score == 38)
            let act = ThreatOverride(threat: Self.cve, score: 90)
            let set = try await engine.perform(act, as: bench.leyla, reason: "seen at a partner")
            #expect(set.score == 90)
            try await engine.store.judgeAgain(ifRulesDifferFrom: 1)
            try await engine.judgeDueThreats()
            let held = try await explain(bench)
            #expect(held.score == 90 && held.sum == 38)
            #expect(held.override?.reason == "seen at a partner" && held.override?.by == "user:1001:leyla")
            let cleared = try await engine.perform(
                ThreatOverride(threat: Self.cve, score: nil), as: bench.leyla, reason: "they were wrong")
            #expect(cleared.score == 38)
            let after = try await explain(bench)
            #expect(after.override == nil)
            let events = try await engine.store.entries(kind: .threat, subject: Self.cve)
            #expect(events == ["overridden", "override-ended"])
        }
    }

    @Test func `the same points for the same reason, and an end that was, are not written again`() async throws {
        try await AdvisoryBench.run { bench in
            let set = ThreatOverride(threat: Self.cve, score: 90)
            let clear = ThreatOverride(threat: Self.cve, score: nil)
            for (act, reason, changed) in [
                (clear, "x", false), (set, "a partner", nil), (set, "a partner", false), (set, "two partners", nil),
                (clear, "x", nil), (clear, "y", false),
            ] as [(ThreatOverride, String, Bool?)] {
                let view = try await bench.engine.perform(act, as: bench.leyla, reason: reason)
                #expect(view.changed == changed)
            }
            let events = try await bench.engine.store.entries(kind: .threat, subject: Self.cve)
            #expect(events == ["overridden", "overridden", "override-ended"])
        }
    }

    @Test func `a note said twice is one, until somebody has answered`() async throws {
        try await AdvisoryBench.run { bench in
            for (text, changed) in [
                ("call them", nil), ("call them", false), ("they answer", nil), ("call them", nil),
            ] as [(String, Bool?)] {
                let answer = try await bench.engine.perform(ThreatNote(threat: Self.cve, text: text), as: bench.leyla)
                #expect(answer.changed == changed)
            }
            #expect(try await explain(bench).notes.map(\.text) == ["call them", "they answer", "call them"])
        }
    }

    @Test(arguments: [(101, "x"), (-1, "x"), (50, nil), (nil, nil)] as [(Int?, String?)])
    func `an override needs a score and a reason, and clearing needs one`(
        score: Int?, reason: String?
    ) async throws {
        try await AdvisoryBench.run { bench in
            await #expect(throws: ActFailure.self) {
                _ = try await bench.engine.perform(
                    ThreatOverride(threat: Self.cve, score: score), as: bench.leyla, reason: reason)
            }
            let after = try await explain(bench)
            #expect(after.override == nil)
        }
    }

    @Test func `a dry run and an auditor change nothing`() async throws {
        try await AdvisoryBench.run { bench in
            let act = ThreatOverride(threat: Self.cve, score: 90)
            _ = try await bench.engine.perform(act, as: bench.leyla, reason: "x", dryRun: true)
            await #expect(throws: ActFailure.self) {
                _ = try await bench.engine.perform(act, as: bench.nigar, reason: "x")
            }
            let after = try await explain(bench)
            #expect(after.override == nil)
        }
    }

    @Test func `notes stand in explain in order, cleaned of controls`() async throws {
        try await AdvisoryBench.run { bench in
            for text in ["asked the vendor", "\u{1B}[31manswer: patch tomorrow"] {
                _ = try await bench.engine.perform(ThreatNote(threat: Self.cve, text: text), as: bench.leyla)
            }
            let notes = try await explain(bench).notes
            #expect(notes.map(\.text) == ["asked the vendor", "[31manswer: patch tomorrow"])
        }
    }

    @Test func `other weights are tried on all threats, and nothing moves`() async throws {
        try await AdvisoryBench.run { bench in
            try await bench.engine.judgeDueThreats()
            let trial = ScoringTrial(rules: "kev: 10\nransomware: 8\n", file: "x.yaml")
            let answer = try await bench.engine.perform(trial, as: bench.nigar)
            #expect(answer.threats == 2 && answer.moved == 1)
            #expect(answer.moves.map(\.id) == [Self.cve])
            #expect(answer.moves.first?.from == 38 && answer.moves.first?.to == 18)
            #expect(answer.moves.first?.points == ["kev": -20])
            #expect(try await explain(bench).score == 38)
            await #expect(throws: SettingsFailure.self) {
                _ = try await ScoringTrial(rules: "kevv: 10\n", file: "x.yaml")
                    .run(bench.engine, ActCall(actor: bench.nigar, now: bench.clock.now, reason: nil, dryRun: false))
            }
        }
    }

    @Test func `other weights at a start have every threat judged again`() async throws {
        try await AdvisoryBench.run { bench in
            let store = bench.engine.store
            try await bench.engine.judgeDueThreats()
            try await store.judgeAgain(ifRulesDifferFrom: 7)
            let due = try await store.threatsDue(limit: 10, on: bench.clock.now.day)
            #expect(due.count == 2)
            try await bench.engine.judgeDueThreats()
            try await store.judgeAgain(ifRulesDifferFrom: 7)
            let again = try await store.threatsDue(limit: 10, on: bench.clock.now.day)
            #expect(again.isEmpty)
        }
    }

    private func explain(_ bench: AdvisoryBench) async throws -> ThreatExplain.Answer {
        try await bench.engine.perform(ThreatExplain(threat: Self.cve), as: bench.nigar)
    }
}

extension Store {
    /// Events of a subject's entries, oldest first.
    fileprivate func entries(kind: Entry.Kind, subject: String) async throws -> [String] {
        try await entries(subject: subject, from: 0, limit: 100).filter { $0.kind == kind }.map(\.event)
    }
}
