import Advise
import Analyze
package import Storage
import Vocabulary

/// `ess threat score ID POINTS` and `--clear`: an operator's number instead of the sum, and back to the sum.
///
/// The same points for the same reason are not written again, and neither is the end of what has ended.
package struct ThreatOverride: Act {
    package static let name = "threat score"
    package static let roles: Set<Role> = [.analyst, .approver]
    package static let reasonRequired = true

    package var threat: String
    /// 0–100; nil ends the override.
    package var score: Int?

    package init(threat: String, score: Int?) {
        self.threat = threat
        self.score = score
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> ThreatView {
        if let score, !(0...100).contains(score) {
            throw ActFailure(.usage, "\(score) is no score", hint: "give whole points, 0 to 100")
        }
        let (row, _, contributions) = try await engine.store.threat(threat)
        if row.override?.score == score, score == nil || row.override?.reason == call.reason {
            var view = ThreatView(row)
            view.changed = false
            return view
        }
        let sum = ThreatScore(contributions: contributions).total
        if call.dryRun {
            var view = ThreatView(row)
            view.score = score ?? sum
            return view
        }
        let override = score.map {
            ScoreOverride(score: $0, reason: call.reason ?? "", by: call.actor.description, at: call.now)
        }
        let change: [String: JSONValue] = ["from": .int(row.score), "to": score.map { .int($0) } ?? .null]
        let entry = call.entry(.threat, row.id.text, score == nil ? "override-ended" : "overridden", change)
        try await engine.store.overrideScore(row.no, override, sum: sum, entries: [entry])
        engine.signals.entries.raise()
        return ThreatView(try await engine.store.threat(row.id.text).row)
    }
}

/// `ess threat note ID TEXT`: a remark for colleagues. What its writer has said last there is not written again.
package struct ThreatNote: Act {
    package static let name = "threat note"
    package static let roles: Set<Role> = [.analyst, .approver]

    package var threat: String
    package var text: String

    package init(threat: String, text: String) {
        self.threat = threat
        self.text = text
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> Answer {
        let row = try await engine.store.threat(threat).row
        let text = CleanText.body(self.text, bytesMax: 8_000)
        guard !text.isEmpty else { throw ActFailure(.usage, "the note is empty") }
        let remark = ThreatRemark(at: call.now, by: call.actor.description, text: text)
        if let last = try await engine.store.remarks(onThreat: row.no).last, last.by == remark.by, last.text == text {
            return Answer(id: row.id.text, note: last, changed: false)
        }
        if !call.dryRun {
            // The words stay out of the ledger, as all message texts do; that and when somebody wrote is in it.
            let entry = call.entry(.threat, row.id.text, "noted", ["bytes": .int(text.utf8.count)])
            try await engine.store.remark(onThreat: row.no, remark, entries: [entry])
            engine.signals.entries.raise()
        }
        return Answer(id: row.id.text, note: remark)
    }

    package struct Answer: Codable, Sendable {
        package var id: String
        package var note: ThreatRemark
        /// False where the writer's last note says the same; nil elsewhere.
        package var changed: Bool?
    }
}
