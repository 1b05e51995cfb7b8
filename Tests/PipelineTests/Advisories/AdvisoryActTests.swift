import Advise
import Ledger
import Storage
import Testing
import Vocabulary

@testable import Pipeline

@Suite struct AdvisoryActTests {
    /// Drafts, submits and approves the CVE's advisory; returns its number.
    private func approved(_ bench: AdvisoryBench) async throws -> String {
        let number = try await submitted(bench)
        let preview = try await bench.engine.perform(AdvisoryPreview(id: number), as: bench.rashad)
        _ = try await bench.engine.perform(AdvisoryApprove(id: number, digest: preview.short), as: bench.rashad)
        return number
    }

    private func submitted(_ bench: AdvisoryBench) async throws -> String {
        let draft = try await bench.engine.perform(AdvisoryDraft(threat: AdvisoryBench.cve), as: bench.leyla)
        let number = try #require(draft.number).description
        _ = try await bench.engine.perform(AdvisorySubmit(id: number), as: bench.leyla)
        return number
    }

    private func code(_ act: some Act, _ bench: AdvisoryBench, _ actor: Actor, _ reason: String? = nil) async
        -> ActFailure?
    {
        do {
            _ = try await bench.engine.perform(act, as: actor, reason: reason)
            return nil
        } catch {
            return error as? ActFailure
        }
    }

    @Test func `a draft is filled from what is known, with guidance, and previews text, recipients and digest`()
        async throws
    {
        try await AdvisoryBench.run { bench in
            let draft = try await bench.engine.perform(AdvisoryDraft(threat: "cve-2026-0001"), as: bench.leyla)
            #expect(draft.number == SpokenNumber(.advisory, year: 2026, serial: 1))
            #expect(draft.gaps.isEmpty)
            #expect(draft.guidance == ["patch-exploited-edge-device", "ransomware-first-hours"])
            #expect(draft.tlp == .clear && draft.isPublic)
            let id = try #require(draft.number).description
            let preview = try await bench.engine.perform(AdvisoryPreview(id: id, language: .en), as: bench.nigar)
            #expect(preview.recipients.map(\.entity.text) == ["bank", "hospital"])
            #expect(preview.recipients.map(\.name) == ["The bank", "The hospital"])
            #expect(preview.short == preview.digest.short)
            #expect(preview.publicity == "public")
            #expect(preview.text.contains("Listed as exploited since 2026-11-20."))
            #expect(!preview.html.contains("<b>anybody"))
        }
    }

    @Test func `two people issue it, its threat is advised, and what is owed stands in the same transaction`()
        async throws
    {
        try await AdvisoryBench.run { bench in
            let number = try await approved(bench)
            let answer = try await bench.engine.perform(AdvisoryIssue(id: number), as: bench.leyla)
            #expect(answer.state == .issued && answer.recipients == 2)
            // The hospital has a contact and a directive; the bank has none, which is recorded.
            #expect(answer.notices == 1 && answer.withheld == 1)
            #expect(answer.caseNumber == SpokenNumber(.case, year: 2026, serial: 1))
            let spoken = try #require(SpokenNumber(number))
            #expect(try await bench.engine.store.advisoryTold(spoken).map(\.text) == ["hospital"])
            #expect(try await bench.engine.store.threat(AdvisoryBench.cve).row.work == .advised)
            #expect(try await bench.engine.store.publicAdvisories().map(\.number.description) == [number])
            let events = try await bench.engine.perform(AdvisoryShow(id: number), as: bench.nigar).events
            #expect(events.map(\.event) == ["drafted", "submitted", "approved", "issued"])
            #expect(events.map(\.reason) == ["", "ready-for-review", "four-eyes", "approved-matter-unchanged"])
        }
    }

