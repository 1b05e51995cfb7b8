import Pipeline
import Testing
import Vocabulary

@Suite struct RefusalTests {
    @Test func `a path that is none names those there are, but only to who may ask`() async throws {
        try await PortalBench.run { bench in
            let own = "Authorization: Bearer \(try await bench.token(bench.hospital))"
            for path in ["/v1", "/v1/", "/v1/case", "/v1/notices/x/y/z"] {
                let answer = try await bench.portal.ask("GET", path, [own])
                #expect(answer.status == 404 && answer.field("Content-Type") == "application/problem+json")
                #expect(answer.body.contains("POST /v1/cases/C-…/answer") && answer.body.contains("GET /v1/findings"))
                let stranger = try await bench.portal.ask("GET", path, [])
                #expect(stranger.status == 401 && !stranger.body.contains("/v1/findings"))
            }
        }
    }

    @Test func `an answer of another type is told which to send`() async throws {
        try await PortalBench.run { bench in
            let own = "Authorization: Bearer \(try await bench.token(bench.hospital))"
            let target = "/v1/cases/\(bench.caseNumber)/answer"
            let answer = try await bench.portal.ask("POST", target, [own, "Content-Type: text/plain"], body: "{}")
            #expect(answer.status == 415 && answer.body.contains("content-type: application/json"))
        }
    }

    @Test func `a browser is refused by a page in its language, a program by a problem`() async throws {
        try await PortalBench.run(prepare: { $0.authority.phone = "+994 12 <0>" }) { bench in
            let browser = ["Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "Accept-Language: ru"]
            for path in ["/my", "/v1/notices"] {
                let answer = try await bench.portal.ask("GET", path, browser)
                #expect(answer.status == 401 && answer.field("Content-Type") == "text/html; charset=utf-8")
                #expect(answer.fields.filter { $0.name == "www-authenticate" }.count == 2)
                #expect(answer.body.contains("Нужен токен") && answer.body.contains("+994 12 &lt;0&gt;"))
            }
            let own = PortalBench.basic(try await bench.token(bench.hospital))
            let missing = try await bench.portal.ask("GET", "/my/nothing", browser + [own])
            #expect(missing.status == 404 && missing.body.contains("Здесь ничего нет"))
            let other = SpokenNumber(.notice, year: 2026, serial: 900)
            let none = try await bench.portal.ask("GET", "/my/notices/\(other)", ["Accept: text/html", own])
            #expect(none.status == 404 && none.body.contains("<html"))
            let program = try await bench.portal.ask("GET", "/my", ["Accept: */*"])
            #expect(program.field("Content-Type") == "application/problem+json")
        }
    }
}
