import Coordinate
import Notify
import Pipeline
import Storage
import Testing
import Vocabulary

@Suite struct CaseLaneTests {
    @Test func `silence is chased by another person, and a late acknowledgement is late`() async throws {
        let bench = try await NoticeBench.make()
        let outcome = try await bench.issue()
        let number = try #require(outcome.caseNumber)
        let watch = ClockWatch(engine: bench.engine)
        #expect(try await watch.sweep() == 0)
        bench.pass(hours: 25)
        #expect(try await watch.sweep() == 1)
        #expect(try await watch.sweep() == 0)
        let reminder = try #require(
            try await bench.engine.store.notices(entity: bench.hospital, about: number.description, limit: 5)
                .first { $0.kind == .reminder })
        let story = try #require(try await bench.engine.store.notice(reminder.number))
        #expect(story.deliveries.map(\.contact) == ["head"])
        bench.pass(hours: 24)
        #expect(try await watch.sweep() == 1)
        var file = try await bench.engine.caseStory(number, at: bench.engine.now())
        #expect(file.participations.map(\.standing) == [.silent])
        #expect(file.story.map(\.event) == ["opened", "notified", "reminded", "escalated"])
        let officer = Actor(uid: 1001, name: "leyla", loginUID: nil, roles: [.analyst])
        file = try await bench.engine.perform(
            CaseAck(number: number, entity: bench.hospital, who: "Dr. Aliyev"), as: officer)
        #expect(file.participations.first?.acknowledgedLate == true)
        #expect(file.participations.first?.acknowledgedBy == "Dr. Aliyev")
        bench.pass(hours: 1000)
        #expect(try await watch.sweep() == 0)
    }

    @Test func `an entity sees, acknowledges and answers its own and nothing else exists for it`() async throws {
        let bench = try await NoticeBench.make()
        let outcome = try await bench.issue()
        let (notice, number) = (try #require(outcome.notices.first), try #require(outcome.caseNumber))
        let own = EntityDoor(engine: bench.engine, entity: bench.hospital)
        let other = EntityDoor(engine: bench.engine, entity: bench.bank)
        #expect(try await own.notices().map(\.number) == [notice])
        #expect(try await other.notices().isEmpty)
        #expect(try await other.cases().isEmpty)
        await #expect(throws: ActFailure.self) { try await other.notice(notice) }
        await #expect(throws: ActFailure.self) { try await other.acknowledge(notice) }
        await #expect(throws: ActFailure.self) { try await other.story(of: number) }
        await #expect(throws: ActFailure.self) {
            try await other.answer(number, subject: "all", answer: .fixed, text: "")
        }
        // Reading is no acknowledgement.
        _ = try await own.notice(notice)
        #expect(try await own.story(of: number).participations.first?.standing == .notified)
        let file = try await own.acknowledge(notice)
        #expect(file.participations.first?.acknowledgedLate == false)
        #expect(try await own.acknowledge(notice).story.count == file.story.count)
        let answered = try await own.answer(number, subject: "CVE-2026-1111", answer: .fixed, text: "patched")
        #expect(answered.participations.first?.standing == .settled)
    }

    @Test func `nobody but an officer's ear or the entity itself answers`() async throws {
        let bench = try await NoticeBench.make()
        let number = try #require(try await bench.issue().caseNumber)
        let officer = Actor(uid: 1001, name: "leyla", loginUID: nil, roles: [.analyst])
        await #expect(throws: ActFailure.self) {
            try await bench.engine.perform(
                CaseAck(number: number, entity: bench.hospital, who: "x", channel: .portal), as: officer)
        }
        await #expect(throws: ActFailure.self) {
            try await bench.engine.perform(CaseAck(number: number, entity: bench.bank, who: "x"), as: officer)
        }
        await #expect(throws: ActFailure.self) {
            try await bench.engine.perform(CaseClose(number: number), as: officer)
        }
        let closed = try await bench.engine.perform(CaseClose(number: number), as: officer, reason: "over")
        #expect(closed.status == .closed)
        #expect(closed.participations.map(\.standing) == [.notified])
    }

    @Test func `a reminder says what was not acknowledged, repeats it in short, and follows the first message`()
        async throws
    {
        let bench = try await NoticeBench.make()
        let outcome = try await bench.issue()
        let (first, number) = (try #require(outcome.notices.first), try #require(outcome.caseNumber))
        let channel = ScriptedChannel([.delivered(text: "ok"), .deferred(text: "451 later")])
        let notifier = Notifier(engine: bench.engine, channels: [.maildrop: channel])
        let sent = bench.engine.now()
        #expect(try await notifier.drain() == 1)
        bench.pass(hours: 25)
        #expect(try await ClockWatch(engine: bench.engine).sweep() == 1)
        #expect(try await notifier.drain() == 1)
        bench.pass(hours: 2)
        #expect(try await notifier.drain() == 1)
        #expect(channel.seen.count == 3 && channel.seen[1] == channel.seen[2])
        let header = String(decoding: channel.seen[1].bytes.prefix(2000), as: UTF8.self)
        #expect(header.contains("In-Reply-To: <\(channel.seen[0].id)>\r\n"))
        #expect(header.contains("References: <\(channel.seen[0].id)>\r\n"))
        let reminder = try #require(
            try await bench.engine.store.notices(entity: bench.hospital, about: number.description, limit: 5)
                .first { $0.kind == .reminder })
        let content = try #require(try await bench.engine.store.notice(reminder.number)?.content)
        #expect(content.title == "Serverdə boşluq" && reminder.title == content.title)
        #expect(content.what.count == 1 && content.what[0].hasPrefix("\(first) bildirişinin"))
        #expect(content.what[0].contains(sent.localText))
        #expect(content.actions == ["Yeniləyin"] && content.threats == ["CVE-2026-1111"])
        // What it repeats was AMBER, though the case's own head is GREEN.
        #expect(content.tlp == .amber && reminder.tlp == .amber)
    }

    @Test func `an answer about something the notices do not name is refused, and the names are given`() async throws {
        let bench = try await NoticeBench.make()
        let number = try #require(try await bench.issue().caseNumber)
        let officer = Actor(uid: 1001, name: "leyla", loginUID: nil, roles: [.analyst])
        func act(_ subject: String) -> CaseAnswer {
            CaseAnswer(number: number, entity: bench.hospital, subject: subject, answer: .fixed, who: "Dr. Aliyev")
        }
        do {
            _ = try await bench.engine.perform(act("CVE-2026-2222"), as: officer)
            Issue.record("it was taken")
        } catch let failure as ActFailure {
            #expect(failure.exitCode == 65 && failure.httpStatus == 422)
            #expect(failure.hint == "the subject is one of: all, CVE-2026-1111")
        }
        #expect(try await bench.engine.perform(act("CVE-2026-1111"), as: officer).participations[0].answers.count == 1)
        #expect(try await bench.engine.perform(act("all"), as: officer).participations[0].answers.count == 2)
    }
}
