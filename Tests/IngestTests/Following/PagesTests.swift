import Testing
import Vocabulary

@testable import Ingest

@Suite struct MISPFeedTests {
    private let base = "https://misp.example/feed/"
    private let one = "11111111-1111-4111-8111-111111111111"
    private let two = "22222222-2222-4222-8222-222222222222"

    private func machine(_ memory: [String: SourceMemory] = [:]) throws -> any SourceProtocol {
        let feed = followed(base, .mispFeed, .misp)
        return try #require(SourceProtocols.machine(of: feed, memory: memory, now: Instant(seconds: 0)))
    }

    @Test func `events come by date, newer ones again, and what is no event's name is passed over`() throws {
        var source = ScriptedSource()
        source.bodies[base + "manifest.json"] = """
            {"\(two)": {"timestamp": "200"}, "\(one)": {"timestamp": 100}, "../../etc/passwd": {"timestamp": "1"},
             "33333333-3333-4333-8333-333333333333": {"info": "no time"}}
            """
        source.bodies[base + one + ".json"] = "{}"
        source.bodies[base + two + ".json"] = "{}"
        let run = source.run(try machine())
        #expect(run.asked == [base + "manifest.json", base + one + ".json", base + two + ".json"])
        #expect(run.ending?.notes == ["2 entries of the manifest name no event"])
        source.bodies[base + "manifest.json"] = "{\"\(one)\": {\"timestamp\": \"101\"}}"
        let next = source.run(try machine(run.memory), run.memory)
        #expect(next.stored.map(\.name) == [base + one + ".json"])
        #expect(next.memory[two]?.mark == "200")
        #expect(next.memory[one]?.mark == "101")
    }
}

@Suite struct NVDPagesTests {
    private let base = "https://nvd.example/rest/json/cves/2.0"

    private func machine(
        _ memory: [String: SourceMemory], now: String, since: String? = nil
    ) throws -> any SourceProtocol {
        var feed = followed(base, .nvdPages, .nvd)
        feed.source.since = since.flatMap { Instant($0) }
        let time = try #require(Instant(now))
        return try #require(SourceProtocols.machine(of: feed, memory: memory, now: time))
    }

    private func page(_ start: Int, _ count: Int, of total: Int) -> String {
        let items = Array(repeating: "{}", count: count).joined(separator: ",")
        return "{\"startIndex\": \(start), \"totalResults\": \(total), \"vulnerabilities\": [\(items)]}"
    }

    @Test func `first everything by pages, then windows behind the last one with an overlap`() throws {
        var source = ScriptedSource()
        source.bodies[base + "?startIndex=0"] = page(0, 2, of: 5)
        source.bodies[base + "?startIndex=2"] = page(2, 2, of: 5)
        source.bodies[base + "?startIndex=4"] = page(4, 1, of: 5)
        source.requestsMax = 2
        let stopped = source.run(try machine([:], now: "2026-01-01T00:00:00Z"))
        #expect(stopped.stored.count == 2)
        source.requestsMax = .max
        let rest = source.run(try machine(stopped.memory, now: "2026-01-02T00:00:00Z"), stopped.memory)
        #expect(rest.asked.first == base + "?startIndex=4")
        // The first poll's time ends the whole; what came later is a window.
        let window = "?lastModStartDate=2026-01-01T00%3A00%3A00Z&lastModEndDate=2026-01-02T00%3A00%3A00Z&startIndex=0"
        #expect(rest.asked.last == base + window)
        #expect(rest.ending?.failure == .status(404))
        // The next poll goes back a quarter of an hour behind what was read.
        let again = "?lastModStartDate=2025-12-31T23%3A45%3A00Z&lastModEndDate=2026-01-02T00%3A00%3A00Z&startIndex=0"
        source.bodies[base + again] = page(0, 0, of: 0)
        let done = source.run(try machine(rest.memory, now: "2026-01-02T00:00:00Z"), rest.memory)
        #expect(done.ending == SourceEnding())
        #expect(done.stored.isEmpty)
    }

    @Test func `no window is longer than 120 days`() throws {
        var source = ScriptedSource()
        let ends = ["2026-01-01", "2026-05-01", "2026-08-29", "2026-10-01"]
        for (from, to) in zip(ends, ends.dropFirst()) {
            let query = "?lastModStartDate=\(from)T00%3A00%3A00Z&lastModEndDate=\(to)T00%3A00%3A00Z&startIndex=0"
            source.bodies[base + query] = page(0, 1, of: 1)
        }
        let run = source.run(try machine([:], now: "2026-10-01T00:00:00Z", since: "2026-01-01"))
        #expect(run.ending == SourceEnding())
        #expect(run.stored.count == 3)
    }

    @Test func `when records leave the window while it is read, those that moved up are asked for again`() throws {
        var source = ScriptedSource()
        source.bodies[base + "?startIndex=0"] = page(0, 2, of: 5)
        source.bodies[base + "?startIndex=2"] = page(2, 2, of: 4)
        source.bodies[base + "?startIndex=1"] = page(1, 2, of: 4)
        source.bodies[base + "?startIndex=3"] = page(3, 1, of: 4)
        let run = source.run(try machine([:], now: "2026-01-01T00:00:00Z"))
        #expect(run.asked == [0, 2, 1, 3].map { base + "?startIndex=\($0)" })
        #expect(run.ending == SourceEnding())
    }
}

@Suite struct WebLinkTests {
    @Test(arguments: [
        ("d/x.json", "https://a.example/f/d/x.json"), ("/x.json", "https://a.example/x.json"),
        ("../x.json", "https://a.example/x.json"), ("../../../x", "https://a.example/x"),
        ("//b.example/x", "https://b.example/x"), ("https://A.example:443/x#f", "https://a.example/x"),
        ("%2e%2E/x", "https://a.example/x"), ("./", "https://a.example/f/"),
    ])
    func `references mean what RFC 3986 says`(reference: String, meant: String) throws {
        let base = try #require(WebLink("https://a.example/f/list.json"))
        #expect(base.resolve(reference)?.text == meant)
    }

    @Test(arguments: [
        "https://u:p@a.example/", "ftp://a.example/", "https://a.example\\@b.example/", "https://a.example:0/",
        "https:///x", "https://a example/", "javascript:alert(1)", "https://ä.example/",
    ])
    func `what libcurl might read otherwise is refused`(text: String) {
        #expect(WebLink(text) == nil)
        #expect(WebLink("https://a.example/")?.resolve(text) == nil)
    }
}
