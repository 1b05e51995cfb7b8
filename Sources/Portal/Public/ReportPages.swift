import HTTPTypes
import Hummingbird
import Ingest
import Pipeline
import Vocabulary

/// `/report`: anybody reports a threat, without an account and without script.
struct ReportPages: Sendable {
    let engine: Engine
    private let rate = ReportRate()
    /// A text of 16 KiB may take three bytes for each of its own on the way.
    static let bodyMax = 128 << 10

    init(engine: Engine) { self.engine = engine }

    /// Nil when the path is another.
    func answer(_ request: Request, client: IPAddress?) async throws -> Response? {
        guard request.uri.path == "/report" else { return nil }
        let wanted = request.uri.query == nil ? nil : request.uri.queryParameters["lang"].map(String.init)
        let language = WantedLanguages.order(lang: wanted, accept: request.headers[.acceptLanguage])[0]
        let name = engine.settings.authority.name.best(for: [language])?.text ?? ""
        let writer = ReportPageWriter(language: language, authority: name)
        guard engine.takesReports else { throw Problem.notFound }
        switch request.method {
        case .get, .head: return ReportPages.page(writer.form(ReportForm(), key: ReportPages.freshKey(), faults: []))
        case .post: return try await take(request, client, writer)
        default: throw Problem.methodNotAllowed("GET, HEAD, POST")
        }
    }

    private func take(_ request: Request, _ client: IPAddress?, _ writer: ReportPageWriter) async throws -> Response {
        try SameOrigin.requireForm(request, settings: engine.settings)
        let body = try await request.body.collect(upTo: ReportPages.bodyMax)
        guard let fields = FormBody(Array(buffer: body))?.fields else {
            throw Problem(.badRequest, .badData, "the form's text is not UTF-8", hint: "open /report and send it again")
        }
        let form = ReportForm(fields)
        let key = fields["key"].flatMap { ReportPages.isKey($0) ? $0 : nil } ?? ReportPages.freshKey()
        let now = engine.now()
        let report: PersonalReport
        switch form.read(at: now) {
        case .failure(let faults):
            return ReportPages.page(writer.form(form, key: key, faults: faults.list), .unprocessableContent)
        case .success(let read): report = read
        }
        // Counted only now: who mends a mistake is not told to wait for it.
        if let wait = rate.refuses(client, at: now) {
            var response = ReportPages.page(writer.form(form, key: key, faults: [], isBusy: true), .tooManyRequests)
            response.headers[.retryAfter] = String(wait)
            return response
        }
        do {
            let receipt = try await engine.takeDown(publicly: report, key: key)
            return ReportPages.page(writer.receipt(receipt), .created)
        } catch {
            let failure = ActFailure(explaining: error)
            // The same form with other words, sent after it was taken: a new report, not an error.
            if failure.code == .conflict {
                let receipt = try await engine.takeDown(publicly: report, key: ReportPages.freshKey())
                return ReportPages.page(writer.receipt(receipt), .created)
            }
            guard failure.code == .tryLater else { throw error }
            return ReportPages.page(writer.form(form, key: key, faults: [], isBusy: true), .serviceUnavailable)
        }
    }

    private static func page(_ html: String, _ status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [.contentType: "text/html; charset=utf-8", .vary: "Accept-Language"],
            body: .init(byteBuffer: ByteBuffer(string: html)))
    }

    /// 128 random bits: two people never send the same key.
    private static func freshKey() -> String {
        var random = SystemRandomNumberGenerator()
        let bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        return Hex.encode(bytes)
    }

    private static func isKey(_ text: String) -> Bool { Hex.decode(text)?.count == 16 }
}

extension ReportForm {
    /// Line ends as browsers send them (CR LF) become line feeds.
    fileprivate init(_ fields: [String: String]) {
        self.init()
        title = fields["title"] ?? ""
        text = (fields["text"] ?? "").replacing("\r\n", with: "\n")
        type = fields["type"] ?? ""
        addresses = fields["addresses"] ?? ""
        domains = fields["domains"] ?? ""
        contact = fields["contact"] ?? ""
        tlp = fields["tlp"] ?? ""
        trap = fields["website"] ?? ""
    }
}
