import Advise

/// `ess advisory submit ID`: hands a draft to a second person.
package struct AdvisorySubmit: Act {
    package static let name = "advisory submit"
    package static let roles: Set<Role> = [.analyst]

    package var id: String
    package init(id: String) { self.id = id }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> AdvisoryStepAnswer {
        let record = try await engine.advisoryVersion(id, for: .submit)
        var answer = try await engine.advance(id, .submit, call)
        answer.staleLanguages = try await engine.staleLanguages(of: record)
        return answer
    }
}
