import Advise
import HTTPTypes
import Hummingbird
import Pipeline
import Vocabulary

/// `/verify/CODE`: whoever holds a notice asks whether it is ours and still stands. `/verify` says so of `?code=`.
struct VerifyPages: Sendable {
    let engine: Engine
    /// Codes have 50 bits; who guesses is slowed down besides.
    private let tries = FailedTries()

    init(engine: Engine) { self.engine = engine }

    /// Nil when the path is another.
    func answer(_ request: Request, client: IPAddress?) async throws -> Response? {
        let path = request.uri.path
        guard path == "/verify" || path.hasPrefix("/verify/") else { return nil }
        guard request.method == .get || request.method == .head else { throw Problem.methodNotAllowed("GET, HEAD") }
        let query = request.uri.query == nil ? [:] : request.uri.queryParameters
        let language = WantedLanguages.order(
            lang: query["lang"].map(String.init), accept: request.headers[.acceptLanguage])[0]
        let name = engine.settings.authority.name.best(for: [language])?.text ?? ""
        let writer = VerifyPageWriter(language: language, authority: name)
        let code = path == "/verify" ? query["code"].map(String.init) ?? "" : String(path.dropFirst(8))
        if code.isEmpty { return VerifyPages.page(writer.page(code: "", nil, isAsked: false)) }
        let now = engine.now()
        if tries.isOver(client, at: now) {
            var problem = Problem(
                .tooManyRequests, .tryLater, "too many unknown codes from this address",
                hint: "wait a minute, then type the code as it stands in the notice")
            problem.fields[.retryAfter] = String(FailedTries.windowSeconds)
            throw problem
        }
        let check = try await engine.checkNotice(code: code)
        if check == nil { tries.record(client, at: now) }
        return VerifyPages.page(writer.page(code: code, check, isAsked: true), check == nil ? .notFound : .ok)
    }

    private static func page(_ html: String, _ status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8", .vary: "Accept-Language"],
            body: .init(byteBuffer: ByteBuffer(string: html)))
    }
}

/// The page of `/verify` as HTML; all text is escaped (I11).
struct VerifyPageWriter {
    let language: Language
    let authority: String

    /// The Azerbaijani and Russian texts are `unreviewed` until a named native reader approves them.
    private struct Words {
        let heading, code, ask, issued, withdrawn, superseded, unknown, since: String
    }

    private var words: Words {
        switch language {
        case .az:
            Words(
                heading: "Bildirişin həqiqiliyini yoxlayın", code: "Bildirişdəki kod", ask: "Yoxla",
                issued: "Bu bildirişi biz göndərmişik", withdrawn: "Bu bildirişi biz göndərmişik; o, geri çağırılıb",
                superseded: "Bu bildirişi biz göndərmişik; onu daha yeni bildiriş əvəz edir",
                unknown: "Bu kodla bildirişimiz yoxdur. Bildirişə etibar etməyin və bizə məlumat verin.",
                since: "o vaxtdan")
        case .en:
            Words(
                heading: "Is this notice genuine?", code: "The code in the notice", ask: "Check",
                issued: "We issued this notice", withdrawn: "We issued this notice; it was withdrawn",
                superseded: "We issued this notice; a later one takes its place",
                unknown: "No notice of ours carries this code. Do not rely on it, and tell us of it.", since: "since")
        case .ru:
            Words(
                heading: "Проверить подлинность уведомления", code: "Код из уведомления", ask: "Проверить",
                issued: "Это уведомление отправили мы", withdrawn: "Это уведомление отправили мы; оно отозвано",
                superseded: "Это уведомление отправили мы; его заменяет более новое",
                unknown: "Нашего уведомления с таким кодом нет. Не доверяйте ему и сообщите нам.", since: "с")
        }
    }

    func page(code: String, _ check: NoticeCheck?, isAsked: Bool) -> String {
        var body = "<h1>\(words.heading)</h1>\n"
        if let check {
            let said =
                switch check.standing {
                case .issued: words.issued
                case .withdrawn: words.withdrawn
                case .superseded: words.superseded
                }
            body += "<p class=\"standing-\(check.standing.rawValue)\"><strong>\(said)</strong>: \(check.issued)"
            body += check.changed.map { "; \(words.since) \($0)" } ?? ""
            body += "</p>\n"
        } else if isAsked {
            body += "<p class=\"withdrawn\" role=\"alert\">\(words.unknown)</p>\n"
        }
        let typed = Markup.escape(CleanText.line(code, bytesMax: 40))
        body += """
            <form method="get" action="/verify">
            <input type="hidden" name="lang" value="\(language.rawValue)">
            <p><label>\(words.code)<br><input name="code" maxlength="20" value="\(typed)"></label></p>
            <p><button>\(words.ask)</button></p>
            </form>

            """
        var page = HTMLPage(language, title: words.heading, service: authority, body: body)
        page.head = ["<meta name=\"robots\" content=\"noindex\">"]
        return page.text
    }
}
