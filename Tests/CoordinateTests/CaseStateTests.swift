import Coordinate
import Testing
import Vocabulary

private let bank = EntityID(unchecked: "bank")
private let start = Instant(seconds: 1_796_040_000)  // 2026-11-30T12:00:00Z

private func hour(_ count: Int64) -> Instant { start.adding(seconds: count * 3600) }

private func event(_ id: String, at hours: Int64, _ change: CaseEvent.Change, entity: EntityID? = bank) -> CaseEvent {
    CaseEvent(id: id, at: hour(hours), actor: "service", entity: entity, change: change)
}

private let clocks = Clocks(ackBy: hour(4), fix: .by(hour(72)), row: "national:N1", reason: "test")
private let notice = SpokenNumber(.notice, year: 2026, serial: 1)
private let opening = [
    event("1", at: 0, .opened(kind: .advisory, title: "t", advisory: nil, tlp: .green), entity: nil),
    event("2", at: 0, .notified(notice: notice, clocks: clocks)),
]

@Suite struct CaseStateTests {
    @Test func `a case as a timetable`() throws {
        let policy = DeadlinePolicy(
            name: "national", rows: [],
            chain: [
                .init(afterHours: 0, means: .remind, to: "management"), .init(afterHours: 8, means: .call, to: "24h"),
            ], countsWorkingDays: false, holidays: [], offsetMinutes: 240)
        var events = opening
        func standing(_ hours: Int64) throws -> Participation.Standing? {
            try #require(CaseState(folding: events))[bank]?.standing(at: hour(hours))
        }
        func steps(_ hours: Int64) throws -> [Int] {
            try #require(CaseState(folding: events)).dueSteps(policy, at: hour(hours)).map(\.step)
        }
        #expect(try standing(4) == .notified)
        #expect(try steps(4) == [])
        #expect(try standing(5) == .silent)
        #expect(try steps(5) == [1])
        events.append(event("3", at: 5, .reminded(step: 1, notice: nil)))
        #expect(try standing(6) == .silent)
        #expect(try steps(6) == [])
        #expect(try steps(13) == [2])
        events.append(event("4", at: 13, .escalated(step: 2, to: "24h", reason: "silent")))
        #expect(try steps(100) == [])
        #expect(try standing(1000) == .silent)
        events.append(event("5", at: 1001, .acknowledged(by: "Leyla", channel: .phone)))
        #expect(try standing(1001) == .acknowledged)
        let said = try #require(CaseState(folding: events)?[bank]?.acknowledged)
        #expect(said.isLate)
        #expect(said.by == "Leyla")
        events.append(
            event(
                "6", at: 1002,
                .answered(subject: "CVE-2026-1", answer: .fixed, by: "Leyla", channel: .portal, text: "")))
        #expect(try standing(1002) == .settled)
        #expect(try #require(CaseState(folding: events)?[bank]?.answers["CVE-2026-1"]).isLate)
    }

    @Test func `the first acknowledgement stands, a later one does not make it early or late`() throws {
        let events = opening + [
            event("3", at: 9, .acknowledged(by: "a", channel: .portal)),
            event("4", at: 10, .acknowledged(by: "b", channel: .portal)),
        ]
        let said = try #require(CaseState(folding: events)?[bank]?.acknowledged)
        #expect(said.by == "a")
        #expect(said.isLate)
    }

    @Test func `reminding, escalating, referring and closing never answer for an entity`() throws {
        let events = opening + [
            event("3", at: 5, .reminded(step: 1, notice: nil)),
            event("4", at: 6, .escalated(step: 2, to: "24h", reason: "r")),
            event("5", at: 7, .referred(body: "ministry", reason: "r")), event("6", at: 8, .note(text: "fixed")),
            event("7", at: 9, .closed(reason: "enough"), entity: nil),
        ]
        let state = try #require(CaseState(folding: events))
        #expect(state.status == .closed)
        #expect(state[bank]?.standing(at: hour(9)) == .silent)
        #expect(state[bank]?.answers.isEmpty == true)
    }

    @Test func `the order in which events arrive does not matter and a repeat counts once`() throws {
        let events = opening + [
            event("3", at: 2, .acknowledged(by: "a", channel: .portal)),
            event("4", at: 3, .answered(subject: "x", answer: .affected, by: "a", channel: .portal, text: "")),
            event("5", at: 4, .answered(subject: "x", answer: .fixed, by: "a", channel: .portal, text: "")),
            event("6", at: 5, .closed(reason: "done"), entity: nil),
            event("7", at: 6, .reopened(reason: "again"), entity: nil),
        ]
        let expected = try #require(CaseState(folding: events))
        #expect(expected.status == .open)
        #expect(expected[bank]?.answers["x"]?.value == .fixed)
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<50 {
            #expect(CaseState(folding: (events + events.prefix(3)).shuffled(using: &generator)) == expected)
        }
    }

