package import Foundation

/// One act as it crosses the socket.
package struct ActRequest<A: Act>: Codable, Sendable {
    package var act: A
    package var reason: String?
    package var dryRun: Bool

    private enum CodingKeys: String, CodingKey { case act, reason, dryRun = "dry_run" }

    package init(act: A, reason: String? = nil, dryRun: Bool = false) {
        self.act = act
        self.reason = reason
        self.dryRun = dryRun
    }
}

/// Every act by name, so that the desk can serve what it is asked for without knowing the acts.
package struct ActRegistry: Sendable {
    /// Performs one named act: JSON of ``ActRequest`` in, JSON of the answer out.
    package typealias Handler = @Sendable (Engine, Actor, Data) async throws -> Data

    package private(set) var handlers: [String: Handler] = [:]

    /// Adds an act. A second one of the same name is a mistake in our own table.
    package mutating func add<A: Act>(_ type: A.Type) {
        precondition(handlers[A.name] == nil, "two acts are called \(A.name)")
        handlers[A.name] = { engine, actor, data in
            let request: ActRequest<A>
            do {
                request = try JSONDecoder().decode(ActRequest<A>.self, from: data)
            } catch {
                throw ActFailure(.usage, "the request for `ess \(A.name)` cannot be read: \(DecodingWords.of(error))")
            }
            let answer = try await engine.perform(
                request.act, as: actor, reason: request.reason, dryRun: request.dryRun)
            return try ActJSON.encode(answer)
        }
    }
}

/// JSON as our contracts want it: sorted keys, slashes as they are.
package enum ActJSON {
    package static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }
}
