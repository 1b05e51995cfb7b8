import Coordinate
import Logging
import Notify
import Storage
import Vocabulary

/// Watches the clocks: who was told and has not been heard when `ack_by` passes is reminded by another contact, then
/// put on the calling list, then shown for referral. Nothing here answers for anybody.
package struct ClockWatch: Sendable {
    private let engine: Engine

    package init(engine: Engine) { self.engine = engine }

    /// Runs until cancelled; looks when a clock runs out, when woken, and at least every minute.
    package func run() async throws {
        while !Task.isCancelled {
            engine.stages.moved(.clocks, at: engine.now())
            try await sweep { engine.stages.moved(.clocks, at: engine.now()) }
            let next = try await engine.store.nextChase()
            let seconds = next.map { min(60, max(1, $0.seconds(since: engine.now()) + 1)) } ?? 60
            engine.stages.idle(.clocks)
            await engine.signals.clocks.wait(seconds: seconds)
        }
    }

    /// Takes every step that is due now; returns how many. One case, one transaction. *A crash leaves whole cases done
    /// or due.* `moved` is called before each case.
    @discardableResult
    package func sweep(_ moved: () -> Void = {}) async throws -> Int {
        let now = engine.now()
        var taken = 0
        while true {
            let numbers = try await engine.store.casesToChase(at: now, limit: 100)
            if numbers.isEmpty { break }
            for number in numbers {
                moved()
                taken += try await chase(number, at: now)
            }
        }
        if taken > 0 {
            engine.signals.deliveries.raise()
            engine.signals.entries.raise()
        }
        return taken
    }

    private func chase(_ number: SpokenNumber, at now: Instant) async throws -> Int {
        guard let state = CaseState(folding: try await engine.store.caseEvents(number)) else { return 0 }
        let policy = engine.policies.deadlines
        let due = state.dueSteps(policy, at: now)
        var step = CaseStep(number: number, events: [])
        for item in due { try await add(item, of: state, number, to: &step, at: now) }
        for participation in state.participations {
            guard let ackBy = participation.clocks?.ackBy, ackBy < now else { continue }
            // The next link of the chain that lies ahead; nil ends the chase, not the silence.
            let ahead = policy.chain.map { ackBy.adding(seconds: $0.afterHours * 3600) }.filter { $0 >= now }.min()
            step.chase.updateValue(ahead, forKey: participation.entity)
        }
        _ = try await engine.store.step(step)
        for item in due {
            engine.logger.notice(
                "a participant is silent",
                metadata: ["case": "\(number)", "entity": "\(item.entity)", "step": "\(item.means.rawValue)"])
        }
        return due.count
    }

    private func add(
        _ item: DueStep, of state: CaseState, _ number: SpokenNumber, to step: inout CaseStep, at now: Instant
    ) async throws {
        let change: CaseEvent.Change
        switch item.means {
        case .remind:
            try await remind(item, state, number, &step, now)
            change = .reminded(step: item.step, notice: nil)
        case .call, .refer: change = .escalated(step: item.step, to: item.to, reason: item.reason)
        }
        step.events.append(CaseEvent(id: "", at: now, actor: "service", entity: item.entity, change: change))
    }

    private func remind(
        _ item: DueStep, _ state: CaseState, _ number: SpokenNumber, _ step: inout CaseStep, _ now: Instant
    ) async throws {
        guard let facts = try await engine.facts(of: [item.entity])[item.entity] else { return }
        var cause = Cause(id: "reminder:\(number)/\(item.entity)/\(item.step)", kind: .reminder, tlp: state.tlp)
        cause.isUrgent = state[item.entity]?.clocks?.fixBy.map { $0 < now.adding(seconds: 4 * 86_400) } ?? false
        let decision = try await engine.router().preferring(role: item.to).route(cause, to: facts)
        var batch = step.notices ?? NoticeBatch(
            at: now, actor: "service", joins: .existing(number), notices: [], withheld: [])
        batch.withheld += decision.withheld
        if let first = decision.routings.first, let reminding = try await engine.reminding(state, item.entity) {
            let deliveries = decision.routings.map { routing in
                NewDelivery(
                    routing: routing, content: engine.reminder(of: state, number, reminding, by: routing))
            }
            let contents = deliveries.map(\.content)
            batch.notices.append(
                NewNotice(
                    entity: item.entity, kind: .reminder, tlp: contents.map(\.tlp).max() ?? state.tlp,
                    about: number.description, title: contents.first?.title ?? state.title, group: first.group,
                    causes: [cause.id], deliveries: deliveries, clocks: nil))
        }
        step.notices = batch
    }
}