    @Test func `its author alone cannot issue it, not even as another user of the same login`() async throws {
        try await AdvisoryBench.run { bench in
            let number = try await submitted(bench)
            let digest = try await bench.engine.perform(AdvisoryPreview(id: number), as: bench.leyla).short
            #expect(await code(AdvisoryIssue(id: number), bench, bench.leyla)?.code == .conflict)
            let own = await code(AdvisoryApprove(id: number, digest: digest), bench, bench.leyla)
            #expect(own?.code == .notPermitted)
            let sudo = Actor(uid: 1002, name: "rashad", loginUID: 1001, roles: [.approver])
            let same = await code(AdvisoryApprove(id: number, digest: digest), bench, sudo)
            #expect(same?.code == .notPermitted)
            #expect(same?.message.contains("same login") == true)
            #expect(await code(AdvisoryApprove(id: number, digest: digest), bench, bench.nigar)?.code == .notPermitted)
            #expect(await code(AdvisoryApprove(id: number, digest: "00000000"), bench, bench.rashad)?.code == .conflict)
            #expect(try await bench.engine.store.cases(openOnly: false, entity: nil, limit: 10).isEmpty)
        }
        try await AdvisoryBench.run(requireLoginUID: false) { bench in
            let number = try await submitted(bench)
            let digest = try await bench.engine.perform(AdvisoryPreview(id: number), as: bench.leyla).short
            let sudo = Actor(uid: 1002, name: "rashad", loginUID: 1001, roles: [.approver])
            #expect(await code(AdvisoryApprove(id: number, digest: digest), bench, sudo) == nil)
        }
    }

    @Test func `a broken glass needs a reason and stands in the story`() async throws {
        try await AdvisoryBench.run { bench in
            let number = try await submitted(bench)
            let digest = try await bench.engine.perform(AdvisoryPreview(id: number), as: bench.leyla).short
            let act = AdvisoryApprove(id: number, digest: digest, breakGlass: true)
            #expect(await code(act, bench, bench.leyla)?.code == .usage)
            #expect(await code(act, bench, bench.leyla, "attack running, nobody awake") == nil)
            let shown = try await bench.engine.perform(AdvisoryShow(id: number), as: bench.nigar)
            #expect(shown.approval?.breakGlass == "attack running, nobody awake")
            #expect(shown.events.last?.event == "break-glass-approved")
        }
    }

    @Test func `an edit after the approval voids it`() async throws {
        try await AdvisoryBench.run { bench in
            let number = try await approved(bench)
            let form = try await bench.engine.perform(AdvisoryShow(id: number), as: bench.leyla).form
            let changed = form.replacing("Acme Gate", with: "Acme Great Gate")
            let answer = try await bench.engine.perform(AdvisoryEdit(id: number, form: changed), as: bench.leyla)
            #expect(answer.state == .draft && answer.rule == .approvalVoided)
            #expect(await code(AdvisoryIssue(id: number), bench, bench.rashad)?.code == .conflict)
            let shown = try await bench.engine.perform(AdvisoryShow(id: number), as: bench.leyla)
            #expect(shown.approval == nil)
            let diff = try await bench.engine.perform(AdvisoryDiff(id: number), as: bench.leyla)
            #expect(diff.revisions == 2)
            #expect(diff.lines.contains("- title.en: CVE-2026-0001: Acme Gate Authentication Bypass"))
            #expect(diff.lines.contains("+ title.en: CVE-2026-0001: Acme Great Gate Authentication Bypass"))
            let stale = AdvisoryEdit(id: number, form: form, base: answer.digest)
            #expect(await code(stale, bench, bench.leyla)?.code == .conflict)
        }
    }

    @Test func `the same text saved again shows another digest, so that none can be prepared`() async throws {
        try await AdvisoryBench.run { bench in
            let number = try await submitted(bench)
            let before = try await bench.engine.perform(AdvisoryPreview(id: number), as: bench.rashad)
            let form = try await bench.engine.perform(AdvisoryShow(id: number), as: bench.leyla).form
            for text in [form.replacing("Acme Gate", with: "Acme Great Gate"), form] {
                bench.clock.advance(seconds: 1)
                _ = try await bench.engine.perform(AdvisoryEdit(id: number, form: text), as: bench.leyla)
            }
            let after = try await bench.engine.perform(AdvisoryPreview(id: number), as: bench.rashad)
            #expect(after.text == before.text)
            #expect(after.digest != before.digest)
        }
    }

    @Test func `recipients that joined after the approval void it`() async throws {
        try await AdvisoryBench.run { bench in
            let number = try await approved(bench)
            let cve = try await bench.threatNumber(AdvisoryBench.cve)
            try await bench.find(cve, at: ["port"], confidence: .possible)
            #expect(try await bench.engine.perform(AdvisoryPreview(id: number), as: bench.rashad).isApproved)
            try await bench.find(cve, at: ["port"])
            #expect(try await !bench.engine.perform(AdvisoryPreview(id: number), as: bench.rashad).isApproved)
            let failure = await code(AdvisoryIssue(id: number), bench, bench.rashad)
            #expect(failure?.code == .conflict)
            #expect(failure?.message.contains("recipients changed") == true)
        }
    }

