import Advise
import Storage
import Vocabulary

/// `ess advisory edit ID`: puts a changed form in place of the content; an approval is void with it.
package struct AdvisoryEdit: Act {
    package static let name = "advisory edit"
    package static let roles: Set<Role> = [.analyst]

    package var id: String
    /// The whole form, as `show` gave it, changed.
    package var form: String
    /// Content digest that the editing began with (`show`); the edit is refused when it is another by now.
    package var base: String?

    package init(id: String, form: String, base: String? = nil) {
        self.id = id
        self.form = form
        self.base = base
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> AdvisoryStepAnswer {
        let content = try readForm(form)
        let record = try await engine.advisoryVersion(id, for: .edit)
        if let base, base.utf8.count < 8 || !record.digest.description.hasPrefix(base.lowercased()) {
            throw ActFailure(
                .conflict, "\(record.version.number) is not what your editing began with",
                hint: "look at `ess advisory diff \(record.version.number)` and edit again")
        }
        let officer = Officer(uid: call.actor.uid, loginUID: call.actor.loginUID, name: call.actor.name)
        let digest = engine.digest(content.canonicalBytes)
        var answer = try await engine.advance(record.version.number.description, .edit, call) { change, _, _ in
            change.edit = (content, digest, officer)
            change.detail["content"] = .string(digest.description)
            // They were counted for the old content; the next preview counts anew.
            change.detail["recipients"] = nil
            change.detail["recipients_count"] = nil
        }
        if !call.dryRun {
            let edited = try await engine.advisoryVersion(record.version.number.description, for: .edit)
            let (digests, recipients, _) = try await engine.advisoryDigests(edited)
            answer.digest = digests.preview.short
            answer.recipients = recipients.count
            answer.staleLanguages = try await engine.staleLanguages(of: edited)
        }
        return answer
    }
}
