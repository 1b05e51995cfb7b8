import Foundation
import HTTPTypes
import Hummingbird
import Pipeline

/// An error answer as problem+json (RFC 9457 § 3).
struct Problem: Codable, Sendable {
    let type: String
    let title: String
    let status: Int
    let detail: String
    /// ``ActFailure/Code``; the command line turns it into the exit code.
    let code: ActFailure.Code
    let hint: String

    init(_ failure: ActFailure) {
        type = "about:blank"
        title = failure.code.rawValue
        status = failure.httpStatus
        detail = failure.message
        code = failure.code
        hint = failure.hint
    }

    var response: Response {
        // Encoding five strings and a number cannot fail; an empty body would still carry the status.
        let body = (try? ActJSON.encode(self)) ?? Data()
        return Response(
            status: .init(code: status), headers: [.contentType: "application/problem+json"],
            body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }
}
