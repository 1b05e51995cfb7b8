import Foundation
import Pipeline
import Testing
import Vocabulary

/// A problem as an entity's program reads it.
private struct Answer: CustomStringConvertible {
    let status: Int
    let detail: String
    let hint: String

    init(_ status: Int, _ fields: [String: JSONText]) {
        self.status = status
        detail = fields["detail"]?.text ?? ""
        hint = fields["hint"]?.text ?? ""
    }

    /// Words that only an operator can do something with.
    var speaksOfCommands: Bool {
        ["`ess ", "the noun's", "data directory", "journal", "not-found", "conflict ("].contains {
            detail.contains($0) || hint.contains($0)
        }
    }

    var description: String { "\(status) \(detail); \(hint)" }
}

/// A string or number of a problem, as text.
private struct JSONText: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let number = try? value.decode(Int.self) {
            text = String(number)
        } else {
            text = try value.decode(String.self)
        }
    }
}

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

    /// The body of a stage, what the refusal says, and what its hint names.
    private static let refused: [(body: String, status: Int, detail: String, hint: String)] = [
        ("{", 400, "the body is no JSON", "send it again"), ("[]", 422, "the body is no object", "`stage`"),
        ("{\"title\":\"x\"}", 422, "`stage` is missing", "early-warning, notification, final-report"),
        ("{\"stage\":\"late\"}", 422, "`stage` is not accepted", "early-warning, notification, final-report"),
        ("{\"stage\":\"early-warning\"}", 422, "`title` is missing", "512 bytes"),
        (stage("\"adresses\":[]"), 422, "`adresses` is no member", "`addresses`"),
        (stage("\"addresses\":[\"192.0.2.1\",\"10.0.0.999\"]"), 422, "`addresses` is not accepted, number 2", "IPv4"),
        (stage("\"domains\":[\"a b\"]"), 422, "`domains` holds what is no domain name, number 1", "253 bytes"),
        (stage("\"type\":\"a/b\"}"), 400, "the body is no JSON", "send it again"),
        (stage("\"type\":\"a/b\""), 422, "`type` is not accepted", "malicious-code/infected-system"),
        (stage("\"tlp\":\"PINK\""), 422, "`tlp` is not accepted", "AMBER+STRICT"),
        (stage("\"detected\":\"yesterday\""), 422, "`detected` is not accepted", "RFC 3339"),
        // Virtual time: the bench's day is 30 November 2026, noon.
        (stage("\"detected\":\"2026-11-30T12:05:01Z\""), 422, "`detected` lies in the future", "time zone"),
    ]

    private static func stage(_ more: String) -> String {
        "{\"stage\":\"early-warning\",\"title\":\"x\",\(more)}"
    }

    @Test func `a refused incident names the field, what is wrong and what it takes, and no command of ours`()
        async throws
    {
        try await PortalBench.run { bench in
            let token = try await bench.token(bench.hospital)
            let own = ["Authorization: Bearer \(token)", "Content-Type: application/json"]
            func refusal(_ path: String, _ body: String, _ more: [String] = []) async throws -> Answer {
                let answer = try await bench.portal.ask("POST", path, own + more, body: body)
                let fields = try JSONDecoder().decode([String: JSONText].self, from: Data(answer.body.utf8))
                return Answer(answer.status, fields)
            }
            for row in RefusalTests.refused {
                let answer = try await refusal("/v1/incidents", row.body)
                #expect(answer.status == row.status && answer.detail.hasPrefix(row.detail), "\(answer)")
                #expect(answer.hint.contains(row.hint) && !answer.speaksOfCommands, "\(answer)")
            }
            let skewed = RefusalTests.stage("\"detected\":\"2026-11-30T12:05:00Z\"")
            let made = try await bench.portal.ask("POST", "/v1/incidents", own, body: skewed)
            #expect(made.status == 201)
            let path = try #require(made.field("Location"))
            let final = try await bench.portal.ask("POST", path, own, body: "{\"stage\":\"final-report\"}")
            #expect(final.status == 201)
            let behind = try await refusal(path, "{\"stage\":\"notification\"}")
            #expect(behind.status == 409 && behind.detail.hasPrefix("`stage` is notification"))
            let key = ["Idempotency-Key: one"]
            let keyed = try await bench.portal.ask("POST", path, own + key, body: "{\"stage\":\"final-report\"}")
            #expect(keyed.status == 201)
            let other = try await refusal(path, "{\"stage\":\"final-report\",\"text\":\"x\"}", key)
            #expect(other.status == 409 && other.detail.contains("`Idempotency-Key`"))
            let none = try await refusal("/v1/incidents/\(bench.caseNumber)", "{\"stage\":\"notification\"}")
            #expect(none.status == 404 && none.hint == "GET /v1/incidents lists yours")
            let typo = try await refusal("/v1/incidents/C-2026-1", "{\"stage\":\"notification\"}")
            #expect(typo.status == 404 && typo.detail.contains("`C-2026-1`"))
            for answer in [behind, other, none, typo] { #expect(!answer.speaksOfCommands, "\(answer)") }
        }
    }

    @Test func `a later stage that is labelled more strictly binds the incident`() async throws {
        try await PortalBench.run { bench in
            let token = try await bench.token(bench.hospital)
            let own = ["Authorization: Bearer \(token)", "Content-Type: application/json"]
            let made = try await bench.portal.ask(
                "POST", "/v1/incidents", own, body: RefusalTests.stage("\"tlp\":\"AMBER\""))
            let path = try #require(made.field("Location"))
            #expect(made.body.contains("\"tlp\":\"AMBER\""))
            let freer = try await bench.portal.ask(
                "POST", path, own, body: "{\"stage\":\"notification\",\"tlp\":\"CLEAR\",\"text\":\"ward\"}")
            #expect(freer.body.contains("\"tlp\":\"AMBER\"") && freer.body.contains("ward"))
            let red = try await bench.portal.ask(
                "POST", path, own, body: "{\"stage\":\"notification\",\"tlp\":\"RED\",\"text\":\"surgeon\"}")
            #expect(red.status == 201 && red.body.contains("\"tlp\":\"RED\"") && !red.body.contains("surgeon"))
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
