package import Notify
package import Storage
import Vocabulary

/// `ess delivery list`: latest change first.
package struct DeliveryList: Act {
    package static let name = "delivery list"
    package static let roles = Role.anyone
    package static let readsOnly = true
    /// Empty: all.
    package var states: [DeliveryState]
    package var limit: Int

    package init(states: [DeliveryState] = [], limit: Int = 100) {
        self.states = states
        self.limit = limit
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> [DeliveryRecord] {
        try await engine.store.deliveries(states: states, limit: min(max(limit, 1), 10_000))
    }
}

/// `ess delivery retry`: what bounced or expired goes again, the same bytes under the same id.
package struct DeliveryRetry: Act {
    package static let name = "delivery retry"
    package static let roles: Set<Role> = [.analyst, .approver, .admin]
    package var id: String

    /// The state it has now.
    package struct Answer: Codable, Sendable {
        package var id: String
        package var state: DeliveryState
    }

    package init(id: String) { self.id = id }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> Answer {
        if call.dryRun { return Answer(id: id, state: try await engine.store.wouldMove(delivery: id, .requeue)) }
        let entry = call.entry(.delivery, id, "requeued")
        let state = try await engine.store.move(delivery: id, .requeue, at: call.now, entries: [entry])
        engine.signals.deliveries.raise()
        engine.signals.entries.raise()
        return Answer(id: id, state: state)
    }
}

/// `ess directive list`: policy in force, with digests and approvals.
package struct DirectiveList: Act {
    package static let name = "directive list"
    package static let roles = Role.anyone
    package static let readsOnly = true

    package init() {}

    package func run(_ engine: Engine, _ call: ActCall) async throws -> [DirectiveRecord] {
        try await engine.store.directives(compareLogins: engine.settings.requireLoginUID)
    }
}

/// `ess directive approve`: one of the two approvals that make a standing order.
package struct DirectiveApprove: Act {
    package static let name = "directive approve"
    package static let roles: Set<Role> = [.approver, .analyst]
    package var id: DirectiveID
    /// At least eight hex digits of what `directive list` shows.
    package var digest: String

    package init(id: DirectiveID, digest: String) {
        self.id = id
        self.digest = digest
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> DirectiveRecord {
        let compare = engine.settings.requireLoginUID
        guard let before = try await engine.store.directives(compareLogins: compare).first(where: {
            $0.directive.id == id
        }) else {
            throw ActFailure(.notFound, "there is no directive \(id)", hint: "see `ess directive list`")
        }
        let detail: [String: JSONValue] = ["digest": .string(before.digest.description)]
        let approval = DirectiveApproval(
            directive: id, digest: digest, uid: call.actor.uid, loginUID: call.actor.loginUID,
            entry: call.entry(.directive, id.text, "approved", detail))
        if call.dryRun { return try await engine.store.wouldApprove(approval, compareLogins: compare) }
        try await engine.store.approve(approval)
        engine.signals.entries.raise()
        let after = try await engine.store.directives(compareLogins: compare).first { $0.directive.id == id } ?? before
        if after.isApproved { try await engine.noticeFindings() }
        return after
    }
}
