import Storage
import Vocabulary

/// `ess reject dismiss FEED|DOCUMENT|ID...`: somebody decides that rejects need nobody any more. They are kept and
/// shown with `--all`, and count no more; what a new document brings counts again.
package struct RejectDismiss: Act {
    package static let name = "reject dismiss"
    package static let roles: Set<Role> = [.analyst, .admin]
    package static let reasonRequired = true
    /// Feeds, numbers of documents, ids of rejects.
    package var targets: [String]
    /// With ids: all of their groups too, as `ess reject list` shows them.
    package var alike: Bool

    package init(targets: [String], alike: Bool) {
        self.targets = targets
        self.alike = alike
    }

    /// What was closed in one document.
    package struct Row: Codable, Sendable {
        package var document: Int64
        package var feed: String
        package var name: String
        package var dismissed: Int
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> [Row] {
        var chosen: [RejectTarget] = []
        for target in targets { chosen.append(try await self.target(target, engine)) }
        let found: [DismissedRejects]
        if call.dryRun {
            found = try await engine.store.dismissible(chosen)
        } else {
            found = try await engine.store.dismiss(
                chosen,
                by: RejectDismissal(at: call.now, actor: call.actor.description, reason: call.reason ?? ""))
            if !found.isEmpty { engine.signals.entries.raise() }
        }
        return found.map { Row(document: $0.document, feed: $0.feed.text, name: $0.name, dismissed: $0.rejects) }
    }

    private func target(_ text: String, _ engine: Engine) async throws -> RejectTarget {
        if let id = RejectID(text) {
            guard try await engine.store.reject(id) != nil else {
                throw ActFailure(.notFound, "there is no reject `\(id)`", hint: "see `ess reject list --each`")
            }
            return alike ? .alike(id) : .reject(id)
        }
        guard !alike else {
            throw ActFailure(.usage, "`--alike` goes with ids of rejects; `\(text)` is none", hint: "such as 17.3")
        }
        if let document = Int64(text) {
            guard try await engine.store.document(document) != nil else {
                throw ActFailure(.notFound, "there is no document \(document)", hint: "see `ess reject list --each`")
            }
            return .document(document)
        }
        guard let feed = FeedID(text) else {
            throw ActFailure(.usage, "`\(text)` is no feed, document or reject", hint: "see `ess reject list`")
        }
        // A feed whose file is gone may have rejects still.
        if try await engine.store.dismissible([.feed(feed)]).isEmpty { try engine.mustKnow(feed: feed) }
        return .feed(feed)
    }
}
