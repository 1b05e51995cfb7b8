import Testing
import Vocabulary

@testable import Coordinate

private let bank = EntityID(unchecked: "bank")
/// When the entity first tells of it: 2026-11-30T12:00:00Z, a Monday.
private let start = Instant(seconds: 1_796_040_000)

private func hour(_ count: Int64) -> Instant { start.adding(seconds: count * 3600) }

@Suite struct `An incident's clocks` {
    /// The usual numbers, days ending at midnight UTC+04:00.
    private func policy(_ rows: [DeadlinePolicy.IncidentRow]? = nil) -> DeadlinePolicy {
        var policy = DeadlinePolicy(
            name: "national", rows: [], chain: [], countsWorkingDays: false, holidays: [], offsetMinutes: 240)
        policy.incidents = rows ?? [row("I1")]
        return policy
    }

    private func row(
        _ id: String, entities: Set<EntityID> = [], sectors: Set<Sector> = [], criticality: Criticality? = nil,
        notification: Int64 = 72
    ) -> DeadlinePolicy.IncidentRow {
        DeadlinePolicy.IncidentRow(
            id: id, entities: entities, sectors: sectors, criticality: criticality, earlyWarningHours: 24,
            notificationHours: notification, finalReportMonths: 1, feedbackHours: 24)
    }

