import Advise
import Constituency
import Storage
import Testing
import Vocabulary

@testable import Pipeline

/// What an approval holds for, and who may give it.
@Suite struct FourEyesTests {
    private func submitted(_ bench: AdvisoryBench) async throws -> String {
        let draft = try await bench.engine.perform(AdvisoryDraft(threat: AdvisoryBench.cve), as: bench.leyla)
        let number = try #require(draft.number).description
        _ = try await bench.engine.perform(AdvisorySubmit(id: number), as: bench.leyla)
        return number
    }

    private func code(_ act: some Act, _ bench: AdvisoryBench, _ actor: Actor) async -> ActFailure? {
        do {
            _ = try await bench.engine.perform(act, as: actor)
            return nil
        } catch {
            return error as? ActFailure
        }
    }

    /// What a person who may change the register does to the hospital's only contact.
    private func turn(_ bench: AdvisoryBench, to mailbox: String) async throws {
        let entities = try await bench.engine.store.register().entities.compactMap(\.entity)
        var hospital = try #require(entities.first { $0.id.text == "hospital" })
        hospital.contacts[0].channel = .mail(mailbox)
        let entry = Entry(kind: .entity, subject: "hospital", event: "changed", at: bench.clock.now, actor: "user:1:x")
        try await bench.engine.store.saveEntities([hospital], at: bench.clock.now, entries: [entry])
    }

    @Test func `a preview shows contact, channel, mailbox and language, and who has none`() async throws {
        try await AdvisoryBench.run { bench in
            let number = try await submitted(bench)
            let shown = try await bench.engine.perform(AdvisoryPreview(id: number), as: bench.rashad).recipients
            #expect(shown.map(\.entity.text) == ["bank", "hospital"])
            #expect(shown[0].ways.isEmpty)
            let way = AdvisoryWay(contact: "it", channel: "smtp", mailbox: "it@hospital.example", language: .az)
            #expect(shown[1].ways == [way])
        }
    }

    @Test func `a mailbox that changed after the preview is not approved with it`() async throws {
        try await AdvisoryBench.run { bench in
            let number = try await submitted(bench)
            let seen = try await bench.engine.perform(AdvisoryPreview(id: number), as: bench.rashad)
            try await turn(bench, to: "me@evil.example")
            #expect(
                await code(AdvisoryApprove(id: number, digest: seen.short), bench, bench.rashad)?.code == .conflict)
            try await turn(bench, to: "it@hospital.example")
            #expect(await code(AdvisoryApprove(id: number, digest: seen.short), bench, bench.rashad) == nil)
        }
    }

    @Test func `a mailbox that changed after the approval voids it`() async throws {
        try await AdvisoryBench.run { bench in
            let number = try await submitted(bench)
            let seen = try await bench.engine.perform(AdvisoryPreview(id: number), as: bench.rashad)
            _ = try await bench.engine.perform(AdvisoryApprove(id: number, digest: seen.short), as: bench.rashad)
            try await turn(bench, to: "me@evil.example")
            #expect(try await !bench.engine.perform(AdvisoryPreview(id: number), as: bench.rashad).isApproved)
            let failure = await code(AdvisoryIssue(id: number), bench, bench.leyla)
            #expect(failure?.code == .conflict)
            #expect(failure?.message.contains("or the ways to them") == true)
        }
    }

    @Test func `a mailbox that changes between the decision and its transaction is seen in the transaction`()
        async throws
    {
        try await AdvisoryBench.run { bench in
            let number = try await submitted(bench)
            let seen = try await bench.engine.perform(AdvisoryPreview(id: number), as: bench.rashad)
            _ = try await bench.engine.perform(AdvisoryApprove(id: number, digest: seen.short), as: bench.rashad)
            let call = ActCall(actor: bench.leyla, now: bench.clock.now, reason: nil, dryRun: false)
            await #expect(throws: StorageFailure.self) {
                _ = try await bench.engine.advance(number, .issue, call) { change, record, recipients in
                    try await bench.engine.owe(record.version, to: recipients, actor: "x", &change)
                    try await turn(bench, to: "me@evil.example")
                }
            }
            #expect(try await bench.engine.store.advisory(number).map(\.version.state) == [.approved])
        }
    }

    @Test func `whoever wrote a text of the version is refused, by uid and by login, though others edited since`()
        async throws
    {
        try await AdvisoryBench.run { bench in
            let number = try await submitted(bench)
            let murad = Actor(uid: 1004, name: "murad", loginUID: 1004, roles: [.analyst, .approver])
            let form = try await bench.engine.perform(AdvisoryShow(id: number), as: murad).form
            _ = try await bench.engine.perform(
                AdvisoryEdit(id: number, form: form.replacing("Acme Gate", with: "Acme Great Gate")), as: murad)
            _ = try await bench.engine.perform(AdvisoryEdit(id: number, form: form), as: bench.leyla)
            _ = try await bench.engine.perform(AdvisorySubmit(id: number), as: bench.leyla)
            let digest = try await bench.engine.perform(AdvisoryPreview(id: number), as: murad).short
            let act = AdvisoryApprove(id: number, digest: digest)
            #expect(await code(act, bench, murad)?.code == .notPermitted)
            let sudo = Actor(uid: 1005, name: "other", loginUID: 1004, roles: [.approver])
            #expect(await code(act, bench, sudo)?.message.contains("same login") == true)
            #expect(await code(act, bench, bench.rashad) == nil)
        }
    }
}
