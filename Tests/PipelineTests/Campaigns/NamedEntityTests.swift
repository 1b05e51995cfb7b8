import Constituency
import Storage
import Testing
import Vocabulary

@testable import Pipeline

/// A campaign that names somebody who is registered.
@Suite struct NamedEntityTests {
    private typealias Bench = CampaignBench

    private func register(_ bench: Bench) async throws {
        guard let id = EntityID("quillhaven") else { preconditionFailure("a chosen name") }
        var entity = Entity(id: id, name: LocalizedText([.en: "Quillhaven Hospital"]), sector: .health)
        let verified = Verification(by: "user:1001:leyla", how: "callback", at: bench.clock.now)
        entity.assets = [Asset(.domain("quillhaven.example"), state: .verified(verified))]
        let entry = Entry(
            kind: .entity, subject: "quillhaven", event: "imported", at: bench.clock.now, actor: "user:1:admin")
        try await bench.engine.store.saveEntities([entity], at: bench.clock.now, entries: [entry])
    }

    private func findings(_ bench: Bench) async throws -> [FindingRow] {
        var query = FindingQuery()
        query.decidedOnly = false
        return try await bench.engine.store.findings(query)
    }

    @Test func `by name it is a gap, which a person decides for that name`() async throws {
        try await Bench.run { bench in
            try await register(bench)
            try await bench.arrive([CampaignTests.story[0].report])
            let found = try await findings(bench)
            #expect(found.map(\.confidence) == [.possible] && found.map(\.locus) == [.entity])
            let gap = try await bench.engine.perform(GapList(), as: bench.analyst)[0]
            #expect(gap.why.contains("newswire/q1 names `Quillhaven Hospital`"))
            let act = GapResolve(gap: gap.gap, verdict: .match, alias: nil)
            let answer = try await bench.engine.perform(act, as: bench.analyst, reason: "they called us")
            #expect(answer.outcome == "probable")
            // Another report of the same name asks nobody again.
            try await bench.arrive([CampaignTests.story[1].report], of: "gazette")
            #expect(try await findings(bench).map(\.confidence) == [.probable])
            #expect(try await bench.threat(of: "q1").score == 10 + 25 + 5 + 9)
        }
    }

    @Test func `a name that was refused is no finding, and by its domain it is one without a person`() async throws {
        try await Bench.run { bench in
            try await register(bench)
            try await bench.arrive([CampaignTests.story[0].report])
            let gap = try await bench.engine.perform(GapList(), as: bench.analyst)[0].gap
            let act = GapResolve(gap: gap, verdict: .noMatch, alias: nil)
            _ = try await bench.engine.perform(act, as: bench.analyst, reason: "the one abroad")
            #expect(try await findings(bench).isEmpty)
            try await bench.arrive(
                [Bench.report("q7", "Velkrat leaks files of www.quillhaven.example", at: 4)], of: "gazette")
            #expect(try await findings(bench).map(\.confidence) == [.probable])
        }
    }
}
