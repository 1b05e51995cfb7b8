import Foundation
import HTTPTypes
import Hummingbird
import Pipeline

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