    private func clocks(detected: Instant? = nil, _ policy: DeadlinePolicy? = nil) throws -> IncidentClocks {
        try #require(
            (policy ?? self.policy()).incidentClocks(
                of: bank, sector: .energy, criticality: .high, detected: detected, told: start))
    }

    private func told(_ stage: IncidentReport.Stage) -> CaseEvent.Change {
        .reported(
            IncidentReport(
                stage: stage, title: "t", text: "", type: nil, addresses: [], domains: [], detected: nil))
    }

    private func fold(
        _ clocks: IncidentClocks, _ events: [(Int64, CaseEvent.Change)], notedBy actor: String = "user:1001:leyla",
        noteAt: Int64? = nil
    ) throws -> IncidentProgress {
        var all = [
            CaseEvent(
                id: "1", at: start, actor: "entity:bank", entity: nil,
                change: .opened(kind: .incident, title: "t", advisory: nil, tlp: .amberStrict)),
            CaseEvent(id: "2", at: start, actor: "service", entity: bank, change: .clocked(clocks)),
        ]
        for (index, event) in events.enumerated() {
            all.append(
                CaseEvent(
                    id: "\(index + 3)", at: hour(event.0), actor: "entity:bank", entity: bank, change: event.1))
        }
        if let noteAt {
            all.append(CaseEvent(id: "9", at: hour(noteAt), actor: actor, entity: nil, change: .note(text: "called")))
        }
        return try #require(CaseState(folding: all.shuffled())?[bank]?.incident)
    }

    private func shown(_ progress: IncidentProgress) -> [String] {
        progress.steps.map { step in
            let hours = { (at: Instant?) in at.map { "\($0.seconds(since: start) / 3600)" } ?? "-" }
            return "\(step.stage.rawValue) \(hours(step.due)) \(hours(step.told))\(step.isLate ? " late" : "")"
        }
    }

    @Test func `run from when the entity noticed it, else from when it told, and ours from when it told`() throws {
        let told = try clocks()
        #expect(told.earlyWarningBy == hour(24) && told.notificationBy == hour(72) && told.feedbackBy == hour(24))
        let noticed = try clocks(detected: hour(-30))
        #expect(noticed.earlyWarningBy == hour(-6) && noticed.notificationBy == hour(42))
        #expect(noticed.feedbackBy == hour(24) && noticed.row == "national:I1")
        // Nobody notices after he told.
        #expect(try clocks(detected: hour(500)).earlyWarningBy == hour(24))
    }

    @Test func `are those of the first row that fits`() throws {
        let model = policy([
            row("T1", entities: [EntityID(unchecked: "trust")], notification: 24),
            row("C1", sectors: [.energy], criticality: .critical, notification: 48), row("I1"),
        ])
        func chosen(_ entity: String, _ sector: Sector, _ level: Criticality) -> String? {
            model.incidentClocks(
                of: EntityID(unchecked: entity), sector: sector, criticality: level, detected: nil, told: start)?.row
        }
        #expect(chosen("trust", .energy, .critical) == "national:T1")
        #expect(chosen("bank", .energy, .critical) == "national:C1")
        #expect(chosen("bank", .energy, .high) == "national:I1")
        #expect(policy([]).incidentClocks(
            of: bank, sector: .energy, criticality: .high, detected: nil, told: start) == nil)
    }

    /// As a timetable. The final report is due at the end of the day one month after the notification: told on
    /// 2 December 13:00 UTC (17:00 of ours), until 2 January 23:59:59 of ours, 19:59:59 UTC, hour 799.
    @Test func `follow the stages as they are told`() throws {
        #expect(shown(try fold(try clocks(), [(0, told(.earlyWarning))])) == [
            "early-warning 24 0", "notification 72 -",
        ])
        let second = try fold(try clocks(), [(0, told(.earlyWarning)), (49, told(.notification))])
        #expect(shown(second) == ["early-warning 24 0", "notification 72 49", "final-report 799 -"])
        #expect(second.next?.due == Instant("2027-01-02T19:59:59Z"))
        let last = try fold(
            try clocks(), [(0, told(.earlyWarning)), (49, told(.notification)), (800, told(.finalReport))])
        #expect(shown(last) == ["early-warning 24 0", "notification 72 49", "final-report 799 800 late"])
        #expect(last.next == nil)
    }

    @Test func `stay broken: what was late is late, whatever is told later`() throws {
        let late = try fold(
            try clocks(detected: hour(-30)),
            [(0, told(.earlyWarning)), (100, told(.notification)), (101, told(.notification))])
        #expect(shown(late).prefix(2) == ["early-warning -6 0 late", "notification 42 100 late"])
    }

    @Test func `take a later stage for the earlier ones that it contains`() throws {
        let direct = try fold(try clocks(), [(5, told(.notification))])
        #expect(shown(direct).prefix(2) == ["early-warning 24 5", "notification 72 5"])
    }

    @Test func `are set once: a later model moves none of them`() throws {
        var other = try clocks()
        other.notificationBy = hour(7)
        let progress = try fold(
            try clocks(), [(0, told(.earlyWarning)), (1, .clocked(other)), (2, told(.notification))])
        #expect(progress.clocks?.notificationBy == hour(72))
    }

    @Test func `count our own answer from an officer's note, and no other event`() throws {
        let none = try fold(try clocks(), [(0, told(.earlyWarning))], notedBy: "service", noteAt: 2)
        #expect(none.feedbackAt == nil && !none.isFeedbackLate)
        let late = try fold(try clocks(), [(0, told(.earlyWarning))], noteAt: 30)
        #expect(late.feedbackAt == hour(30) && late.isFeedbackLate)
    }

    /// Regulation 1182/71, Article 3(2)(c): a month that lacks the day ends with its last day.
    @Test(arguments: [
        ("2027-01-31T08:00:00Z", "2027-02-28T19:59:59Z"), ("2028-01-30T08:00:00Z", "2028-02-29T19:59:59Z"),
        ("2026-12-15T08:00:00Z", "2027-01-15T19:59:59Z"),
        // 22:00 UTC is two o'clock of the next day of ours.
        ("2027-01-30T22:00:00Z", "2027-02-28T19:59:59Z"), ("2026-11-09T22:00:00Z", "2026-12-10T19:59:59Z"),
    ])
    func `end the final report's month as months end`(notified: String, due: String) throws {
        let at = try #require(Instant(notified))
        let hours = at.seconds(since: start) / 3600
        let progress = try fold(
            try clocks(detected: min(at, start)), [(hours, told(.notification))])
        #expect(progress.next?.due == Instant(due))
    }
}
