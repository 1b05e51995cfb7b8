import Foundation
import Hummingbird
import Logging
import Pipeline
import Vocabulary

/// The operators' acts over the Unix socket: `POST /desk/NOUN/VERB`, and `POST /desk/ingest` for a document's bytes.
struct DeskRoutes {
    let engine: Engine
    let registry: ActRegistry
    /// Bytes of one act's JSON.
    static let actBytesMax = 64 << 20

    func router() -> Router<DeskContext> {
        let router = Router(context: DeskContext.self)
        router.post("/desk/ingest", use: ingest)
        router.post("/desk/:noun/:verb", use: perform)
        router.post("/desk/:noun", use: perform)
        router.get("/healthz") { _, _ in Response(status: .ok) }
        return router
    }

    @Sendable private func perform(_ request: Request, _ context: DeskContext) async throws -> Response {
        await answering {
            let actor = try await context.actor(settings: engine.settings)
            let words = [context.parameters.get("noun"), context.parameters.get("verb")].compactMap { $0 }
            guard let handler = registry.handlers[words.joined(separator: " ")] else {
                throw ActFailure(.notFound, "there is no act `\(words.joined(separator: " "))`", hint: "see `ess --help`")
            }
            let body = try await request.body.collect(upTo: DeskRoutes.actBytesMax)
            return try await handler(engine, actor, Data(buffer: body))
        }
    }

    /// The document's bytes are the body; feed and name stand in the query. Streams: memory does not grow with the body.
    @Sendable private func ingest(_ request: Request, _ context: DeskContext) async throws -> Response {
        await answering {
            let actor = try await context.actor(settings: engine.settings)
            let query = request.uri.queryParameters
            guard let feed = query["feed"].flatMap({ FeedID($0) }), let name = query["name"].map(String.init) else {
                throw ActFailure(.usage, "an upload needs ?feed=…&name=…")
            }
            let upload = try await engine.beginUpload(
                feed: feed, name: name, as: actor, reason: query["reason"].map(String.init),
                dryRun: query["dry_run"] == "1")
            do {
                for try await part in request.body { try upload.append(Array(buffer: part)) }
            } catch {
                upload.abandon()
                throw error
            }
            return try ActJSON.encode(try await engine.finish(upload))
        }
    }

    private func answering(_ work: () async throws -> Data) async -> Response {
        do {
            return Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: .init(byteBuffer: ByteBuffer(bytes: try await work())))
        } catch let failure as ActFailure {
            return Problem(failure).response
        } catch {
            return Problem(ActFailure(.ourFault, "the request could not be answered: \(error)")).response
        }
    }
}
