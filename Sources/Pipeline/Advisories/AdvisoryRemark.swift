import Advise
import Storage
package import Vocabulary

/// `ess advisory comment ID TEXT`: a remark for colleagues; it is no part of the content, so approvals stand.
package struct AdvisoryRemark: Act {
    package static let name = "advisory comment"
    package static let roles: Set<Role> = [.analyst, .approver]

    package var id: String
    package var text: String

    package init(id: String, text: String) {
        self.id = id
        self.text = text
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> AdvisoryRemarkAnswer {
        let record = try await engine.advisoryVersion(id)
        let officer = Officer(uid: call.actor.uid, loginUID: call.actor.loginUID, name: call.actor.name)
        let comment = AdvisoryComment(by: officer, at: call.now, text: text)
        guard !comment.text.isEmpty else { throw ActFailure(.usage, "the comment is empty") }
        if !call.dryRun {
            try await engine.store.commentAdvisory(
                record.version.number, version: record.version.version, comment: comment,
                actor: call.actor.description)
        }
        return AdvisoryRemarkAnswer(
            number: record.version.number, version: record.version.version, text: comment.text)
    }
}

/// Answer of `ess advisory comment`.
package struct AdvisoryRemarkAnswer: Codable, Sendable {
    package var number: SpokenNumber
    package var version: Int
    package var text: String
}
