import Advise
import Storage
import Vocabulary

/// `ess advisory withdraw ID --reason …`: takes an issued advisory back and owes its recipients the news.
package struct AdvisoryWithdraw: Act {
    package static let name = "advisory withdraw"
    package static let roles: Set<Role> = [.approver]
    package static let reasonRequired = true

    package var id: String
    package init(id: String) { self.id = id }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> AdvisoryStepAnswer {
        let reason = call.reason ?? ""
        return try await engine.advance(id, .withdraw(reason: reason), call) { change, record, _ in
            change.notices = try await engine.planWithdrawal(
                of: record.version, reason: reason, at: call.now, actor: call.actor.description)
        }
    }
}
