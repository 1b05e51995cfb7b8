package import Vocabulary

/// The dates that an entity is asked to keep when it tells of an incident, and ours, with the rule that gave them.
///
/// Fixed when the incident is first told: a model that changes later, or a report that is corrected, moves none of
/// them.
package struct IncidentClocks: Sendable, Hashable, Codable {
    /// Nil where the row asks for none.
    package var earlyWarningBy: Instant?
    package var notificationBy: Instant?
    /// Calendar months after the notification was told; nil where no final report is asked for.
    package var finalReportMonths: Int?
    /// Minutes east of UTC in which the final report's day ends.
    package var offsetMinutes: Int
    /// When the entity is to have heard from us.
    package var feedbackBy: Instant?
    /// Id of the policy row: `national:I1`.
    package var row: String
    /// One sentence: which facts chose the row, and from when hours count.
    package var reason: String

    private enum CodingKeys: String, CodingKey {
        case earlyWarningBy = "early_warning_by", notificationBy = "notification_by"
        case finalReportMonths = "final_report_months", offsetMinutes = "offset_minutes", feedbackBy = "feedback_by"
        case row, reason
    }

    package init(
        earlyWarningBy: Instant?, notificationBy: Instant?, finalReportMonths: Int?, offsetMinutes: Int,
        feedbackBy: Instant?, row: String, reason: String
    ) {
        self.earlyWarningBy = earlyWarningBy
        self.notificationBy = notificationBy
        self.finalReportMonths = finalReportMonths
        self.offsetMinutes = offsetMinutes
        self.feedbackBy = feedbackBy
        self.row = row
        self.reason = reason
    }

    /// The end of the day of the same number so many months after the notification, or of the month's last day where it
    /// has no such day (Regulation (EEC, Euratom) 1182/71, Article 3(2)(c)).
    func finalReportBy(after notification: Instant) -> Instant? {
        guard let months = finalReportMonths else { return nil }
        let shift = Int64(offsetMinutes) * 60
        let day = notification.adding(seconds: shift).day.civil
        let month = day.month - 1 + months
        let (year, number) = (day.year + month / 12, month % 12 + 1)
        let last = min(day.day, UTCDay.daysIn(month: number, year: year))
        return UTCDay(year: year, month: number, day: last)
            .map { UTCDay(number: $0.number + 1).start.adding(seconds: -shift - 1) }
    }
}

/// How far an entity has come in telling of its incident: each stage with its date and when it was told.
package struct IncidentProgress: Sendable, Hashable {
    /// One stage: asked for by a date, told at a time, or both.
    package struct Step: Sendable, Hashable {
        package var stage: IncidentReport.Stage
        package var due: Instant?
        /// The first telling of this stage or of a later one, which contains it; later ones change nothing.
        package var told: Instant?
        /// Told after its date; recorded once, never overwritten.
        package var isLate: Bool { due.flatMap { due in told.map { $0 > due } } ?? false }
    }

    /// The first that were set; nil when the policy had no row for the incident.
    package private(set) var clocks: IncidentClocks?
    /// When an officer first wrote down what the entity was told in return.
    package private(set) var feedbackAt: Instant?
    private var told: [IncidentReport.Stage: Instant] = [:]

    init() {}

    /// Early warning, notification, final report; in this order, those that are asked for or were told.
    package var steps: [Step] {
        IncidentReport.Stage.allCases.map { Step(stage: $0, due: due($0), told: time(of: $0)) }
            .filter { $0.due != nil || $0.told != nil }
    }

    /// The next stage that is owed, with its date; nil when nothing is.
    package var next: Step? { steps.first { $0.told == nil && $0.due != nil } }

    /// Whether our own answer came after its date.
    package var isFeedbackLate: Bool { clocks?.feedbackBy.flatMap { by in feedbackAt.map { $0 > by } } ?? false }

    mutating func apply(_ event: CaseEvent) {
        switch event.change {
        case .clocked(let clocks): self.clocks = self.clocks ?? clocks
        case .reported(let report): told[report.stage] = min(told[report.stage] ?? event.at, event.at)
        case .note where event.actor.hasPrefix("user:"): feedbackAt = feedbackAt ?? event.at
        case .opened, .notified, .cancelled, .acknowledged, .answered, .note, .assigned, .escalated, .reminded,
            .referred, .closed, .reopened:
            break
        }
    }

    private func time(of stage: IncidentReport.Stage) -> Instant? {
        told.filter { $0.key >= stage }.values.min()
    }

    private func due(_ stage: IncidentReport.Stage) -> Instant? {
        switch stage {
        case .earlyWarning: clocks?.earlyWarningBy
        case .notification: clocks?.notificationBy
        case .finalReport: time(of: .notification).flatMap { clocks?.finalReportBy(after: $0) }
        }
    }
}
