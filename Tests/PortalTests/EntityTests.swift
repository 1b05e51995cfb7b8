import Foundation
import Pipeline
import Testing
import Vocabulary

@Suite struct EntityTests {
    @Test func `without a good token every door of entities answers alike`() async throws {
        try await PortalBench.run { bench in
            let paths = ["/v1/notices", "/v1/nothing", "/v1/notices/\(bench.notice)", "/my", "/v1/findings"]
            var bodies: [Bool: Set<String>] = [:]
            for path in paths {
                for fields in [
                    [], ["Authorization: Bearer ess_wrong"], ["Authorization: Basic !!"], ["Authorization: Digest x"],
                ] {
                    let answer = try await bench.portal.ask("GET", path, fields)
                    #expect(answer.status == 401)
                    let ways = answer.fields.filter { $0.name == "www-authenticate" }.map(\.value)
                    #expect(ways == ["Basic realm=\"ess\", charset=\"UTF-8\"", "Bearer realm=\"ess\""])
                    bodies[fields.isEmpty, default: []].insert(answer.body)
                }
            }
            // One text for no token, one for all that are no good ones, wherever they are presented.
            #expect(bodies.values.map(\.count) == [1, 1])
            let ended = "this token is unknown or was ended; ask the authority for a new one"
            #expect(bodies[false]?.first?.contains(ended) == true)
            let token = try await bench.token(bench.hospital)
            let admin = Actor(uid: 1001, name: "leyla", loginUID: nil, roles: [.admin])
            _ = try await bench.engine.perform(
                EntityToken(entity: bench.hospital, label: "t", revoke: true), as: admin, reason: "lost")
            let revoked = try await bench.portal.ask("GET", "/my", ["Authorization: Bearer \(token)"])
            #expect(revoked.status == 401 && bodies[false] == [revoked.body])
        }
    }

    @Test func `failed tries are limited by address, and lock out nobody who has a good token`() async throws {
        try await PortalBench.run(prepare: { $0.portal.trustedProxies = ["127.0.0.1"] }) { bench in
            let token = try await bench.token(bench.hospital)
            for _ in 0..<20 {
                let fields = ["Authorization: Bearer ess_no", "X-Forwarded-For: 203.0.113.9, 198.51.100.7"]
                #expect(try await bench.portal.ask("GET", "/v1/notices", fields).status == 401)
            }
            let good = "Authorization: Bearer \(token)"
            let from = "X-Forwarded-For: 198.51.100.7"
            let bad = try await bench.portal.ask("GET", "/v1/notices", ["Authorization: Bearer ess_no", from])
            #expect(bad.status == 429 && bad.field("Retry-After") == "60")
            #expect(try await bench.portal.ask("GET", "/v1/notices", [good, from]).status == 200)
            let other = ["Authorization: Bearer ess_no", "X-Forwarded-For: 203.0.113.9"]
            #expect(try await bench.portal.ask("GET", "/v1/notices", other).status == 401)
        }
    }

    @Test func `an entity reads, acknowledges and answers its own, and another's does not exist`() async throws {
        try await PortalBench.run { bench in
            let own = "Authorization: Bearer \(try await bench.token(bench.hospital))"
            let other = "Authorization: Bearer \(try await bench.token(bench.bank))"
            let path = "/v1/notices/\(bench.notice)"
            #expect(try await bench.portal.ask("GET", "/v1/notices", [own]).body.contains("\(bench.notice)"))
            #expect(try await bench.portal.ask("GET", "/v1/notices", [other]).body == "{\"notices\":[]}")
            #expect(try await bench.portal.ask("GET", path, [other]).status == 404)
            #expect(try await bench.portal.ask("POST", path + "/ack", [other]).status == 404)
            let json = "Content-Type: application/json"
            let body = "{\"subject\":\"CVE-2026-1111\",\"answer\":\"fixed\"}"
            let target = "/v1/cases/\(bench.caseNumber)/answer"
            #expect(try await bench.portal.ask("POST", target, [other, json], body: body).status == 404)
            // Reading acknowledges nothing.
            let before = try await bench.portal.ask("GET", path, [own])
            #expect(before.status == 200 && !before.body.contains("acknowledged_at"))
            #expect(try await bench.portal.ask("GET", path + "/ack", [own]).status == 405)
            let acknowledged = try await bench.portal.ask("POST", path + "/ack", [own])
            #expect(acknowledged.status == 200 && acknowledged.body.contains("\"acknowledged_late\":false"))
            #expect(try await bench.portal.ask("POST", target, [own], body: body).status == 415)
            #expect(try await bench.portal.ask("POST", target, [own, json], body: "{}").status == 400)
            let foreign = "{\"subject\":\"CVE-2026-2\",\"answer\":\"fixed\"}"
            let wrong = try await bench.portal.ask("POST", target, [own, json], body: foreign)
            #expect(wrong.status == 422 && wrong.body.contains("the subject is one of: all, CVE-2026-1111"))
            #expect(try await bench.portal.ask("POST", target, [own, json], body: body).status == 200)
            let after = try await bench.portal.ask("GET", path, [own])
            #expect(after.body.contains("\"answer\":\"fixed\"") && after.field("Cache-Control") == "no-store")
            let large = String(repeating: "x", count: (1 << 20) + 1)
            let refused = try await bench.portal.askStaying("POST", target, [own, json], body: large)
            #expect(refused.status == 413)
        }
    }