    @Test func `a change decided on an older state is refused by the store`() async throws {
        try await AdvisoryBench.run { bench in
            let number = try await submitted(bench)
            let record = try #require(try await bench.engine.store.advisory(number).last)
            let decision = try record.version.standing(
                digests: try await bench.engine.advisoryDigests(record).digests, loginRule: .compared
            ).apply(.sendBack, by: Officer(uid: 1002, loginUID: nil, name: "rashad"), at: bench.clock.now)
            _ = try await bench.engine.perform(AdvisoryDiscard(id: number), as: bench.leyla)
            let change = AdvisoryChange(
                of: record, decision: decision, at: bench.clock.now, actor: "user:1002:rashad", note: nil)
            await #expect(throws: StorageFailure.self) { try await bench.engine.store.saveAdvisory(change) }
        }
    }

    @Test func `an update is a new version and takes the place of the older when it is issued`() async throws {
        try await AdvisoryBench.run { bench in
            let number = try await approved(bench)
            _ = try await bench.engine.perform(AdvisoryIssue(id: number), as: bench.rashad)
            let update = try await bench.engine.perform(AdvisoryDraft(update: number), as: bench.leyla)
            #expect(update.version == 2)
            #expect(await code(AdvisoryDraft(update: number), bench, bench.leyla)?.code == .conflict)
            _ = try await bench.engine.perform(AdvisorySubmit(id: number), as: bench.leyla)
            let digest = try await bench.engine.perform(AdvisoryPreview(id: number), as: bench.rashad).short
            _ = try await bench.engine.perform(AdvisoryApprove(id: number, digest: digest), as: bench.rashad)
            _ = try await bench.engine.perform(AdvisoryIssue(id: number), as: bench.rashad)
            let versions = try await bench.engine.store.advisory(number).map(\.version.state)
            #expect(versions == [.superseded, .issued])
            #expect(try await bench.engine.store.publicAdvisories().map(\.version) == [2])
            #expect(try await bench.engine.store.cases(openOnly: false, entity: nil, limit: 10).count == 1)
        }
    }

    @Test func `a withdrawal needs a reason, is owed to the recipients, and shows on the public page`() async throws {
        try await AdvisoryBench.run { bench in
            let number = try await approved(bench)
            _ = try await bench.engine.perform(AdvisoryIssue(id: number), as: bench.rashad)
            #expect(await code(AdvisoryWithdraw(id: number), bench, bench.rashad)?.code == .usage)
            bench.clock.advance(seconds: 60)
            let withdrawal = try await bench.engine.perform(
                AdvisoryWithdraw(id: number), as: bench.rashad, reason: "the vendor retracted it")
            #expect(withdrawal.notices == 1 && withdrawal.state == .withdrawn)
            #expect(try await bench.engine.store.publicAdvisories().map(\.isWithdrawn) == [true])
        }
    }

    @Test func `a scheduled advisory is issued at its time, and returned when it is no longer what was approved`()
        async throws
    {
        try await AdvisoryBench.run { bench in
            let number = try await approved(bench)
            let time = bench.clock.now.adding(seconds: 3600)
            _ = try await bench.engine.perform(AdvisorySchedule(id: number, at: time), as: bench.rashad)
            #expect(try await bench.engine.issueScheduled() == 0)
            bench.clock.advance(seconds: 3600)
            #expect(try await bench.engine.issueScheduled() == 1)
            #expect(try await bench.engine.issueScheduled() == 0)
            #expect(try await bench.engine.store.advisory(number).map(\.version.state) == [.issued])
        }
        try await AdvisoryBench.run { bench in
            let number = try await approved(bench)
            let time = bench.clock.now.adding(seconds: 3600)
            _ = try await bench.engine.perform(AdvisorySchedule(id: number, at: time), as: bench.rashad)
            try await bench.find(try await bench.threatNumber(AdvisoryBench.cve), at: ["port"])
            bench.clock.advance(seconds: 3600)
            #expect(try await bench.engine.issueScheduled() == 0)
            #expect(try await bench.engine.store.advisory(number).map(\.version.state) == [.returned])
        }
    }

