import Advise

/// `ess advisory return ID`: sends it back to its author; an approval ends with it.
package struct AdvisoryReturn: Act {
    package static let name = "advisory return"
    package static let roles: Set<Role> = [.approver]

    package var id: String
    package init(id: String) { self.id = id }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> AdvisoryStepAnswer {
        try await engine.advance(id, .sendBack, call)
    }
}
