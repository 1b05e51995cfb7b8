import Constituency
import Vocabulary

// A list that asks for a misspelt name must not look like an empty one: "nothing to show" would be believed.

extension Engine {
    /// - Throws: `.notFound` when the register has no such entity; nil asks for nothing.
    func mustKnow(entity: EntityID?) async throws {
        guard let entity, try await register().index.position(of: entity) == nil else { return }
        throw ActFailure(.notFound, "no entity is called `\(entity)`", hint: "see `ess entity list`")
    }

    /// - Throws: `.notFound` when no role is held under this name: work given to nobody would look taken; nil asks for
    ///   nothing.
    func mustKnow(login: String?) throws {
        let names = settings.roles.values.reduce(into: Set<String>()) { $0.formUnion($1) }
        // Work directly on a data directory has no settings of its own.
        guard let login, !names.isEmpty, !names.contains(login) else { return }
        let known = names.sorted().prefix(20).joined(separator: ", ")
        throw ActFailure(.notFound, "nobody here is called `\(login)`", hint: "the settings give roles to: \(known)")
    }

    /// For a feed of which nothing was found: one whose file is gone may have left reports behind.
    /// - Throws: `.notFound` when no file describes it; nil asks for nothing.
    func mustKnow(feed: FeedID?) throws {
        guard let feed, feeds[feed] == nil else { return }
        throw ActFailure(.notFound, "there is no feed `\(feed)`", hint: "see `ess feed list`")
    }
}
