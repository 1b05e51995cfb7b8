import Coordinate
import Notify
import Pipeline
import Storage
import Testing
import Vocabulary

@Suite struct NoticeLaneTests {
    @Test func `an issued advisory is owed once to each recipient, or it is said why not`() async throws {
        let bench = try await NoticeBench.make()
        let first = try await bench.issue()
        #expect(first.notices.count == 1)
        #expect(first.deliveries == 1)
        let withheld = try await bench.engine.store.withheld(cause: nil, entity: bench.bank, limit: 10)
        #expect(withheld.map(\.reason) == [.noUsableContact])
        let again = try await bench.issue()
        #expect(again.notices.isEmpty)
        #expect(try await bench.engine.store.notices(entity: nil, about: nil, limit: 10).count == 1)
    }

    @Test func `a notice says what its reader may see and no more`() async throws {
        let bench = try await NoticeBench.make()
        let number = try #require(try await bench.issue().notices.first)
        let content = try #require(try await bench.engine.store.notice(number)?.content)
        #expect(content.tlp == .amber)
        #expect(content.what.contains("Nə baş verdi: ə ğ ı"))
        #expect(!content.what.contains { $0.contains("NN") })
        #expect(content.policyRow == "built-in:B1")
        #expect(content.code.utf8.count == 11)
    }

    @Test func `what the relay did not take goes again as the same bytes`() async throws {
        let bench = try await NoticeBench.make()
        _ = try await bench.issue()
        let channel = ScriptedChannel([.deferred(text: "451 did nothing"), .deferred(text: "took it but said no")])
        let notifier = Notifier(engine: bench.engine, channels: [.maildrop: channel])
        #expect(try await notifier.drain() == 1)
        #expect(try await notifier.drain() == 0)
        bench.pass(seconds: 70)
        #expect(try await notifier.drain() == 1)
        bench.pass(seconds: 400)
        #expect(try await notifier.drain() == 1)
        #expect(Set(channel.seen).count == 1)
        #expect(channel.seen.count == 3)
        let delivery = try #require(try await bench.engine.store.deliveries(states: [], limit: 10).first)
        #expect(delivery.state == .delivered)
        #expect(delivery.attempts == 3)
        let id = try #require(channel.seen.first?.id)
        #expect(id.hasPrefix("\(delivery.id).") && id.hasSuffix("@ess.example"))
    }

    @Test func `a try that a crash left without outcome is made again with the next number`() async throws {
        let bench = try await NoticeBench.make()
        _ = try await bench.issue()
        let store = bench.engine.store
        let due = try #require(try await store.dueDeliveries(at: bench.engine.now(), limit: 5).first)
        let sealed = SealedMessage(id: "x@ess.example", sender: "a@b", recipient: due.mailbox.text, bytes: [1, 2, 3])
        let started = try await store.startAttempts([.init(id: due.id, message: sealed)], at: bench.engine.now())
        #expect(started.map(\.n) == [1])
        #expect(try await store.dueDeliveries(at: bench.engine.now(), limit: 5).isEmpty)
        // The process ends here.
        let channel = ScriptedChannel()
        #expect(try await Notifier(engine: bench.engine, channels: [.maildrop: channel]).drain() == 1)
        #expect(channel.seen == [sealed])
        let story = try #require(try await store.notice(due.notice))
        #expect(story.attempts[due.id]?.map(\.outcome) == ["outcome-unknown", "delivered"])
    }

    @Test func `a refusal bounces, and a retry by hand sends the same bytes`() async throws {
        let bench = try await NoticeBench.make()
        _ = try await bench.issue()
        let channel = ScriptedChannel([.refused(text: "550 no such user")])
        let notifier = Notifier(engine: bench.engine, channels: [.maildrop: channel])
        try await notifier.drain()
        let bounced = try #require(try await bench.engine.store.deliveries(states: [.bounced], limit: 5).first)
        let officer = Actor(uid: 1001, name: "leyla", loginUID: nil, roles: [.analyst])
        _ = try await bench.engine.perform(DeliveryRetry(id: bounced.id), as: officer)
        try await notifier.drain()
        #expect(Set(channel.seen).count == 1)
        #expect(try await bench.engine.store.deliveries(states: [.delivered], limit: 5).count == 1)
    }

    @Test func `a cancelled notice does not leave, and one that left cannot be cancelled`() async throws {
        let bench = try await NoticeBench.make()
        let number = try #require(try await bench.issue().notices.first)
        let officer = Actor(uid: 1002, name: "rashad", loginUID: nil, roles: [.approver])
        let answer = try await bench.engine.perform(NoticeCancel(number: number), as: officer, reason: "wrong")
        #expect(answer.cancelled.count == 1)
        let channel = ScriptedChannel()
        #expect(try await Notifier(engine: bench.engine, channels: [.maildrop: channel]).drain() == 0)
        let again = try await bench.engine.perform(NoticeCancel(number: number), as: officer, reason: "wrong")
        #expect(again.cancelled.isEmpty)
    }

    @Test func `two people make a standing order, one does not, and a change voids it`() async throws {
        let bench = try await NoticeBench.make()
        let (one, two) = (
            Actor(uid: 1001, name: "leyla", loginUID: 1001, roles: [.analyst]),
            Actor(uid: 1002, name: "rashad", loginUID: 1002, roles: [.approver])
        )
        let sudo = Actor(uid: 1003, name: "other", loginUID: 1001, roles: [.approver])
        let id = DirectiveID(unchecked: "findings")
        let listed = try await bench.engine.perform(DirectiveList(), as: one)
        let record = try #require(listed.first { $0.directive.id == id })
        let approve = DirectiveApprove(id: id, digest: record.digest.short)
        #expect(try await bench.engine.perform(approve, as: one).isApproved == false)
        #expect(try await bench.engine.perform(approve, as: one).isApproved == false)
        #expect(try await bench.engine.perform(approve, as: sudo).isApproved == false)
        #expect(try await bench.engine.perform(approve, as: two).isApproved)
        await #expect(throws: ActFailure.self) {
            try await bench.engine.perform(DirectiveApprove(id: id, digest: "00000000"), as: two)
        }
        var changed = record.directive
        changed.intervalSeconds = 0
        #expect(try await bench.engine.store.replaceDirectives([changed], at: bench.engine.now()) == [id])
        #expect(try await bench.engine.store.directives(compareLogins: true).map(\.isApproved) == [false])
    }
}
