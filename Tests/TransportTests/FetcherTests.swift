import Foundation
import Ingest
import Testing
import Vocabulary

@testable import Transport

@Suite(.enabled(if: TestServer.python != nil, TestServer.absence))
struct FetcherTests {
    private let folder: TemporaryFolder
    private let server: TestServer
    private let fetcher: CurlFetcher

    init() throws {
        folder = try TemporaryFolder()
        server = try TestServer("http_misbehave.py", folder: folder)
        var settings = FetchSettings()
        settings.egress = try #require(EgressRules(allowed: ["127.0.0.1:\(server.port)"]))
        settings.authorizations = ["http://127.0.0.1:\(server.port)": "Bearer own-origin-only"]
        fetcher = try CurlFetcher(settings: settings)
    }

    private func fetch(
        _ path: String, etag: String? = nil, lastModified: String? = nil,
        _ change: (inout FeedLimits) -> Void = { _ in }
    ) async -> FetchOutcome {
        var limits = FeedLimits()
        // Wide, because all rooms' tests share the machine; tests of the deadline set their own.
        limits.fetchSeconds = 300
        change(&limits)
        return await fetcher.fetch(FetchRequest(
            url: "http://127.0.0.1:\(server.port)/\(path)", etag: etag, lastModified: lastModified, limits: limits,
            destination: folder.path + "/body"))
    }

    private let body = Array("one document of the test server\n".utf8)

