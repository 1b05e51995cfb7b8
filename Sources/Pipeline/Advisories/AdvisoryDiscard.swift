import Advise

/// `ess advisory discard ID`: drops a version that was never issued; its story is kept.
package struct AdvisoryDiscard: Act {
    package static let name = "advisory discard"
    package static let roles: Set<Role> = [.analyst, .approver]

    package var id: String
    package init(id: String) { self.id = id }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> AdvisoryStepAnswer {
        try await engine.advance(id, .discard, call)
    }
}
