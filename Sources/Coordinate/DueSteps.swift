package import Vocabulary

/// One thing that is to be done now about a participant who has not been heard.
package struct DueStep: Sendable, Hashable {
    package var entity: EntityID
    /// From 1, the place in the chain.
    package var step: Int
    package var means: DeadlinePolicy.Escalation.Means
    package var to: String
    /// When it became due.
    package var since: Instant
    /// One sentence: which date passed, by how long.
    package var reason: String
}

extension CaseState {
    /// Steps of the chain that are due at `now` and not yet taken; sorted by entity, then step.
    ///
    /// Only silence is chased: who acknowledged or answered, however late, is left alone, and a closed case is.
    /// Of one means only the furthest due step is given, so that a service that was down does not send three at once.
    package func dueSteps(_ policy: DeadlinePolicy, at now: Instant) -> [DueStep] {
        guard status == .open else { return [] }
        return participations.flatMap { participation -> [DueStep] in
            guard participation.standing(at: now) == .silent, let ackBy = participation.clocks?.ackBy else { return [] }
            var due: [DeadlinePolicy.Escalation.Means: DueStep] = [:]
            for (index, link) in policy.chain.enumerated() {
                let since = ackBy.adding(seconds: link.afterHours * 3600)
                let taken = link.means == .remind ? participation.remindedStep : participation.escalatedStep
                guard now > since, index + 1 > taken else { continue }
                due[link.means] = DueStep(
                    entity: participation.entity, step: index + 1, means: link.means, to: link.to, since: since,
                    reason: "silent since ack_by \(ackBy) passed, \(now.seconds(since: ackBy) / 3600) h ago")
            }
            return due.values.sorted { $0.step < $1.step }
        }
    }
}
