import Foundation
import Pipeline
import Storage
import Testing
import Vocabulary

@Suite struct PublicFilesTests {
    @Test func `a page is given in the reader's language, and 304 when it is known`() async throws {
        try await PortalBench.run { bench in
            #expect(try await bench.portal.ask("GET", "/").status == 404)
            let number = SpokenNumber(.advisory, year: 2026, serial: 1)
            try bench.publish(1, [
                "index.az.html": "AZ", "index.en.html": "EN", "index.ru.html": "RU", "style.css": "x",
                "advisories/\(number).en.html": "A",
            ])
            #expect(try await bench.portal.ask("GET", "/advisories/\(number)").body == "A")
            #expect(try await bench.portal.ask("GET", "/").body == "AZ")
            #expect(try await bench.portal.ask("GET", "/?lang=ru", ["Accept-Language: en"]).body == "RU")
            let page = try await bench.portal.ask("GET", "/", ["Accept-Language: fr, az;q=0.2, en-GB;q=0.9"])
            #expect(page.body == "EN")
            #expect(page.field("Content-Type") == "text/html; charset=utf-8")
            #expect(page.field("Vary") == "Accept-Language")
            let tag = try #require(page.field("ETag"))
            let date = try #require(page.field("Last-Modified"))
            let known = try await bench.portal.ask("GET", "/?lang=en", ["If-None-Match: W/\"q\", \(tag)"])
            #expect(known.status == 304 && known.body.isEmpty && known.field("ETag") == tag)
            #expect(try await bench.portal.ask("GET", "/?lang=en", ["If-Modified-Since: \(date)"]).status == 304)
            let old = "If-Modified-Since: Mon, 01 Jan 2001 00:00:00 GMT"
            #expect(try await bench.portal.ask("GET", "/?lang=en", [old]).status == 200)
            let head = try await bench.portal.ask("HEAD", "/?lang=en")
            #expect(head.status == 200 && head.body.isEmpty && head.field("Content-Length") == "2")
            #expect(try await bench.portal.ask("POST", "/").status == 405)
        }
    }

    @Test func `a new generation is seen at the next request`() async throws {
        try await PortalBench.run { bench in
            try bench.publish(1, ["style.css": "one"])
            #expect(try await bench.portal.ask("GET", "/style.css").body == "one")
            try bench.publish(2, ["style.css": "two"])
            #expect(try await bench.portal.ask("GET", "/style.css").body == "two")
        }
    }

    @Test func `no path leads out of the published generation`() async throws {
        try await PortalBench.run { bench in
            try bench.publish(1, ["index.html": "I", "secret.txt": "S", "csaf/white/a.json": "{}"])
            let generation = bench.engine.settings.dataDirectory + "/public/generations/1"
            #expect(symlink("/etc/passwd", generation + "/style.css") == 0)
            #expect(symlink("/etc", generation + "/advisories") == 0)
            #expect(symlink("../../../keys", generation + "/csaf/keys") == 0)
            #expect(try await bench.portal.ask("GET", "/csaf/white/a.json").body == "{}")
            for path in [
                "/../../keys/ledger.key", "/%2e%2e/%2e%2e/keys/ledger.key", "/csaf/../secret.txt", "/csaf//a.json",
                "/csaf/./white/a.json", "/csaf/keys/ledger.key", "/csaf/keys/a.json", "/style.css", "/secret.txt",
                "/advisories/../index.html", "/advisories/passwd", "/advisories/ESS-2026-0042",
                "/ledger/../keys/ledger.key", "/ledger/tile/../../keys/ledger.key", "/ledger/tile/0/-01",
                "/ledger/tile/0/x000/000", "/ledger/tile/entries/..", "/csaf/a.json%00.txt", "//etc/passwd",
                "/index.html", "/.well-known/../secret.txt", "/csaf/white/a.exe",
            ] {
                #expect(try await bench.portal.ask("GET", path).status == 404, "\(path)")
            }
        }
    }

    @Test func `tiles are given as far as the published checkpoint reaches`() async throws {
        try await PortalBench.run { bench in
            try await bench.engine.sequence()
            // The ledger's own note moves with each event; until one is published on the hour there is none.
            #expect(try await bench.portal.ask("GET", "/ledger/checkpoint").status == 404)
            #expect(try await bench.portal.ask("GET", "/ledger/tile/0/000.p/1").status == 404)
            try bench.publish(1, ["ledger/checkpoint": try #require(try await bench.engine.store.ledgerHead()).note])
            let note = try await bench.portal.ask("GET", "/ledger/checkpoint")
            #expect(note.status == 200)
            let size = try #require(Int(note.body.split(separator: "\n")[1]))
            #expect(size > 1)
            let tile = try await bench.portal.ask("GET", "/ledger/tile/0/000.p/\(size)")
            #expect(tile.status == 200 && tile.field("Content-Length") == "\(32 * size)")
            #expect(tile.field("Content-Type") == "application/octet-stream")
            #expect(try await bench.portal.ask("GET", "/ledger/tile/0/000.p/\(size + 1)").status == 404)
            #expect(try await bench.portal.ask("GET", "/ledger/tile/0/000").status == 404)
            // Published on its own grid, the note may be behind the ledger.
            try bench.publish(2, ["ledger/checkpoint": "cert.example/ledger\n1\nAAAA\n\n— x\n"])
            #expect(try await bench.portal.ask("GET", "/ledger/checkpoint").body.contains("\n1\n"))
            #expect(try await bench.portal.ask("GET", "/ledger/tile/0/000.p/\(size)").status == 404)
        }
    }

    @Test func `every answer carries the security headers and no server's name`() async throws {
        try await PortalBench.run { bench in
            try bench.publish(1, ["index.html": "I"])
            for path in ["/", "/nothing", "/v1/notices", "/healthz", "/my"] {
                let answer = try await bench.portal.ask("GET", path)
                #expect(answer.field("Content-Security-Policy")?.hasPrefix("default-src 'none'") == true)
                #expect(answer.field("X-Content-Type-Options") == "nosniff")
                #expect(answer.field("Referrer-Policy") == "no-referrer")
                #expect(answer.field("Server") == nil)
                #expect(answer.field("Cache-Control") == (path == "/" ? "public, max-age=60" : "no-store"))
            }
            let missing = try await bench.portal.ask("GET", "/nothing")
            #expect(missing.field("Content-Type") == "application/problem+json" && missing.status == 404)
        }
    }
}
