import HTTPTypes
import Hummingbird
import Pipeline
import Vocabulary

/// What an entity's token opens. Everything is bound to that entity; what is another's does not exist (I9).
struct EntityRoutes: Sendable {
    let engine: Engine
    private let gate: EntityGate

    init(engine: Engine) {
        self.engine = engine
        gate = EntityGate(engine: engine)
    }

    /// Nil when the path begins with neither `/v1` nor `/my`. Without a good token all of them answer alike, so that
    /// nobody learns which exist.
    func answer(_ request: Request, client: IPAddress?) async throws -> Response? {
        let path = request.uri.path
        let words = path.split(separator: "/").map(String.init)
        guard let room = words.first, room == "v1" || room == "my" else { return nil }
        return try await answer(request, room, words, client)
    }

    private func answer(
        _ request: Request, _ room: String, _ words: [String], _ client: IPAddress?
    ) async throws -> Response {
        let caller = try await gate.admit(request, client: client)
        let door = EntityDoor(engine: engine, entity: caller.entity)
        if request.method == .post {
            try SameOrigin.require(request, caller, settings: engine.settings, page: room == "my")
        }
        if room == "v1" {
            return try await EntityInterface(engine: engine, door: door).answer(request, Array(words.dropFirst()))
        }
        return try await MyPages(engine: engine, door: door).answer(request, Array(words.dropFirst()))
    }
}