    @Test func `an answer that settles one of two subjects leaves the repair owed`() throws {
        let events = opening + [
            event("3", at: 1, .answered(subject: "x", answer: .fixed, by: "a", channel: .portal, text: "")),
            event("4", at: 1, .answered(subject: "y", answer: .cannotFix, by: "a", channel: .portal, text: "")),
        ]
        let part = try #require(CaseState(folding: events)?[bank])
        #expect(part.standing(at: hour(1)) == .answered)
        #expect(!part.isFixOverdue(at: hour(72)))
        #expect(part.isFixOverdue(at: hour(73)))
    }

    @Test func `without an opening there is no case`() {
        #expect(CaseState(folding: [event("2", at: 0, .note(text: ""))]) == nil)
    }
}

@Suite struct DeadlinePolicyTests {
    private func policy(working: Bool = false) -> DeadlinePolicy {
        let row = { (id: String, exploited: Bool?, exposed: Bool?, hours: Int64, fix: DeadlinePolicy.Fix) in
            DeadlinePolicy.Row(
                id: id, isExploited: exploited, isExposed: exposed, criticality: nil, sectors: [], score: 0,
                ackHours: hours, fix: fix)
        }
        return DeadlinePolicy(
            name: "national",
            rows: [
                row("N1", true, true, 4, .daysWithTriage(3)), row("N2", true, nil, 24, .days(7)),
                row("N8", nil, nil, 120, .onNextUpgrade),
            ],
            chain: [], countsWorkingDays: working, holidays: [], offsetMinutes: 240)
    }

    private func facts(exploited: Bool, exposed: Bool) -> DeadlineFacts {
        DeadlineFacts(isExploited: exploited, isExposed: exposed, criticality: .medium, sector: .energy, score: 50)
    }

    @Test func `the same threat gives two entities two dates, with the row cited`() {
        let outside = policy().clocks(for: facts(exploited: true, exposed: true), from: start)
        let inside = policy().clocks(for: facts(exploited: true, exposed: false), from: start)
        #expect(outside.row == "national:N1")
        #expect(outside.ackBy == hour(4))
        // Monday 30 November, 16:00 in Baku; three days later ends Thursday at 23:59:59 = 19:59:59 UTC.
        #expect(outside.fixBy?.description == "2026-12-03T19:59:59Z")
        #expect(inside.row == "national:N2")
        #expect(inside.fixBy?.description == "2026-12-07T19:59:59Z")
        #expect(inside.reason.contains("not exposed"))
    }

    @Test func `working days leave out the weekend`() {
        let inside = policy(working: true).clocks(for: facts(exploited: true, exposed: false), from: start)
        // Seven working days after Monday 30 November is Wednesday 9 December.
        #expect(inside.fixBy?.description == "2026-12-09T19:59:59Z")
    }

    @Test func `on next upgrade is never late`() throws {
        let upgrade = policy().clocks(for: facts(exploited: false, exposed: true), from: start)
        #expect(upgrade.fix == .onNextUpgrade)
        let told = opening.prefix(1) + [event("2", at: 0, .notified(notice: notice, clocks: upgrade))]
        let part = try #require(CaseState(folding: Array(told))?[bank])
        #expect(!part.isFixOverdue(at: hour(100_000)))
    }

    @Test func `a model without a last row for everything is refused with the place`() {
        let scalar = { (text: String) in SettingsNode(content: .scalar(text, quoted: false), file: "m.yaml", line: 3) }
        let row = SettingsNode(
            content: .map([
                (scalar("id"), scalar("A")), (scalar("exploited"), scalar("yes")), (scalar("ack_hours"), scalar("4")),
                (scalar("fix_days"), scalar("3")), (scalar("colour"), scalar("red")),
            ]), file: "m.yaml", line: 3)
        let list = SettingsNode(content: .list([row]), file: "m.yaml", line: 3)
        let node = SettingsNode(
            content: .map([(scalar("name"), scalar("m")), (scalar("rows"), list)]), file: "m.yaml", line: 1)
        var problems: [SettingsProblem] = []
        #expect(DeadlinePolicy(settings: node, problems: &problems) == nil)
        #expect(problems.contains { $0.key == "rows[0].colour" && $0.line == 3 })
    }
}

/// SplitMix64, so that a failing shuffle can be replayed.
private struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
