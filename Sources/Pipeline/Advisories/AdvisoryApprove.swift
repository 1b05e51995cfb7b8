import Advise
import Logging
import Storage
import Vocabulary

/// `ess advisory approve ID --digest D8`: the second pair of eyes, bound to what `preview` showed (invariant I8).
package struct AdvisoryApprove: Act {
    package static let name = "advisory approve"
    package static let roles: Set<Role> = [.approver]

    package var id: String
    /// Eight hexadecimal digits or more of the digest that preview printed.
    package var digest: String
    /// Approve one's own work with a reason; recorded as such and shown.
    package var breakGlass: Bool

    package init(id: String, digest: String, breakGlass: Bool = false) {
        self.id = id
        self.digest = digest
        self.breakGlass = breakGlass
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> AdvisoryStepAnswer {
        let step = AdvisoryStep.approve(named: digest, breakGlass: breakGlass ? call.reason ?? "" : nil)
        let answer = try await engine.advance(id, step, call) { change, _, _ in
            change.detail["break_glass"] = .bool(breakGlass)
        }
        if breakGlass && !call.dryRun {
            engine.logger.warning(
                "an advisory was approved without a second person", metadata: ["number": "\(answer.number)"])
        }
        return answer
    }

    private enum CodingKeys: String, CodingKey {
        case id, digest, breakGlass = "break_glass"
    }
}
