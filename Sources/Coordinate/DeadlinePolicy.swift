package import Vocabulary

/// The facts that choose a row: about the threat and about the participant's asset.
package struct DeadlineFacts: Sendable, Hashable {
    /// Listed as exploited (KEV) or seen exploited with us.
    package var isExploited: Bool
    /// The asset can be reached from the Internet.
    package var isExposed: Bool
    package var criticality: Criticality
    package var sector: Sector
    /// 0–100.
    package var score: Int

    package init(isExploited: Bool, isExposed: Bool, criticality: Criticality, sector: Sector, score: Int) {
        self.isExploited = isExploited
        self.isExposed = isExposed
        self.criticality = criticality
        self.sector = sector
        self.score = score
    }
}

/// A model of deadlines as data: the first row that fits gives the clocks.
///
/// No row of it is presented as the recipient's law.
package struct DeadlinePolicy: Sendable, Hashable {
    /// What a row asks of the repair.
    package enum Fix: Sendable, Hashable {
        case days(Int)
        /// A date, and a forensic triage: scope in 2 h, evidence in 24 h, decision in 72 h.
        case daysWithTriage(Int)
        case onNextUpgrade
        case none
    }

    /// One line of the model: the facts it fits and the clocks it gives; nil and an empty set fit everything.
    ///
    /// `criticality` and `score` (0–100) are lower bounds. `ackHours` and the repair's days count from the notice.
    package struct Row: Sendable, Hashable {
        /// Unique in the model: `N1`.
        package var id: String
        /// Nil: either.
        package var isExploited: Bool?
        package var isExposed: Bool?
        package var criticality: Criticality?
        package var sectors: Set<Sector>
        package var score: Int
        package var ackHours: Int64
        package var fix: Fix

        package init(
            id: String, isExploited: Bool?, isExposed: Bool?, criticality: Criticality?, sectors: Set<Sector>,
            score: Int, ackHours: Int64, fix: Fix
        ) {
            self.id = id
            self.isExploited = isExploited
            self.isExposed = isExposed
            self.criticality = criticality
            self.sectors = sectors
            self.score = score
            self.ackHours = ackHours
            self.fix = fix
        }
    }

    /// A step of the chain, counted in hours after `ack_by` has passed unheard.
    package struct Escalation: Sendable, Hashable {
        /// Whom the step goes to, and how.
        package enum Means: String, Sendable, Hashable, Codable, CaseIterable {
            /// A reminder notice to another role.
            case remind
            /// On the calling list of the duty officer.
            case call
            /// To the body that has authority over the entity, by an officer's act.
            case refer
        }

        package var afterHours: Int64
        package var means: Means
        /// Contact role, or whom to call.
        package var to: String

        package init(afterHours: Int64, means: Means, to: String) {
            self.afterHours = afterHours
            self.means = means
            self.to = to
        }
    }

    /// `national`.
    package var name: String
    /// In file order; the last one must fit everything.
    package var rows: [Row]
    /// What is asked of entities that tell of an incident, in file order; empty: nothing.
    package var incidents: [IncidentRow] = []
    /// Sorted by hours.
    package var chain: [Escalation]
    /// Days count Monday–Friday only, except ``holidays``; hours always count.
    package var countsWorkingDays: Bool
    package var holidays: Set<UTCDay>
    /// Minutes east of UTC in which a day ends.
    package var offsetMinutes: Int

    package init(
        name: String, rows: [Row], chain: [Escalation], countsWorkingDays: Bool, holidays: Set<UTCDay>,
        offsetMinutes: Int
    ) {
        self.name = name
        self.rows = rows
        self.chain = chain
        self.countsWorkingDays = countsWorkingDays
        self.holidays = holidays
        self.offsetMinutes = offsetMinutes
    }

    /// For a site that names no model: one row for everything, and a reminder to management.
    package static let builtIn = DeadlinePolicy(
        name: "built-in",
        rows: [
            Row(
                id: "B1", isExploited: nil, isExposed: nil, criticality: nil, sectors: [], score: 0, ackHours: 24,
                fix: .days(14))
        ],
        chain: [
            Escalation(afterHours: 0, means: .remind, to: "management"),
            Escalation(afterHours: 24, means: .call, to: "24h"),
        ], countsWorkingDays: false, holidays: [], offsetMinutes: 240)

    /// The clocks of a notice due at `start`. The row and the facts that chose it are said in the reason.
    package func clocks(for facts: DeadlineFacts, from start: Instant) -> Clocks {
        guard let row = rows.first(where: { $0.fits(facts) }) else {
            return Clocks(ackBy: nil, fix: .none, row: "\(name):-", reason: "no row of \(name) fits")
        }
        let fix: Clocks.Fix =
            switch row.fix {
            case .days(let days): .by(endOfDay(days, after: start))
            case .daysWithTriage(let days):
                .withTriage(
                    by: endOfDay(days, after: start), scope: start.adding(seconds: 2 * 3600),
                    evidence: start.adding(seconds: 24 * 3600), decision: start.adding(seconds: 72 * 3600))
            case .onNextUpgrade: .onNextUpgrade
            case .none: .none
            }
        let facts = [
            facts.isExploited ? "exploited" : "not known to be exploited",
            facts.isExposed ? "exposed to the Internet" : "not exposed", "criticality \(facts.criticality.rawValue)",
            "sector \(facts.sector.rawValue)", "score \(facts.score)",
        ]
        return Clocks(
            ackBy: start.adding(seconds: row.ackHours * 3600), fix: fix, row: "\(name):\(row.id)",
            reason: "row \(row.id) of \(name): " + facts.joined(separator: ", "))
    }

    /// The end of the day that lies `days` (working) days after the day of `start`, in the policy's zone.
    private func endOfDay(_ days: Int, after start: Instant) -> Instant {
        let shift = Int64(offsetMinutes) * 60
        var day = start.adding(seconds: shift).day
        var left = days
        while left > 0 {
            day = UTCDay(number: day.number + 1)
            if !countsWorkingDays || isWorkingDay(day) { left -= 1 }
        }
        return UTCDay(number: day.number + 1).start.adding(seconds: -shift - 1)
    }

    private func isWorkingDay(_ day: UTCDay) -> Bool { day.weekday <= 5 && !holidays.contains(day) }
}

extension DeadlinePolicy.Row {
    func fits(_ facts: DeadlineFacts) -> Bool {
        (isExploited.map { $0 == facts.isExploited } ?? true) && (isExposed.map { $0 == facts.isExposed } ?? true)
            && (criticality.map { facts.criticality >= $0 } ?? true)
            && (sectors.isEmpty || sectors.contains(facts.sector)) && facts.score >= score
    }

    var fitsAll: Bool {
        isExploited == nil && isExposed == nil && criticality == nil && sectors.isEmpty && score == 0
    }
}
