import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Pipeline

/// The outermost step of every request: errors become answers, every answer gets the security headers and is counted.
struct Doorway<Inner: HTTPResponder>: HTTPResponder where Inner.Context: RequestContext {
    typealias Context = Inner.Context
    let inner: Inner
    let counts: RequestCounts
    /// On the operators' socket the text of an unexpected error is shown; elsewhere it stays in the journal.
    let tellsErrors: Bool

    func respond(to request: Request, context: Inner.Context) async throws -> Response {
        var response = await answer(request, context)
        SecurityHeaders.add(to: &response.headers)
        if request.method == .head { response = response.createHeadResponse() }
        counts.count(RouteClass(request.uri.path), status: response.status.code)
        return response
    }

    private func answer(_ request: Request, _ context: Inner.Context) async -> Response {
        do {
            return try await inner.respond(to: request, context: context)
        } catch let problem as Problem {
            return problem.response
        } catch let error as HTTPError {
            return Problem(error.status, .badData, error.body ?? error.status.reasonPhrase).response
        } catch is CancellationError {
            return Problem(ActFailure(.tryLater, "the service is stopping", hint: "try again in a minute")).response
        } catch {
            let failure = ActFailure(explaining: error)
            if failure.code == .ourFault {
                context.logger.error("a request could not be answered", metadata: ["error": "\(error)"])
            }
            if tellsErrors, !(error is NIOTooManyBytesError) { return Problem(failure).response }
            return (Problem(outside: error) ?? Doorway.unanswered).response
        }
    }

    private static var unanswered: Problem {
        Problem(
            .internalServerError, .ourFault, "the request could not be answered",
            hint: "try again later; if it stays so, tell us by telephone or mail")
    }
}
