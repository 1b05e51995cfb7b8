import Testing
import Vocabulary

@testable import Ingest

@Suite struct TAXIITests {
    private static let root = "https://taxii.example/"
    private static let objects = root + "api/collections/c1/objects/"

    private func machine(
        _ memory: [String: SourceMemory] = [:], url: String = root + "taxii2/",
        _ change: (inout FeedDescription) -> Void = { _ in }
    ) throws -> any SourceProtocol {
        var feed = followed(url, .taxii, .stix)
        change(&feed)
        return try #require(SourceProtocols.machine(of: feed, memory: memory, now: Instant(seconds: 0)))
    }

    private var server: ScriptedSource {
        var source = ScriptedSource()
        source.bodies[Self.root + "taxii2/"] = "{\"title\": \"t\", \"api_roots\": [\"\(Self.root)api/\"]}"
        source.bodies[Self.root + "api/"] = "{\"title\": \"r\", \"versions\": [\"application/taxii+json;version=2.1\"]}"
        source.bodies[Self.root + "api/collections/"] = """
            {"collections": [{"id": "c1", "title": "One", "can_read": true, "can_write": false},
                             {"id": "c2", "title": "Two", "can_read": false, "can_write": true}]}
            """
        source.bodies[Self.objects + "?limit=1000"] = page(more: true, next: "n2")
        source.bodies[Self.objects + "?limit=1000&next=n2"] = page(more: false)
        source.dates[Self.objects + "?limit=1000"] = "2026-11-01T00:00:00.000001Z"
        source.dates[Self.objects + "?limit=1000&next=n2"] = "2026-11-02T00:00:00.000002Z"
        return source
    }

    private func page(more: Bool, next: String? = nil, _ type: String = "x") -> String {
        let place = next.map { ", \"next\": \"\($0)\"" } ?? ""
        return "{\"more\": \(more)\(place), \"objects\": [{\"type\": \"\(type)\"}]}"
    }

    private let after = "?added_after=2026-11-02T00%3A00%3A00.000002Z&limit=1000"

    @Test(arguments: ["taxii2/", "api/", "api/collections/", "api/collections/c1/"])
    func `any address of the server leads to the pages, and they to their end`(path: String) throws {
        var source = server
        source.bodies[Self.root + "api/collections/c1/"] = "{\"id\": \"c1\", \"title\": \"One\", \"can_read\": true}"
        let run = source.run(try machine(url: Self.root + path))
        #expect(run.stored.map(\.name) == [Self.objects + "?limit=1000", Self.objects + "?limit=1000&next=n2"])
        #expect(run.ending == SourceEnding())
        source.bodies[Self.objects + after] = "{}"
        let again = source.run(try machine(run.memory, url: Self.root + path), run.memory)
        #expect(again.asked.last == Self.objects + after)
        #expect(again.stored.isEmpty && again.ending == SourceEnding())
    }

    @Test func `a poll that stops between pages goes on at the server's own place`() throws {
        var source = server
        source.requestsMax = 4
        let stopped = source.run(try machine())
        #expect(stopped.stored.count == 1)
        source.requestsMax = .max
        let rest = source.run(try machine(stopped.memory), stopped.memory)
        #expect(rest.stored.map(\.name) == [Self.objects + "?limit=1000&next=n2"])
    }

    @Test func `a place that the server forgot means the pages from the last date read to its end`() throws {
        var source = server
        source.requestsMax = 4
        let stopped = source.run(try machine())
        source.requestsMax = .max
        source.bodies[Self.objects + "?limit=1000&next=n2"] = nil
        source.bodies[Self.objects + "?limit=1000"] = page(more: false)
        let rest = source.run(try machine(stopped.memory), stopped.memory)
        #expect(rest.stored.map(\.name) == [Self.objects + "?limit=1000"])
        #expect(rest.ending?.failure == nil)
    }

    @Test func `a place that keeps its name is followed while objects come, and is no ring without them`() throws {
        var source = server
        let second = Self.objects + "?limit=1000&next=n2"
        source.repeats[second] = [
            page(more: true, next: "n2", "y"), page(more: true, next: "n2", "z"), page(more: false),
        ]
        let run = source.run(try machine())
        #expect(run.stored.map(\.name) == [Self.objects + "?limit=1000", second, second, second])
        #expect(run.ending == SourceEnding())
        source.repeats[second] = [page(more: true, next: "n2", "y"), "{\"more\": true, \"next\": \"n2\"}"]
        source.dates[second] = nil
        let ring = source.run(try machine())
        #expect(ring.asked.last == Self.objects + "?added_after=2026-11-01T00%3A00%3A00.000001Z&limit=1000")
    }

    @Test func `the same page under the same name is a failure, and is stored once`() throws {
        var source = server
        let second = Self.objects + "?limit=1000&next=n2"
        source.bodies[second] = page(more: true, next: "n2", "y")
        let run = source.run(try machine())
        #expect(run.stored.map(\.name) == [Self.objects + "?limit=1000", second])
        #expect(run.ending?.failure == .unending("the same page under the same name: \(Self.objects)"))
    }

    @Test func `pages without a later date end after 256 of them, and dates that move may go on`() throws {
        var source = server
        source.bodies[Self.objects + "?limit=1000"] = page(more: true, next: "p1")
        for number in 1...600 {
            let address = Self.objects + "?limit=1000&next=p\(number)"
            source.bodies[address] = page(more: number < 600, next: "p\(number + 1)")
            source.dates[address] = "2026-11-02T00:00:00.\(100_000 + number / 200)Z"
        }
        let moving = source.run(try machine())
        #expect(moving.stored.count == 601 && moving.ending?.failure == nil)
        for number in 1...600 { source.dates[Self.objects + "?limit=1000&next=p\(number)"] = nil }
        let still = source.run(try machine())
        #expect(still.ending?.failure == .unending("256 pages without a later date"))
        // The first page brought the date, and the 256th without another is not believed.
        #expect(still.stored.count == 256)
    }

    @Test func `without next the date leads on, and a date that does not move ends it`() throws {
        var source = server
        source.bodies[Self.objects + "?limit=1000"] = page(more: true)
        let second = Self.objects + "?added_after=2026-11-01T00%3A00%3A00.000001Z&limit=1000"
        source.bodies[second] = page(more: true)
        source.dates[second] = "2026-11-01T00:00:00.000001Z"
        let run = source.run(try machine())
        #expect(run.stored.map(\.name) == [Self.objects + "?limit=1000"])
        #expect(run.ending?.failure == .content("there is more, and the server says not where"))
    }

    @Test func `only collections that are asked for, and API roots only where the feed may go`() throws {
        let none = server.run(try machine { $0.source.collections = ["Three"] })
        #expect(none.ending?.failure == .content("no collection that may be read and is asked for"))
        var source = server
        source.bodies[Self.root + "taxii2/"] = "{\"api_roots\": [\"https://inner.example/api/\"]}"
        let away = source.run(try machine())
        #expect(away.asked == [Self.root + "taxii2/"])
        #expect(away.ending?.notes == ["not among the feed's origins: https://inner.example/api/"])
    }
}
