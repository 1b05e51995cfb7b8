import HTTPTypes
import Hummingbird
import Pipeline
import Vocabulary

/// The loopback port: public files first, because they are asked for most; then health; then what needs a token.
struct PortalResponder: HTTPResponder {
    typealias Context = PortalContext
    let files: PublicFiles
    let health: HealthRoutes
    let reports: ReportPages
    let checks: VerifyPages
    let entities: EntityRoutes
    let clients: ClientAddress

    /// A browser gets a refusal as a page it can show.
    func respond(to request: Request, context: PortalContext) async throws -> Response {
        do {
            return try await answer(request, context)
        } catch {
            guard RefusalPage.isWanted(request), let problem = Problem(outside: error) else { throw error }
            return RefusalPage(engine: reports.engine, problem: problem).answer(request)
        }
    }

    private func answer(_ request: Request, _ context: PortalContext) async throws -> Response {
        if let answer = try files.answer(request) { return answer }
        let forwarded = request.headers[.forwardedFor]
        // A proxy that nobody named in the settings speaks for people elsewhere all the same.
        let isDirect = forwarded == nil && request.headers[.forwarded] == nil
        let isLocal = isDirect && (context.peer?.isLoopback ?? false)
        if let answer = try await health.answer(request, isLocal: isLocal) { return answer }
        let client = clients.of(peer: context.peer, forwardedFor: forwarded)
        if let answer = try await reports.answer(request, client: client) { return answer }
        if let answer = try await checks.answer(request, client: client) { return answer }
        if let answer = try await entities.answer(request, client: client) { return answer }
        throw Problem.notFound
    }
}
