import Foundation
import HTTPTypes
import Hummingbird
import Pipeline
import Vocabulary

/// What the operators' socket answers: `POST /desk/NOUN/VERB` for acts, `POST /desk/ingest` for a document's bytes, and
/// the service's health.
struct DeskRoutes: HTTPResponder {
    typealias Context = DeskContext
    let engine: Engine
    let registry: ActRegistry
    let health: HealthRoutes
    /// Bytes of one act's JSON.
    static let actBytesMax = 64 << 20

    func respond(to request: Request, context: DeskContext) async throws -> Response {
        let words = try DeskRoutes.words(request.uri.path)
        guard words.first == "desk" else {
            if let answer = try await health.answer(request, isLocal: true) { return answer }
            throw Problem.notFound
        }
        guard request.method == .post else { throw Problem.methodNotAllowed("POST") }
        let actor = try await context.actor(settings: engine.settings)
        if words == ["desk", "ingest"] { return try await ingest(request, actor) }
        let name = words.dropFirst().joined(separator: " ")
        guard let handler = registry.handlers[name] else {
            throw ActFailure(.notFound, "there is no act `\(name)`", hint: "see `ess --help`")
        }
        let body = try await request.body.collect(upTo: DeskRoutes.actBytesMax)
        return DeskRoutes.json(try await handler(engine, actor, Data(body.readableBytesView)))
    }

    /// The document's bytes are the body, feed and name stand in the query. Memory does not grow with the body.
    private func ingest(_ request: Request, _ actor: Actor) async throws -> Response {
        let query = request.uri.queryParameters
        guard let feed = query["feed"].flatMap({ FeedID($0) }), let name = query["name"].map(String.init) else {
            throw ActFailure(.usage, "an upload needs ?feed=…&name=…")
        }
        let upload = try await engine.beginUpload(
            feed: feed, name: name, as: actor, reason: query["reason"].map(String.init),
            dryRun: query["dry_run"] == "1")
        do {
            for try await part in request.body {
                try part.withUnsafeReadableBytes { try upload.append($0) }
            }
        } catch {
            upload.abandon()
            throw error
        }
        return DeskRoutes.json(try ActJSON.encode(try await engine.finish(upload)))
    }

    /// The path's elements, percent-decoded each by itself: an encoded slash never makes two of one.
    private static func words(_ path: String) throws -> [String] {
        guard path.utf8.count <= 200 else { throw Problem.notFound }
        return try path.split(separator: "/").map { part in
            guard let word = part.removingPercentEncoding else { throw Problem.notFound }
            return word
        }
    }

    private static func json(_ data: Data) -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(bytes: data)))
    }
}
