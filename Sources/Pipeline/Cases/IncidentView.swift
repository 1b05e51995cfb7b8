package import Coordinate
package import Vocabulary

/// One stage of an incident with its date and when it was told.
package struct IncidentStep: Codable, Sendable {
    package var stage: IncidentReport.Stage
    package var due: Instant?
    package var told: Instant?
    package var late: Bool

    init(_ step: IncidentProgress.Step) {
        stage = step.stage
        due = step.due
        told = step.told
        late = step.isLate
    }
}

/// How far an entity has come in telling of its incident, and whether it has heard from us.
package struct IncidentView: Codable, Sendable {
    /// Those that are asked for or were told, in their order.
    package var stages: [IncidentStep]
    /// Our own answer: until when, and when an officer first noted it.
    package var feedbackBy: Instant?
    package var feedbackAt: Instant?
    package var feedbackLate: Bool
    /// Row of the deadline policy and what chose it; nil where none fitted.
    package var row: String?
    package var reason: String?

    private enum CodingKeys: String, CodingKey {
        case stages, feedbackBy = "feedback_by", feedbackAt = "feedback_at", feedbackLate = "feedback_late", row, reason
    }

    init(_ progress: IncidentProgress) {
        stages = progress.steps.map(IncidentStep.init)
        feedbackBy = progress.clocks?.feedbackBy
        feedbackAt = progress.feedbackAt
        feedbackLate = progress.isFeedbackLate
        row = progress.clocks?.row
        reason = progress.clocks?.reason
    }

    mutating func forgetOurs() {
        (feedbackBy, feedbackAt, feedbackLate, row, reason) = (nil, nil, false, nil, nil)
    }
}

extension IncidentClocks {
    /// In one line, for the story of a case.
    var line: String {
        let dates = [
            earlyWarningBy.map { "early warning by \($0)" }, notificationBy.map { "notification by \($0)" },
            finalReportMonths.map { "final report \($0) month\($0 == 1 ? "" : "s") after the notification" },
            feedbackBy.map { "our feedback by \($0)" },
        ]
        return dates.compactMap { $0 }.joined(separator: ", ") + "; \(reason)"
    }
}