    @Test func `a dry run changes nothing`() async throws {
        try await AdvisoryBench.run { bench in
            let draft = try await bench.engine.perform(
                AdvisoryDraft(threat: AdvisoryBench.cve), as: bench.leyla, dryRun: true)
            #expect(draft.number == nil && !draft.form.isEmpty)
            #expect(try await bench.engine.perform(AdvisoryList(), as: bench.nigar).isEmpty)
            let number = try await approved(bench)
            let answer = try await bench.engine.perform(AdvisoryIssue(id: number), as: bench.rashad, dryRun: true)
            #expect(answer.state == .issued)
            #expect(try await bench.engine.perform(AdvisoryList(), as: bench.nigar).map(\.state) == [.approved])
        }
    }

    @Test func `a second draft about the same threat names the first`() async throws {
        try await AdvisoryBench.run { bench in
            let first = try await bench.engine.perform(AdvisoryDraft(threat: AdvisoryBench.cve), as: bench.leyla)
            #expect(first.others.isEmpty)
            let second = try await bench.engine.perform(AdvisoryDraft(threat: AdvisoryBench.cve), as: bench.leyla)
            #expect(second.others.map(\.number) == [try #require(first.number)])
            #expect(second.others.map(\.state) == [.draft])
        }
    }

    @Test func `an own form is taken, a bad one is told by its lines`() async throws {
        try await AdvisoryBench.run { bench in
            let wrong = await code(AdvisoryDraft(form: "# note\nurgency: soon\npublic: yes"), bench, bench.leyla)
            #expect(wrong?.message.contains("line 2: `urgency: soon` is not accepted") == true)
            #expect(wrong?.message.contains("`severity` is missing") == true)
            let failure = await code(AdvisoryDraft(form: "colour: red"), bench, bench.leyla)
            #expect(failure?.code == .badData)
            #expect(failure?.message.contains("line 1: unknown key `colour`") == true)
            #expect(await code(AdvisoryDraft(threat: "CVE-1999-0001"), bench, bench.leyla)?.code == .notFound)
            #expect(await code(AdvisoryDraft(), bench, bench.leyla)?.code == .usage)
            let condition = try await bench.engine.perform(
                AdvisoryDraft(threat: "condition:vulnerable/potentially-unwanted-accessible/open-telnet"),
                as: bench.leyla)
            #expect(condition.tlp == .green && !condition.isPublic)
            #expect(condition.guidance == ["close-open-telnet", "handle-exposed-remote-management"])
        }
    }

    @Test func `a comment is kept and leaves the approval in force`() async throws {
        try await AdvisoryBench.run { bench in
            let number = try await approved(bench)
            _ = try await bench.engine.perform(AdvisoryRemark(id: number, text: "ask the vendor"), as: bench.leyla)
            #expect(try await bench.engine.perform(AdvisoryPreview(id: number), as: bench.rashad).isApproved)
            let events = try await bench.engine.perform(AdvisoryShow(id: number), as: bench.nigar).events
            #expect(events.last?.note == "ask the vendor")
        }
    }

    @Test func `guidance is listed, shown and found`() async throws {
        try await AdvisoryBench.run { bench in
            #expect(try await bench.engine.perform(GuidanceList(), as: bench.nigar).count == 12)
            let shown = try await bench.engine.perform(
                GuidanceShow(id: "close-open-telnet", language: .az), as: bench.nigar)
            #expect(shown.map(\.status) == [.unreviewed])
            #expect(await code(GuidanceShow(id: "no-such"), bench, bench.nigar)?.code == .notFound)
            let found = try await bench.engine.perform(GuidanceSearch(words: ["krbtgt"]), as: bench.nigar)
            #expect(found.map(\.id.text) == ["ransomware-first-hours", "ransomware-first-hours"])
        }
    }

    @Test func `every change is an entry, and the ledger holds them`() async throws {
        try await AdvisoryBench.run { bench in
            let before = try await bench.engine.store.entryCount()
            let number = try await approved(bench)
            _ = try await bench.engine.perform(AdvisoryIssue(id: number), as: bench.rashad)
            // drafted, submitted, approved, issued, the threat's advised; beside them the lane of notices has its own.
            let events = try await bench.engine.store.entries(subject: number, from: 0, limit: 100).count
            #expect(events == 4)
            #expect(try await bench.engine.store.entryCount() >= before + 5)
            try await bench.engine.sequence()
        }
    }
}