    @Test func `the page's forms count only when they come from our own page`() async throws {
        try await PortalBench.run { bench in
            let own = PortalBench.basic(try await bench.token(bench.hospital))
            let page = try await bench.portal.ask("GET", "/my", [own])
            #expect(page.status == 200 && page.body.contains("A &lt;b&gt;hole&lt;/b&gt; &amp; more"))
            #expect(page.body.contains("Acknowledge by") && !page.body.contains("Update the server"))
            #expect(!page.body.contains("<script"))
            let whole = try await bench.portal.ask("GET", "/my/notices/\(bench.notice)", [own])
            #expect(whole.body.contains("<p>Update the server</p>"))
            #expect(whole.body.contains("<option value=\"CVE-2026-1111\">CVE-2026-1111</option></select>"))
            let ack = "/my/notices/\(bench.notice)/ack"
            for fields in [
                [], ["Origin: https://evil.example"], ["Origin: null"], ["Sec-Fetch-Site: cross-site"],
                ["Sec-Fetch-Site: same-site", "Origin: https://cert.example"],
            ] {
                #expect(try await bench.portal.ask("POST", ack, [own] + fields).status == 403)
            }
            let foreign = [own, "Origin: https://evil.example"]
            #expect(try await bench.portal.ask("POST", "/v1/notices/\(bench.notice)/ack", foreign).status == 403)
            let done = try await bench.portal.ask("POST", ack, [own, "Origin: https://cert.example"])
            #expect(done.status == 303 && done.field("Location") == "/my/notices/\(bench.notice)")
            let form = "notice=\(bench.notice)&subject=all&answer=help-needed&text=a%26b+%3Ci%3E"
            let fields = [own, "Sec-Fetch-Site: same-origin", "Content-Type: application/x-www-form-urlencoded"]
            let target = "/my/cases/\(bench.caseNumber)/answer"
            #expect(try await bench.portal.ask("POST", target, fields, body: form).status == 303)
            #expect(try await bench.portal.ask("POST", target, fields, body: "answer=%zz").status == 400)
            let detail = try await bench.portal.ask("GET", "/my/notices/\(bench.notice)", [own])
            let said = "Acknowledged on: 2026-11-30 16:00 (UTC+4; 12:00 UTC), by city-hospital"
            #expect(detail.body.contains(said) && detail.body.contains("help needed"))
            #expect(!detail.body.contains("Acknowledge by") && !detail.body.contains("/ack\""))
            let wrong = "notice=\(bench.notice)&subject=CVE-2026-2&answer=fixed"
            let refused = try await bench.portal.ask("POST", target, fields, body: wrong)
            #expect(refused.status == 422 && refused.body.contains("The answer was not taken"))
            #expect(refused.body.contains("CVE-2026-1111") && refused.body.contains("/my/notices/\(bench.notice)\""))
        }
    }

    @Test func `findings are paged, and only those a notice told of`() async throws {
        try await PortalBench.run { bench in
            let own = "Authorization: Bearer \(try await bench.token(bench.hospital))"
            let csv = "timestamp,ip,protocol,port,hostname\n"
                + "2026-11-30 00:00:00,192.0.2.7,tcp,23,pump-1.hospital.example\n"
                + "2026-11-30 00:00:01,192.0.2.8,tcp,23,\n2026-11-30 00:00:02,198.51.100.1,tcp,23,\n"
            try await bench.scan(csv)
            let before = try await bench.portal.ask("GET", "/v1/findings?limit=10", [own])
            #expect(before.status == 200 && before.body == "{\"findings\":[]}")
            try await bench.tellFindings()
            let overview = try await bench.portal.ask("GET", "/my", [own]).body
            let machine = "192.0.2.7:23/tcp; hostname pump-1.hospital.example, protocol tcp; Telnet service"
            #expect(overview.contains(machine))
            let first = try await bench.portal.ask("GET", "/v1/findings?limit=1&state=open", [own])
            #expect(first.body.contains("\"locus\":\"192.0.2.7:23/tcp\""))
            let tail = try #require(first.body.components(separatedBy: "\"next\":\"").dropFirst().first)
            let next = String(tail.prefix { $0 != "\"" })
            let second = try await bench.portal.ask("GET", "/v1/findings?limit=1&after=\(next)", [own])
            #expect(second.body.contains("192.0.2.8:23/tcp") && !second.body.contains("192.0.2.7:"))
            let other = "Authorization: Bearer \(try await bench.token(bench.bank))"
            for query in ["", "?after=\(next)"] {
                let answer = try await bench.portal.ask("GET", "/v1/findings\(query)", [other])
                #expect(answer.body == "{\"findings\":[]}")
            }
            for query in ["limit=0", "limit=x", "after=zz", "after=00.x", "state=gone"] {
                #expect(try await bench.portal.ask("GET", "/v1/findings?\(query)", [own]).status == 400)
            }
        }
    }
}
