import Advise
import Storage
package import Vocabulary

/// `ess advisory schedule ID --at TIME`: issues an approved advisory later, if nothing it binds has changed by then.
package struct AdvisorySchedule: Act {
    package static let name = "advisory schedule"
    package static let roles: Set<Role> = [.approver]

    package var id: String
    package var at: Instant

    package init(id: String, at: Instant) {
        self.id = id
        self.at = at
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> AdvisoryStepAnswer {
        try await engine.advance(id, .schedule(at), call) { change, _, _ in
            change.scheduled = at
            change.detail["scheduled"] = .string(at.description)
        }
    }
}
