import Advise
import Coordinate
import Notify
import Pipeline
import Storage
import Testing
import Vocabulary

/// A participation whose notices were cancelled before they left: nobody was told, so nobody is chased.
@Suite struct CancelledPartTests {
    private let officer = Actor(uid: 1002, name: "rashad", loginUID: nil, roles: [.approver, .analyst])

    private func cancel(_ number: SpokenNumber, _ bench: NoticeBench) async throws {
        let answer = try await bench.engine.perform(NoticeCancel(number: number), as: officer, reason: "wrong text")
        #expect(answer.cancelled.count == 1 && answer.left.isEmpty)
    }

    private func part(_ number: SpokenNumber, _ bench: NoticeBench) async throws -> CaseStory.Part {
        let story = try await bench.engine.perform(CaseShow(number: number), as: officer)
        return try #require(story.participations.first { $0.entity == bench.hospital })
    }

    /// A version of the advisory to the hospital alone, in the same case.
    private func issue(_ version: Int, _ bench: NoticeBench) async throws -> NoticeOutcome {
        var advisory = bench.advisory()
        advisory.version = version
        var batch = try await bench.engine.planNotices(
            of: advisory, to: [bench.hospital], at: bench.engine.now(), actor: "user:1:a")
        if let number = try await bench.engine.store.advisoryCase(advisory.number) { batch.joins = .existing(number) }
        return try await bench.engine.store.insertNotices(batch)
    }

    private func verify(_ bench: NoticeBench) async throws {
        _ = try await bench.engine.sequence()
        let report = try await LedgerCheck.run(
            dataDirectory: bench.engine.settings.dataDirectory, verifierKey: nil, withStore: true, held: [])
        #expect(report.sound, "\(report.discrepancies)")
    }

    private func clocks(_ bench: NoticeBench) async throws -> [Int] {
        let rows = try await bench.engine.store.statusRows(threshold: 101, for: "a", at: bench.engine.now())
        return [rows.silent.count, rows.repairs.count]
    }

    @Test func `nobody who was not told is chased or late, and the case says why he was not told`() async throws {
        let bench = try await NoticeBench.make()
        let outcome = try await issue(1, bench)
        let (notice, number) = (try #require(outcome.notices.first), try #require(outcome.caseNumber))
        let door = EntityDoor(engine: bench.engine, entity: bench.hospital)
        #expect(try await part(number, bench).standing == .notified)
        try await cancel(notice, bench)
        bench.pass(hours: 1000)
        #expect(try await ClockWatch(engine: bench.engine).sweep() == 0)
        #expect(try await bench.engine.store.nextChase() == nil)
        #expect(try await clocks(bench) == [0, 0])
        let left = try await part(number, bench)
        #expect(left.standing == .cancelled)
        #expect(left.notices.isEmpty && left.ackBy == nil && left.fixBy == nil && !left.fixOverdue)
        #expect(left.cancelled?.notice == notice)
        #expect(left.cancelled?.reason == "wrong text")
        let story = try await bench.engine.perform(CaseShow(number: number), as: officer).story
        #expect(story.map(\.event) == ["opened", "notified", "cancelled"])
        #expect(story.last?.text == "\(notice) never left: wrong text")
        let listed = try await bench.engine.perform(CaseList(), as: officer)
        #expect(listed.map(\.participants) == [0])
        #expect(listed.map(\.unheard) == [0])
        // What told nobody does not tell by the portal either.
        #expect(try await door.noticeList(limit: 10).isEmpty)
        #expect(try await door.cases().isEmpty)
        await #expect(throws: ActFailure.self) { try await door.noticeView(notice) }
        try await verify(bench)
    }

    @Test func `who is told later has the later notice's clocks, and is chased by them`() async throws {
        let bench = try await NoticeBench.make()
        let first = try await issue(1, bench)
        let number = try #require(first.caseNumber)
        let before = try #require(try await part(number, bench).ackBy)
        try await cancel(try #require(first.notices.first), bench)
        bench.pass(hours: 100)
        let second = try await issue(2, bench)
        #expect(second.caseNumber == number)
        let told = try await part(number, bench)
        #expect(told.standing == .notified)
        #expect(told.notices == second.notices)
        // The same row of policy, 100 hours later.
        #expect(told.ackBy == before.adding(seconds: 100 * 3600))
        try await verify(bench)
        bench.pass(hours: 30)
        #expect(try await part(number, bench).standing == .silent)
        #expect(try await clocks(bench)[0] == 1)
        #expect(try await ClockWatch(engine: bench.engine).sweep() == 1)
        try await verify(bench)
    }

    @Test func `of two notices the one that stands keeps its clocks`() async throws {
        let bench = try await NoticeBench.make()
        let first = try await issue(1, bench)
        let number = try #require(first.caseNumber)
        bench.pass(hours: 2)
        let second = try await issue(2, bench)
        let both = try await part(number, bench)
        #expect(both.notices == first.notices + second.notices)
        try await cancel(try #require(first.notices.first), bench)
        let left = try await part(number, bench)
        #expect(left.standing == .notified)
        #expect(left.notices == second.notices)
        #expect(left.ackBy == both.ackBy?.adding(seconds: 2 * 3600))
        #expect(try await bench.engine.store.nextChase() == left.ackBy)
        try await verify(bench)
    }

    @Test func `what somebody said by phone stands, without clocks`() async throws {
        let bench = try await NoticeBench.make()
        let first = try await issue(1, bench)
        let number = try #require(first.caseNumber)
        _ = try await bench.engine.perform(
            CaseAck(number: number, entity: bench.hospital, who: "Dr. Aliyev"), as: officer)
        try await cancel(try #require(first.notices.first), bench)
        bench.pass(hours: 1000)
        let heard = try await part(number, bench)
        #expect(heard.standing == .acknowledged)
        #expect(heard.fixBy == nil)
        #expect(try await clocks(bench) == [0, 0])
        // Its own reading has what was said, and nothing of what never left.
        let own = try await EntityDoor(engine: bench.engine, entity: bench.hospital).story(of: number)
        #expect(own.story.map(\.event) == ["opened", "acknowledged"])
        #expect(own.participations.map(\.standing) == [.acknowledged])
        #expect(own.participations.allSatisfy { $0.cancelled == nil })
        try await verify(bench)
        // Told anew: the repair is owed by the new notice's date, and nobody asks again for an acknowledgement.
        _ = try await issue(2, bench)
        #expect(try await part(number, bench).fixBy != nil)
        #expect(try await bench.engine.store.nextChase() == nil)
        try await verify(bench)
    }

    @Test func `who was reminded was told, until the reminder is cancelled too`() async throws {
        let bench = try await NoticeBench.make()
        let first = try await issue(1, bench)
        let number = try #require(first.caseNumber)
        bench.pass(hours: 25)
        #expect(try await ClockWatch(engine: bench.engine).sweep() == 1)
        let reminder = try #require(
            try await bench.engine.store.notices(entity: bench.hospital, about: number.description, limit: 5)
                .first { $0.kind == .reminder })
        try await cancel(try #require(first.notices.first), bench)
        #expect(try await part(number, bench).standing == .silent)
        let door = EntityDoor(engine: bench.engine, entity: bench.hospital)
        #expect(try await door.noticeList(limit: 10).map(\.number) == [reminder.number])
        try await cancel(reminder.number, bench)
        #expect(try await part(number, bench).standing == .cancelled)
        #expect(try await door.noticeList(limit: 10).isEmpty)
        try await verify(bench)
    }
}
