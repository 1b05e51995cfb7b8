import Notify
import Testing
import Vocabulary

/// An entity with a role mailbox and a named manager.
private func hospital() -> EntityFacts {
    let id = EntityID(unchecked: "city-hospital")
    let desk = Recipient(
        entity: id, contact: "a-desk", role: "technical", mailbox: Mailbox("soc@hospital.example"), isPerson: false,
        languages: [.az], tlpMax: .red, isUsable: true)
    let head = Recipient(
        entity: id, contact: "b-head", role: "management", mailbox: Mailbox("leyla@hospital.example"), isPerson: true,
        languages: [.en], tlpMax: .red, isUsable: true)
    return EntityFacts(id: id, sector: .health, criticality: .high, recipients: [desk, head])
}

private func directive(_ id: String, _ kind: NoticeKind, roles: [String]) -> Directive {
    var directive = Directive(id: DirectiveID(unchecked: id), kinds: [kind], roles: roles, channel: .maildrop)
    directive.tlpMax = .red
    return directive
}

@Suite struct RouterTests {
    @Test func `RED goes to a named person and never to a role mailbox`() {
        let router = Router(directives: [directive("d", .advisory, roles: ["technical", "management"])], approved: [])
        let decision = router.route(Cause(id: "advisory:1", kind: .advisory, tlp: .red), to: hospital())
        #expect(decision.routings.map(\.recipient.contact) == ["b-head"])
        #expect(decision.withheld.map(\.reason) == [.redNeedsPerson])
        #expect(decision.withheld.map(\.contact) == ["a-desk"])
    }

    @Test func `a directive's limit goes along with the contact, for the parts of a message are chosen by it`() {
        var amber = directive("d", .advisory, roles: ["technical"])
        amber.tlpMax = .amber
        let cause = Cause(id: "advisory:1", kind: .advisory, tlp: .clear)
        let decision = Router(directives: [amber], approved: []).route(cause, to: hospital())
        #expect(decision.routings.map(\.recipient.tlpMax) == [.amber])
    }

    @Test func `what is not RED stops at the first role that can be told`() {
        let router = Router(directives: [directive("d", .advisory, roles: ["technical", "management"])], approved: [])
        let decision = router.route(Cause(id: "advisory:1", kind: .advisory, tlp: .amber), to: hospital())
        #expect(decision.routings.map(\.recipient.contact) == ["a-desk"])
        #expect(decision.routings.map(\.language) == [.az])
        #expect(decision.withheld.isEmpty)
    }

    @Test func `findings leave only under an approved standing order`() {
        var order = directive("f", .findings, roles: ["technical"])
        let cause = Cause(id: "finding:1", kind: .findings, tlp: .amber, confidence: .certain)
        func reasons(_ approved: Set<DirectiveID>) -> [Withholding] {
            Router(directives: [order], approved: approved).route(cause, to: hospital()).withheld.map(\.reason)
        }
        #expect(reasons([]) == [.noStandingOrder])
        #expect(reasons([order.id]) == [.noStandingOrder])
        order.standingOrder = true
        #expect(reasons([]) == [.noStandingOrder])
        #expect(reasons([order.id]) == [])
    }

    @Test func `every selected cause is sent or has a reason`() {
        let order = directive("d", .advisory, roles: ["technical"])
        var held = Cause(id: "advisory:1", kind: .advisory, tlp: .clear)
        held.isHeld = true
        var claimed = Cause(id: "finding:1", kind: .findings, tlp: .clear, confidence: .certain)
        claimed.assetVerified = false
        let possible = Cause(id: "finding:2", kind: .findings, tlp: .clear, confidence: .possible)
        var entity = hospital()
        let router = Router(directives: [order], approved: [])
        func reason(_ cause: Cause) -> [Withholding] { router.route(cause, to: entity).withheld.map(\.reason) }
        #expect(reason(held) == [.hold])
        #expect(reason(claimed) == [.unverifiedAsset])
        #expect(reason(possible) == [.possibleOnly])
        #expect(reason(Cause(id: "r", kind: .reminder, tlp: .clear)) == [.noDirective])
        let plain = Cause(id: "advisory:2", kind: .advisory, tlp: .green)
        entity.recipients[0].tlpMax = .clear
        #expect(reason(plain) == [.tlpNotPermitted])
        entity.recipients[0].tlpMax = .red
        entity.recipients[0].optOut = [.advisory]
        #expect(reason(plain) == [.optOut])
        entity.recipients[0].isUsable = false
        #expect(reason(plain) == [.noUsableContact])
        entity.recipients = []
        #expect(reason(plain) == [.noUsableContact])
    }

    @Test func `two directives for the same way send once, whatever their order`() {
        let first = directive("a", .advisory, roles: ["technical"])
        let second = directive("b", .advisory, roles: ["technical"])
        let cause = Cause(id: "advisory:1", kind: .advisory, tlp: .clear)
        let one = Router(directives: [first, second], approved: []).route(cause, to: hospital())
        let two = Router(directives: [second, first], approved: []).route(cause, to: hospital())
        #expect(one == two)
        #expect(one.routings.map(\.directive.text) == ["a"])
    }

    @Test func `a change of a directive changes the bytes an approval binds`() {
        let before = directive("a", .findings, roles: ["technical"])
        var after = before
        after.intervalSeconds = 3600
        #expect(before.canonical != after.canonical)
    }

