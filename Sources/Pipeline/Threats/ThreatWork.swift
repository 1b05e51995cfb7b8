import Storage
package import Vocabulary

/// `ess threat triage|assign|watch|dismiss|reopen`: where the work on a threat stands.
///
/// What stands so already is not written again, unless a reason is given that does not stand there.
package struct ThreatWork: Act {
    package static let name = "threat work"
    package static let roles: Set<Role> = [.analyst, .approver]

    /// The step asked for.
    package enum Step: String, Codable, Sendable {
        case triage, watch, dismiss, reopen, assign
    }

    package var threat: String
    package var step: Step
    package var assignee: String?
    package var until: Instant?

    package init(threat: String, step: Step, assignee: String? = nil, until: Instant? = nil) {
        self.threat = threat
        self.step = step
        self.assignee = assignee
        self.until = until
    }

    package var spoken: String { "threat \(step.rawValue)" }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> ThreatView {
        try engine.mustKnow(login: assignee)
        let (row, _, _) = try await engine.store.threat(threat)
        let target = try state(row, call)
        let keeps: String?? = step == .assign ? .some(assignee ?? call.actor.name) : nil
        if isDone(row, target, assignee: keeps ?? row.assignee, call) {
            var view = ThreatView(row)
            view.changed = false
            return view
        }
        if call.dryRun {
            var view = ThreatView(row)
            view.work = target
            view.assignee = keeps ?? row.assignee
            return view
        }
        var detail: [String: JSONValue] = ["from": .string(row.work.rawValue), "to": .string(target.rawValue)]
        if let until { detail["until"] = .string(until.description) }
        if let assignee { detail["assignee"] = .string(assignee) }
        let entry = call.entry(.threat, row.id.text, step.rawValue, detail)
        // Who takes what is put aside changes neither why nor until when.
        let stays = target == row.work
        try await engine.store.setWork(
            row.no, target, reason: call.reason ?? (stays ? row.workReason : nil),
            until: until ?? (stays ? row.watchUntil : nil), assignee: keeps, at: call.now, entries: [entry])
        engine.signals.entries.raise()
        return ThreatView(try await engine.store.threat(row.id.text).row)
    }

    /// Whether the threat stands so already, and nothing new is said of it.
    private func isDone(_ row: ThreatRow, _ target: WorkState, assignee: String?, _ call: ActCall) -> Bool {
        row.work == target && (until == nil || until == row.watchUntil) && assignee == row.assignee
            && (call.reason == nil || call.reason == row.workReason)
    }

    private func state(_ row: ThreatRow, _ call: ActCall) throws -> WorkState {
        switch step {
        case .dismiss:
            guard call.reason != nil else {
                throw ActFailure(.usage, "`ess threat dismiss` needs a reason", hint: "add --reason \"…\"")
            }
            return .dismissed
        case .watch:
            guard let until, until > call.now, until <= call.now.adding(seconds: 90 * 86_400) else {
                throw ActFailure(
                    .usage, "a threat is watched until a time in the next 90 days",
                    hint: "add --until DATE, such as \(call.now.adding(seconds: 7 * 86_400).day)")
            }
            return .watching
        case .triage, .assign: return row.work == .new ? .triaged : row.work
        case .reopen: return .new
        }
    }
}
