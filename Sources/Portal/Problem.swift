import Advise
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Pipeline
import Vocabulary

/// An error answer as problem+json (RFC 9457 § 3); thrown by whoever refuses, written by ``Doorway``.
struct Problem: Error, Encodable {
    let type = "about:blank"
    let title: String
    let status: Int
    let detail: String
    /// ``ActFailure/Code``; the command line turns it into the exit code.
    let code: ActFailure.Code
    let hint: String
    /// Header fields of the answer beside its type.
    var fields = HTTPFields()

    private enum CodingKeys: String, CodingKey { case type, title, status, detail, code, hint }

    init(_ failure: ActFailure) {
        title = failure.code.rawValue
        status = failure.httpStatus
        detail = failure.message
        code = failure.code
        hint = failure.hint
    }

    init(_ status: HTTPResponse.Status, _ code: ActFailure.Code, _ detail: String, hint: String = "") {
        title = status.reasonPhrase
        self.status = status.code
        self.detail = detail
        self.code = code
        self.hint = hint
    }

    static var notFound: Problem { Problem(.notFound, .notFound, "there is nothing here") }

    /// What somebody outside is told of an error: our own words where they were written for him, plain ones else. What
    /// operators are told names commands that nobody outside can type, and files that are nobody's business.
    ///
    /// Nil for what is not his doing and stands in the journal, and for what is no failure.
    init?(outside error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as NIOTooManyBytesError:
            let most = error.maxBytes.map { "send at most \($0) bytes" } ?? "send less"
            self.init(.contentTooLarge, .badData, "the body is larger than this resource takes", hint: most)
        case is CancellationError, is HTTPError: return nil
        default:
            let failure = ActFailure(explaining: error)
            guard let plain = Problem.plain(failure.code) else { return nil }
            self = error is ActFailure && failure.code != .tryLater ? Problem(failure) : plain
        }
    }

    private static func plain(_ code: ActFailure.Code) -> Problem? {
        switch code {
        case .usage, .badData:
            return Problem(.unprocessableContent, .badData, "this was not accepted", hint: "see /v1/openapi.json")
        case .notFound: return notFound
        case .conflict:
            return Problem(
                .conflict, .conflict, "what this is about has changed meanwhile",
                hint: "read it again, and send what still holds")
        case .notPermitted: return Problem(.forbidden, .notPermitted, "this is not permitted")
        case .tryLater:
            var problem = Problem(
                .serviceUnavailable, .tryLater, "this cannot be answered at the moment",
                hint: "send the same again in some minutes; what was taken down already is taken once")
            problem.fields[.retryAfter] = "120"
            return problem
        case .configuration, .ourFault: return nil
        }
    }

    /// A number that is none: mistyped, or of another kind.
    static func noNumber(_ text: String, _ series: SpokenNumber.Series) -> Problem {
        let shown = CleanText.line(text, bytesMax: 40)
        return Problem(
            .notFound, .notFound, "`\(shown)` is no number of ours of the kind \(series.rawValue)-…",
            hint: "copy the whole number, with the letter or digit at its end")
    }

    /// RFC 9110 § 15.5.6: says which methods the resource has.
    static func methodNotAllowed(_ allowed: String) -> Problem {
        var problem = Problem(.methodNotAllowed, .usage, "this resource takes \(allowed)")
        problem.fields[.allow] = allowed
        return problem
    }

    var response: Response {
        // Encoding strings and a number cannot fail; an empty body would still carry the status.
        let body = (try? ActJSON.encode(self)) ?? Data()
        var headers = fields
        headers[.contentType] = "application/problem+json"
        return Response(
            status: .init(code: status), headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }
}
