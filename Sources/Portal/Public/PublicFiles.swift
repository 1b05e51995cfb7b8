import HTTPTypes
import Hummingbird
import NIOCore
import Pipeline
import Synchronization

/// Serves the published generation and the ledger's public files. A request resolves the generation once.
final class PublicFiles: Sendable {
    private let engine: Engine
    private let root: String
    private let newest = Mutex<PublicGeneration?>(nil)

    init(engine: Engine) {
        self.engine = engine
        root = engine.settings.dataDirectory + "/public"
    }

    /// Nil when the path is none of the public ones.
    func answer(_ request: Request) throws -> Response? {
        let path = request.uri.path
        if path.hasPrefix("/ledger/") { return try ledger(path, request) }
        let lang = request.uri.query == nil ? nil : request.uri.queryParameters["lang"].map(String.init)
        let languages = WantedLanguages.order(lang: lang, accept: request.headers[.acceptLanguage])
        guard let shape = PublicShape(path: path, languages: languages) else { return nil }
        guard request.method == .get || request.method == .head else { throw Problem.methodNotAllowed("GET, HEAD") }
        guard let generation = try current() else { throw PublicFiles.nothingPublished }
        for candidate in shape.candidates {
            guard let file = generation.file(candidate) else { continue }
            var headers: HTTPFields = [.contentType: shape.contentType, .cacheControl: "public, max-age=60"]
            if shape.varies { headers[.vary] = "Accept-Language" }
            return PublicFiles.respond(request, file, headers)
        }
        throw path == "/" ? PublicFiles.nothingPublished : Problem.notFound
    }

    /// The newest generation, opened once for all requests.
    private func current() throws -> PublicGeneration? {
        try newest.withLock { newest in
            newest = try PublicGeneration.current(root: root, known: newest)
            return newest
        }
    }

    private func ledger(_ path: String, _ request: Request) throws -> Response? {
        guard request.method == .get || request.method == .head else { throw Problem.methodNotAllowed("GET, HEAD") }
        let note = try current()?.file(PublishedLedger.noteFile).map { Array(buffer: $0.bytes) }
        let published = PublishedLedger(engine: engine, note: note)
        if path == "/ledger/checkpoint" {
            guard let bytes = published.checkpoint else { throw Problem.notFound }
            return PublicFiles.respond(
                request, bytes, [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-cache"])
        }
        guard path.utf8.count <= 120, let bytes = try published.tile(String(path.dropFirst(8))) else {
            throw Problem.notFound
        }
        // C2SP tlog-tiles: what stands at an address never changes.
        let forever = "public, max-age=31536000, immutable"
        return PublicFiles.respond(request, bytes, [.contentType: "application/octet-stream", .cacheControl: forever])
    }

    private static var nothingPublished: Problem {
        Problem(.notFound, .notFound, "nothing has been published yet", hint: "come back later")
    }

    private static func respond(_ request: Request, _ bytes: [UInt8], _ headers: HTTPFields) -> Response {
        let tag = ContentTag.of(bytes)
        var headers = headers
        headers[.eTag] = tag
        if Conditions.matches(request.headers[.ifNoneMatch], tag) {
            return Response(status: .notModified, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private static func respond(_ request: Request, _ file: PublicFile, _ headers: HTTPFields) -> Response {
        var headers = headers
        headers[.eTag] = file.tag
        headers[.lastModified] = HTTPDate.text(file.modified)
        if Conditions.isUnchanged(request.headers, tag: file.tag, modified: file.modified) {
            return Response(status: .notModified, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: file.bytes))
    }
}

/// Preconditions of reading (RFC 9110 § 13.2.2): the tag decides where there is one, the date only where there is none.
enum Conditions {
    static func isUnchanged(_ headers: HTTPFields, tag: String, modified: Int64) -> Bool {
        if let list = headers[.ifNoneMatch] { return matches(list, tag) }
        guard let since = headers[.ifModifiedSince].flatMap(HTTPDate.seconds) else { return false }
        return modified <= since
    }

    /// Weak comparison (RFC 9110 § 8.8.3.2).
    static func matches(_ list: String?, _ tag: String) -> Bool {
        guard let list else { return false }
        return list.split(separator: ",").prefix(50).contains { part in
            var text = part.drop { $0 == " " }
            if text.hasPrefix("W/") { text = text.dropFirst(2) }
            while text.last == " " { text = text.dropLast() }
            return text == "*" || text == tag
        }
    }
}
