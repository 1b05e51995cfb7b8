import HTTPTypes
import Hummingbird
import Pipeline
import Vocabulary

/// 401 and 404 as a page in the reader's language, for who looks with a browser; everything else stays a problem.
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

    /// - Throws: the problem itself when it is of another kind.
    func answer(_ request: Request) throws -> Response {
        guard problem.status == 401 || problem.status == 404 else { throw problem }
        let language = WantedLanguages.order(lang: nil, accept: request.headers[.acceptLanguage]).first ?? .az
        let words = MyPhrases.of(language)
        let authority = engine.settings.authority
        let name = authority.name.best(for: [language])?.text ?? ""
        let heading = problem.status == 401 ? words.needsToken : words.nothingHere
        var body = "<h1>\(heading)</h1>\n"
        if problem.status == 401 {
            body += "<p>\(words.tokenHow)</p>\n<p>\(words.tokenUnknown)"
            body += authority.phone.isEmpty ? "</p>\n" : ": \(Markup.escape(authority.phone))</p>\n"
        } else {
            body += "<p><a href=\"/my\">\(words.notices)</a></p>\n"
        }
        let page = MyPageFrame(language: language, authority: name, entity: nil).page(heading, body)
        var fields = problem.fields
        fields[.contentType] = "text/html; charset=utf-8"
        fields[.vary] = "Accept, Accept-Language"
        return Response(
            status: .init(code: problem.status), headers: fields, body: .init(byteBuffer: ByteBuffer(string: page)))
    }
}
