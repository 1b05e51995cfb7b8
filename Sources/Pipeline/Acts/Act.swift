package import Vocabulary

/// One operator's verb as a value: what the command line encodes, the socket carries and the engine performs.
///
/// An act never prints, never asks who is calling and never checks roles itself:
/// ``Engine/perform(_:as:reason:dryRun:)`` has done so before ``run(_:_:)`` is called.
package protocol Act: Codable, Sendable {
    /// JSON on the wire is a contract: fields are only added.
    associatedtype Answer: Codable, Sendable

    /// `advisory approve`: noun and verb as typed, and as in `POST /desk/advisory/approve`.
    static var name: String { get }
    /// The verb as the caller typed it, where one act serves several; else its name.
    var spoken: String { get }
    /// Any one of these roles suffices.
    static var roles: Set<Role> { get }
    /// Whether a reason must be given, or may be.
    static var reasonRequired: Bool { get }
    /// Whether the act changes nothing; such an act ignores `dryRun`.
    static var readsOnly: Bool { get }

    /// Does it. When `call.dryRun`, returns what would come out and changes nothing.
    func run(_ engine: Engine, _ call: ActCall) async throws -> Answer
}

extension Act {
    package var spoken: String { Self.name }
    package static var reasonRequired: Bool { false }
    package static var readsOnly: Bool { false }
}

/// The circumstances of one act.
package struct ActCall: Sendable {
    package let actor: Actor
    /// The one `now` of this act.
    package let now: Instant
    package let reason: String?
    package let dryRun: Bool

    /// An entry of this act's time and actor; the reason joins its detail.
    package func entry(
        _ kind: Entry.Kind, _ subject: String, _ event: String, _ detail: [String: JSONValue] = [:]
    ) -> Entry {
        var facts = detail
        if let reason { facts["reason"] = .string(reason) }
        return Entry(kind: kind, subject: subject, event: event, at: now, actor: actor.description, detail: facts)
    }
}

/// What a Unix user may do, from the settings.
package enum Role: String, Sendable, Hashable, Codable, CaseIterable {
    case analyst, approver, admin, auditor

    /// Everybody who has any role; for acts that only read.
    package static let anyone = Set(Role.allCases)
}

/// Who acts: a Unix user known by the kernel, not by what he says.
package struct Actor: Sendable, Hashable, CustomStringConvertible {
    package let uid: UInt32
    /// Login name, or the number where the system knows no name.
    package let name: String
    /// Audit login uid; nil where the kernel keeps none. `sudo -u` changes uid, not this.
    package let loginUID: UInt32?
    package let roles: Set<Role>

    package init(uid: UInt32, name: String, loginUID: UInt32?, roles: Set<Role>) {
        self.uid = uid
        self.name = name
        self.loginUID = loginUID
        self.roles = roles
    }

    package var description: String { "user:\(uid):\(name)" }
}