    @Test func `findings of one entity gather in one bundle and each cause is in it once`() {
        var order = directive("f", .findings, roles: ["technical"])
        order.standingOrder = true
        let router = Router(directives: [order], approved: [order.id])
        let causes = ["finding:2", "finding:1", "finding:2"].map { id in
            Cause(id: id, kind: .findings, tlp: id == "finding:2" ? .amber : .green, confidence: .certain)
        }
        let routed = causes.flatMap { cause in
            router.route(cause, to: hospital()).routings.map { (cause: cause, routing: $0) }
        }
        let bundles = Bundle.gather(routed)
        #expect(bundles.map(\.causes) == [["finding:1", "finding:2"]])
        #expect(bundles.map(\.tlp) == [.amber])
        #expect(Bundle.gather(routed.reversed()) == bundles)
    }
}

@Suite struct MailboxTests {
    @Test(arguments: ["leyla@hospital.example", "a.b+c@x-y.az", "o'neil@a.b"])
    func `an ordinary mailbox is accepted`(_ text: String) { #expect(Mailbox(text)?.text == text) }

    @Test(arguments: [
        "a@b\r\nBcc: c@d", "a@b>", "<a@b", "a b@c", "@b", "a@", "a..b@c", "a@b@c", "ə@b.az", "\"a\"@b", "a@[127.0.0.1]",
        "", "a,b@c", "a@b\u{0}", "a@b.az\n",
    ])
    func `what could smuggle a header or a second recipient is no mailbox`(_ text: String) {
        #expect(Mailbox(text) == nil)
    }
}

@Suite struct DeliveryTests {
    @Test func `the way of a delivery`() {
        #expect(DeliveryState.due.after(.seal) == .sealed)
        #expect(DeliveryState.sealed.after(.outcome(.deferred(text: "451"))) == .sealed)
        #expect(DeliveryState.sealed.after(.outcome(.accepted(text: "250"))) == .accepted)
        #expect(DeliveryState.sealed.after(.outcome(.delivered(text: ""))) == .delivered)
        #expect(DeliveryState.sealed.after(.outcome(.refused(text: "550"))) == .bounced)
        #expect(DeliveryState.accepted.after(.bounce) == .bounced)
        #expect(DeliveryState.accepted.after(.confirmed) == .delivered)
        #expect(DeliveryState.sealed.after(.giveUp) == .expired)
    }

    @Test func `what has left cannot be cancelled and nothing is sent before it is sealed`() {
        for state in [DeliveryState.accepted, .delivered, .bounced, .expired, .cancelled] {
            #expect(state.after(.cancel) == nil)
            #expect(state.after(.seal) == nil)
        }
        #expect(DeliveryState.due.after(.outcome(.accepted(text: ""))) == nil)
        #expect(DeliveryState.cancelled.after(.requeue) == nil)
        #expect(DeliveryState.bounced.after(.requeue) == .sealed)
    }
}

@Suite struct PacingTests {
    private let noon = Instant(microseconds: 1_796_040_000_000_000)  // 2026-11-30T12:00:00Z, a Monday

    @Test func `the retry schedule is 1 m, 5 m, 15 m, 1 h, 4 h, 12 h and ends after five days`() {
        let waits = (1...7).compactMap {
            RetrySchedule.standard.next(attempts: $0, first: noon, last: noon)?.seconds(since: noon)
        }
        #expect(waits == [60, 300, 900, 3600, 14400, 43200, 43200])
        let late = noon.adding(seconds: 5 * 86_400 - 43_000)
        #expect(RetrySchedule.standard.next(attempts: 9, first: noon, last: late) == nil)
    }

    @Test func `quiet hours across midnight hold back until morning, urgent ones go`() {
        // 20:00–08:00 local is 16:00–04:00 UTC.
        let quiet = QuietHours(from: 20 * 60, to: 8 * 60)
        let evening = noon.adding(seconds: 5 * 3600)
        func pacing(urgent: Bool) -> Pacing {
            Pacing(
                now: evening, isUrgent: urgent, intervalSeconds: 0, lastOfGroup: nil, recent: [], capPerHour: 10,
                quiet: quiet)
        }
        #expect(pacing(urgent: false).at.description == "2026-12-01T04:00:00Z")
        #expect(pacing(urgent: false).reason == .quietHours)
        #expect(pacing(urgent: true).at == evening)
        let weekend = QuietHours(from: 0, to: 0, days: [6, 7])
        #expect(weekend.earliest(from: noon.adding(seconds: 5 * 86_400))?.description == "2026-12-06T20:00:00Z")
        #expect(QuietHours(from: 0, to: 0, days: [1, 2, 3, 4, 5, 6, 7]).earliest(from: noon) == nil)
    }

    @Test func `the third message in an hour waits when two are allowed`() {
        let recent = [noon.adding(seconds: -3000), noon.adding(seconds: -100)]
        let pacing = Pacing(
            now: noon, isUrgent: false, intervalSeconds: 0, lastOfGroup: nil, recent: recent, capPerHour: 2, quiet: nil)
        #expect(pacing.at == noon.adding(seconds: 600))
        #expect(pacing.reason == .hourlyCap)
    }

    @Test func `a group waits for its interval`() {
        let pacing = Pacing(
            now: noon, isUrgent: false, intervalSeconds: 86_400, lastOfGroup: noon.adding(seconds: -3600), recent: [],
            capPerHour: 2, quiet: nil)
        #expect(pacing.at == noon.adding(seconds: 82_800))
        #expect(pacing.reason == .interval)
    }
}
