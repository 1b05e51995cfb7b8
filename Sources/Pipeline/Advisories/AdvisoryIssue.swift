import Advise
import Storage
import Vocabulary

/// `ess advisory issue ID`: publishes what another person approved; its notices are due in the same transaction.
package struct AdvisoryIssue: Act {
    package static let name = "advisory issue"
    package static let roles: Set<Role> = [.analyst, .approver]

    package var id: String
    package init(id: String) { self.id = id }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> AdvisoryStepAnswer {
        try await engine.advance(id, .issue, call) { change, record, recipients in
            try await engine.owe(record.version, to: recipients, actor: call.actor.description, &change)
        }
    }
}
