import HTTPTypes
import Hummingbird
import Pipeline
import Vocabulary

/// What an entity's token opens. Everything is bound to that entity; what is another's does not exist (I9).
struct EntityRoutes: Sendable {
    let engine: Engine
    private let gate: EntityGate
    private let rate = EntityRate()

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
        let rest = Array(words.dropFirst())
        guard request.method == .post else { return try await answer(request, room, rest, door) }
        try SameOrigin.require(request, caller, settings: engine.settings, page: room == "my")
        let now = engine.now()
        if let wait = rate.wait(for: caller.entity, at: now) { throw tooMuch(wait) }
        let response = try await answer(request, room, rest, door)
        if response.status.code < 400 { rate.record(caller.entity, at: now) }
        return response
    }

    private func answer(
        _ request: Request, _ room: String, _ rest: [String], _ door: EntityDoor
    ) async throws -> Response {
        room == "v1"
            ? try await EntityInterface(engine: engine, door: door).answer(request, rest)
            : try await MyPages(engine: engine, door: door).answer(request, rest)
    }

    private func tooMuch(_ wait: Int64) -> Problem {
        let phone = engine.settings.authority.phone
        var problem = Problem(
            .tooManyRequests, .tryLater, "you have told us \(EntityRate.toldMax) things within the hour",
            hint: "wait, then go on; look whether a program of yours repeats itself"
                + (phone.isEmpty ? "" : "; what cannot wait, tell us by telephone: \(phone)"))
        problem.fields[.retryAfter] = String(wait)
        return problem
    }
}