    @Test func `a document arrives whole with its validators and the server's time`() async throws {
        let outcome = await fetch("plain")
        #expect(outcome == .document(
            bytes: 32, etag: "\"v1\"", lastModified: "Tue, 15 Nov 1994 12:45:26 GMT",
            serverTime: Instant("1994-11-06T08:49:37Z")))
        #expect(folder.bytes("body") == body)
        let note = try #require(try server.notes().first)
        #expect((note["agent"] as? String)?.hasPrefix("ess/") == true)
    }

    @Test func `stored validators are sent and 304 is not modified`() async throws {
        let outcome = await fetch("plain", etag: "\"v1\"", lastModified: "Tue, 15 Nov 1994 12:45:26 GMT")
        #expect(outcome == .notModified(serverTime: Instant("1994-11-06T08:49:37Z")))
        let note = try #require(try server.notes().first)
        #expect(note["condition"] as? String == "\"v1\"")
        #expect(note["since"] as? String == "Tue, 15 Nov 1994 12:45:26 GMT")
        #expect(folder.bytes("body") == nil)
    }

    @Test func `a stored validator with a line break is not sent`() async throws {
        _ = await fetch("plain", etag: "\"v1\"\r\nX-Injected: yes")
        #expect(try server.notes().first?["condition"] is NSNull)
    }

    @Test func `gzip is decoded`() async {
        #expect(await fetch("gzip") == .document(bytes: 32, etag: nil, lastModified: nil, serverTime: nil))
        #expect(folder.bytes("body") == body)
    }

    @Test func `what is not in the coding it claims is no document`() async {
        #expect(await fetch("zstd") == .failed(.badAnswer("the body is no whole zstd"), retryAfter: nil))
    }

    @Test func `a gzip bomb ends at the limit of decoded bytes`() async {
        let outcome = await fetch("bomb") { $0.documentBytesMax = 1 << 20 }
        #expect(outcome == .failed(.overLimit(bytes: 1 << 20), retryAfter: nil))
        #expect(folder.bytes("body") == nil)
    }

    @Test func `an endless body ends at the limit`() async {
        let outcome = await fetch("endless") { $0.documentBytesMax = 5 << 20 }
        #expect(outcome == .failed(.overLimit(bytes: 5 << 20), retryAfter: nil))
    }

    @Test func `endless headers end`() async {
        guard case .failed(.badAnswer, nil) = await fetch("headers") else {
            Issue.record("headers had no limit")
            return
        }
    }

    @Test func `a slow drip ends at the total deadline`() async {
        #expect(await fetch("drip") { $0.fetchSeconds = 1 } == .failed(.deadline(seconds: 1), retryAfter: nil))
    }

    @Test func `a body shorter than declared is no document`() async {
        guard case .failed(.network, nil) = await fetch("short") else {
            Issue.record("a cut body was taken for whole")
            return
        }
        #expect(folder.bytes("body") == nil)
    }

    @Test func `a redirect to an inner address never connects`() async throws {
        let canary = try #require(server.ports.last)
        #expect(await fetch("to_canary") == .failed(.forbiddenAddress("127.0.0.1 (loopback)"), retryAfter: nil))
        #expect(canary != server.port)
        #expect(try server.notes().allSatisfy { $0["canary"] as? Bool == false })
    }

    @Test func `a name that resolves to an inner address never connects`() async throws {
        let outcome = await fetcher.fetch(FetchRequest(
            url: "http://localhost:\(server.port)/plain", etag: nil, lastModified: nil, limits: FeedLimits(),
            destination: folder.path + "/body"))
        guard case .failed(.forbiddenAddress, nil) = outcome else {
            Issue.record("localhost was reached: \(outcome)")
            return
        }
        #expect(try server.notes().isEmpty)
    }

    @Test func `credentials stay with their origin`() async throws {
        var settings = FetchSettings()
        let canary = try #require(server.ports.last)
        settings.egress = try #require(EgressRules(allowed: server.ports.map { "127.0.0.1:\($0)" }))
        settings.authorizations = ["http://127.0.0.1:\(server.port)": "Bearer own-origin-only"]
        var patient = FeedLimits()
        patient.fetchSeconds = 300
        let outcome = await (try CurlFetcher(settings: settings)).fetch(FetchRequest(
            url: "http://127.0.0.1:\(server.port)/to_canary", etag: "\"v1\"", lastModified: nil, limits: patient,
            destination: folder.path + "/body"))
        guard case .document(bytes: 6, etag: nil, lastModified: nil, serverTime: _, dateAddedLast: _) = outcome else {
            Issue.record("the allowed redirect was not followed: \(outcome)")
            return
        }
        let notes = try server.notes()
        #expect(notes.first?["authorization"] as? String == "Bearer own-origin-only")
        #expect(notes.last?["canary"] as? Bool == true)
        #expect(notes.last?["authorization"] is NSNull)
        #expect(notes.last?["condition"] is NSNull)
        #expect(canary != server.port)
    }

    @Test func `redirects are followed to a limit and never to another scheme`() async throws {
        #expect(await fetch("loop") { $0.redirectsMax = 3 } == .failed(.tooManyRedirects(3), retryAfter: nil))
        #expect(try server.notes().count == 4)
        guard case .failed(.badURL, nil) = await fetch("to_file") else {
            Issue.record("file: was followed")
            return
        }
        guard case .document = await fetch("to_plain") else {
            Issue.record("a plain redirect was not followed")
            return
        }
    }

    @Test func `Retry-After is read in both its forms`() async {
        #expect(await fetch("busy") == .failed(.status(429), retryAfter: 120))
        #expect(await fetch("busy_date") == .failed(.status(503), retryAfter: 300))
        #expect(await fetch("busy_nonsense") == .failed(.status(503), retryAfter: nil))
    }

    @Test func `a status other than 200 leaves no file`() async {
        #expect(await fetch("nowhere") == .failed(.status(404), retryAfter: nil))
        #expect(folder.bytes("body") == nil)
    }

    @Test func `a server that never answers does not delay another fetch, and a cancelled one ends`() async throws {
        let folder = folder
        let fetcher = fetcher
        let port = server.port
        let silent = Task {
            await fetcher.fetch(FetchRequest(
                url: "http://127.0.0.1:\(port)/silent", etag: nil, lastModified: nil, limits: FeedLimits(),
                destination: folder.path + "/silent"))
        }
        guard case .document = await fetch("plain") else {
            Issue.record("the plain fetch waited for the silent one")
            return
        }
        silent.cancel()
        guard case .failed(.local, nil) = await silent.value else {
            Issue.record("the cancelled fetch did not end as cancelled")
            return
        }
    }
}
