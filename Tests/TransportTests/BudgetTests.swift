import Foundation
import Ingest
import Synchronization
import Testing

@testable import Transport

/// The memory that all fetches share (I12), with a budget for one of them.
@Suite(.enabled(if: TestServer.python != nil, TestServer.absence))
struct BudgetTests {
    private let folder: TemporaryFolder
    private let server: TestServer
    /// Its budget is one fetch's; `other` has its own.
    private let narrow: CurlFetcher
    private let other: CurlFetcher

    init() throws {
        folder = try TemporaryFolder()
        server = try TestServer("http_misbehave.py", folder: folder)
        var settings = FetchSettings()
        settings.egress = try #require(EgressRules(allowed: ["127.0.0.1:\(server.port)"]))
        other = try CurlFetcher(settings: settings)
        settings.budgetBytes = 1 << 20
        narrow = try CurlFetcher(settings: settings)
    }

    private func request(_ path: String, as name: String) -> FetchRequest {
        var limits = FeedLimits()
        limits.fetchSeconds = 300
        return FetchRequest(
            url: "http://127.0.0.1:\(server.port)/\(path)", etag: nil, lastModified: nil, limits: limits,
            destination: folder.path + "/" + name)
    }

    private func asked() throws -> [String] { try server.notes().compactMap { $0["path"] as? String } }

    /// A few whole exchanges with the server: more than anybody who does not wait would need to be noted.
    private func lettingTimePass() async {
        for _ in 1...20 { _ = await other.fetch(request("nowhere", as: "other")) }
    }

    @Test func `with memory for one fetch the second waits, and goes on when the first has ended`() async throws {
        let narrow = narrow
        let (first, second) = (request("silent", as: "first"), request("plain", as: "second"))
        let silent = Task { await narrow.fetch(first) }
        while try !asked().contains("/silent") { await lettingTimePass() }
        let waiting = Task { await narrow.fetch(second) }
        await lettingTimePass()
        #expect(try !asked().contains("/plain"))
        silent.cancel()
        _ = await silent.value
        guard case .document(bytes: 32, etag: _, lastModified: _, serverTime: _, dateAddedLast: _) = await waiting.value
        else {
            Issue.record("the second fetch did not go on")
            return
        }
        #expect(try asked().contains("/plain"))
    }

    @Test func `what a poll reads into memory is of the same budget`() async throws {
        let narrow = narrow
        // More than there is at all counts as all there is.
        #expect(await narrow.hold(64 << 20))
        let second = request("plain", as: "second")
        let waiting = Task { await narrow.fetch(second) }
        await lettingTimePass()
        #expect(try !asked().contains("/plain"))
        narrow.letGo(64 << 20)
        guard case .document = await waiting.value else {
            Issue.record("the fetch did not go on")
            return
        }
    }

    @Test func `a fetch that is cancelled while it waits leaves the memory to the next`() async throws {
        let narrow = narrow
        #expect(await narrow.hold(1 << 20))
        let second = request("plain", as: "second")
        let waiting = Task { await narrow.fetch(second) }
        await lettingTimePass()
        waiting.cancel()
        #expect(await waiting.value == .failed(.local("cancelled"), retryAfter: nil))
        narrow.letGo(1 << 20)
        guard case .document = await narrow.fetch(second) else {
            Issue.record("the memory of a cancelled fetch is lost")
            return
        }
    }
}
