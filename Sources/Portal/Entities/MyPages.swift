import Coordinate
import HTTPTypes
import Hummingbird
import Pipeline
import Vocabulary

/// `/my`: an entity's notices as plain pages that work without script. Reading acknowledges nothing; only the forms do.
struct MyPages {
    let engine: Engine
    let door: EntityDoor
    /// Notices on the first page.
    static let listedMax = 30

    func answer(_ request: Request, _ words: [String]) async throws -> Response {
        switch words.count {
        case 0:
            try require(.get, request)
            return try await list(try await writer())
        case 2 where words[0] == "notices":
            try require(.get, request)
            let view = try await door.noticeView(try number(words[1], .notice))
            return MyPages.page(try await writer().notice(view))
        case 3 where words[0] == "notices" && words[2] == "ack":
            try require(.post, request)
            let notice = try number(words[1], .notice)
            _ = try await door.acknowledge(notice)
            return MyPages.goTo("/my/notices/\(notice)")
        case 3 where words[0] == "cases" && words[2] == "answer":
            try require(.post, request)
            return try await record(request, try number(words[1], .case))
        default: throw Problem.notFound
        }
    }

    private func list(_ writer: MyPageWriter) async throws -> Response {
        var views: [EntityNotice] = []
        for notice in try await door.noticeList(limit: MyPages.listedMax) {
            views.append(try await door.noticeView(notice.number))
        }
        return MyPages.page(writer.list(views))
    }

    private func record(_ request: Request, _ number: SpokenNumber) async throws -> Response {
        let body = try await request.body.collect(upTo: FormBody.bytesMax)
        guard let form = FormBody(Array(buffer: body)), let kind = form.fields["answer"].flatMap(AnswerKind.init) else {
            throw Problem(.badRequest, .usage, "the form names no answer we know", hint: "go back and choose one")
        }
        let subject = form.fields["subject"].flatMap { $0.isEmpty ? nil : $0 } ?? "all"
        let back = form.fields["notice"].flatMap { SpokenNumber($0) }.map { "/my/notices/\($0)" } ?? "/my"
        do {
            _ = try await door.answer(number, subject: subject, answer: kind, text: form.fields["text"] ?? "")
        } catch let failure as ActFailure where failure.code == .badData || failure.code == .usage {
            let page = try await writer().refusal(failure, back: back)
            return MyPages.page(page, status: .init(code: failure.httpStatus))
        }
        return MyPages.goTo(back)
    }

    private func writer() async throws -> MyPageWriter {
        let language = try await engine.languages(of: door.entity).first ?? .az
        let name = engine.settings.authority.name.best(for: [language])?.text ?? ""
        return MyPageWriter(
            language: language, authority: name, entity: door.entity, site: engine.settings.authority.publicURL)
    }

    private func number(_ text: String, _ series: SpokenNumber.Series) throws -> SpokenNumber {
        guard let number = SpokenNumber(text), number.series == series else { throw Problem.noNumber(text, series) }
        return number
    }

    private func require(_ method: HTTPRequest.Method, _ request: Request) throws {
        guard request.method == method || (method == .get && request.method == .head) else {
            throw Problem.methodNotAllowed(method == .get ? "GET, HEAD" : "POST")
        }
    }

    private static func page(_ html: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: html)))
    }

    /// After a form: the page is fetched again by GET, so that reloading it sends nothing twice (RFC 9110 § 15.4.4).
    private static func goTo(_ path: String) -> Response { Response(status: .seeOther, headers: [.location: path]) }
}
