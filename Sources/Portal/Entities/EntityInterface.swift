import Coordinate
import Foundation
import HTTPTypes
import Hummingbird
import Pipeline
import Vocabulary

/// `/v1`: JSON for an entity's programs. Sorted keys, RFC 3339; fields are only added.
struct EntityInterface {
    let engine: Engine
    let door: EntityDoor
    /// Bytes of a request's body.
    static let bodyMax = 1 << 20

    /// A page of notices.
    struct Notices: Encodable {
        let notices: [EntityNotice]
    }

    /// The body of `POST /v1/cases/ID/answer`.
    struct AnswerRequest: Decodable {
        /// A vulnerability or finding of the case, or `all`.
        var subject: String?
        let answer: AnswerKind
        var text: String?
    }

    func answer(_ request: Request, _ words: [String]) async throws -> Response {
        switch words.count {
        case 1 where words == ["notices"]:
            try require(.get, request)
            let notices = try await door.noticeList(limit: limit(request, most: 1000))
            return try EntityInterface.json(Notices(notices: notices))
        case 1 where words == ["findings"]:
            try require(.get, request)
            return try await findings(request)
        case 1 where words == ["openapi.json"]:
            try require(.get, request)
            return Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: .init(byteBuffer: ByteBuffer(string: OpenAPI.document)))
        case 1 where words == ["incidents"]:
            if request.method == .post { return try await IncidentRoutes(door: door).tell(request, of: nil) }
            try require(.get, request, also: "POST")
            let incidents = try await door.incidents(limit: limit(request, most: 1000))
            return try EntityInterface.json(IncidentRoutes.Incidents(incidents: incidents))
        case 2 where words[0] == "incidents":
            let incident = try number(words[1], .case)
            if request.method == .post { return try await IncidentRoutes(door: door).tell(request, of: incident) }
            try require(.get, request, also: "POST")
            return try EntityInterface.json(try await door.incident(incident))
        case 2 where words[0] == "notices":
            try require(.get, request)
            return try EntityInterface.json(try await door.noticeView(try number(words[1], .notice)))
        case 3 where words[0] == "notices" && words[2] == "ack":
            try require(.post, request)
            let notice = try number(words[1], .notice)
            _ = try await door.acknowledge(notice)
            return try EntityInterface.json(try await door.noticeView(notice))
        case 3 where words[0] == "cases" && words[2] == "answer":
            try require(.post, request)
            return try await answerCase(request, try number(words[1], .case))
        default: throw EntityInterface.noRoute
        }
    }

    /// The routes, for who looks for them by hand.
    static let routes = [
        "GET /v1/notices", "GET /v1/notices/N-…", "POST /v1/notices/N-…/ack", "GET /v1/findings",
        "POST /v1/cases/C-…/answer", "GET /v1/incidents", "POST /v1/incidents", "GET /v1/incidents/C-…",
        "POST /v1/incidents/C-…", "GET /v1/openapi.json",
    ]

    private static var noRoute: Problem {
        Problem(
            .notFound, .notFound, "there is nothing here; the routes are: \(routes.joined(separator: ", "))",
            hint: "an answer is sent as {\"subject\": \"all\", \"answer\": \"fixed\", \"text\": \"…\"}")
    }

    private func findings(_ request: Request) async throws -> Response {
        let query = request.uri.queryParameters
        var state: FindingState?
        if let text = query["state"] {
            guard let known = FindingState(rawValue: String(text)) else {
                let all = FindingState.allCases.map(\.rawValue).joined(separator: ", ")
                throw Problem(.badRequest, .usage, "`state` is none there is", hint: "`state` is one of \(all)")
            }
            state = known
        }
        return try EntityInterface.json(
            try await engine.toldFindings(
                of: door.entity, state: state, after: query["after"].map(String.init),
                limit: limit(request, most: 5000)))
    }

    private func answerCase(_ request: Request, _ number: SpokenNumber) async throws -> Response {
        // A form of another site cannot send this type without asking first (CORS), which we never allow.
        guard request.headers[.contentType]?.lowercased().hasPrefix("application/json") ?? false else {
            throw Problem(
                .unsupportedMediaType, .usage, "the answer is sent as application/json",
                hint: "add the header content-type: application/json")
        }
        let body = try await request.body.collect(upTo: EntityInterface.bodyMax)
        let given: AnswerRequest
        do {
            given = try JSONDecoder().decode(AnswerRequest.self, from: Data(body.readableBytesView))
        } catch {
            let kinds = AnswerKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem(
                .badRequest, .usage, "the body is not accepted: \(DecodingWords.of(error))",
                hint: "send {\"subject\": …, \"answer\": …, \"text\": …}; `answer` is one of \(kinds)")
        }
        let story = try await door.answer(
            number, subject: given.subject ?? "all", answer: given.answer, text: given.text ?? "")
        return try EntityInterface.json(story)
    }

    private func require(_ method: HTTPRequest.Method, _ request: Request, also: String? = nil) throws {
        guard request.method == method || (method == .get && request.method == .head) else {
            let taken = method == .get ? "GET, HEAD" : "POST"
            throw Problem.methodNotAllowed(also.map { "\(taken), \($0)" } ?? taken)
        }
    }

    private func number(_ text: String, _ series: SpokenNumber.Series) throws -> SpokenNumber {
        guard let number = SpokenNumber(text), number.series == series else { throw Problem.noNumber(text, series) }
        return number
    }

    private func limit(_ request: Request, most: Int) throws -> Int {
        guard let text = request.uri.queryParameters["limit"] else { return min(100, most) }
        guard let value = Int(text), (1...most).contains(value) else {
            throw Problem(.badRequest, .usage, "`limit` is not accepted", hint: "`limit` is a number from 1 to \(most)")
        }
        return value
    }

    static func json(_ value: some Encodable) throws -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(bytes: try ActJSON.encode(value))))
    }
}
