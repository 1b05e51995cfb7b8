import HTTPTypes
import Hummingbird
import Pipeline
import Vocabulary

/// A refusal as a page, for who looks with a browser: where a token is needed or nothing is found in the reader's
/// language, else with the problem's own words below a heading in it.
struct RefusalPage {
    let engine: Engine
    let problem: Problem

    /// Whether HTML is among what the request accepts by name (RFC 9110 § 12.5.1); programs that accept anything get
    /// the problem.
    static func isWanted(_ request: Request) -> Bool {
        request.headers[.accept]?.lowercased().split(separator: ",").contains { part in
            let type = part.prefix { $0 != ";" }.filter { $0 != " " }
            return type == "text/html"
        } ?? false
    }

    func answer(_ request: Request) -> Response {
        let language = WantedLanguages.order(lang: nil, accept: request.headers[.acceptLanguage]).first ?? .az
        let words = MyPhrases.of(language)
        let authority = engine.settings.authority
        let name = authority.name.best(for: [language])?.text ?? ""
        var heading = RefusalPage.refused(language)
        var body = ""
        switch problem.status {
        case 401:
            heading = words.needsToken
            body = "<p>\(words.tokenHow)</p>\n<p>\(words.tokenUnknown)"
            body += authority.phone.isEmpty ? "</p>\n" : ": \(Markup.escape(authority.phone))</p>\n"
        case 404:
            heading = words.nothingHere
            let isEntity = ["/my", "/v1"].contains { request.uri.path == $0 || request.uri.path.hasPrefix($0 + "/") }
            body = isEntity
                ? "<p><a href=\"/my\">\(words.notices)</a></p>\n"
                : "<p><a href=\"/?lang=\(language.rawValue)\">\(Markup.escape(name.isEmpty ? "/" : name))</a></p>\n"
        default:
            body = "<p lang=\"en\">\(Markup.escape(problem.detail))</p>\n"
            if !problem.hint.isEmpty { body += "<p lang=\"en\">\(Markup.escape(problem.hint))</p>\n" }
        }
        let page = MyPageFrame(language: language, authority: name, entity: nil)
            .page(heading, "<h1>\(heading)</h1>\n" + body)
        var fields = problem.fields
        fields[.contentType] = "text/html; charset=utf-8"
        fields[.vary] = "Accept, Accept-Language"
        return Response(
            status: .init(code: problem.status), headers: fields, body: .init(byteBuffer: ByteBuffer(string: page)))
    }

    /// The Azerbaijani and Russian words are `unreviewed` until a named native reader approves them.
    private static func refused(_ language: Language) -> String {
        switch language {
        case .az: "Sorğu qəbul edilmədi"
        case .en: "This was not accepted"
        case .ru: "Запрос не принят"
        }
    }
}
