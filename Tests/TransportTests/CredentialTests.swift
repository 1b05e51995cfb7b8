import Foundation
import Ingest
import Testing

@testable import Transport

struct CredentialTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func file(_ text: String, mode: Int) throws -> String {
        let path = folder.path + "/secret"
        try Data(text.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    @Test func `a credential is its file's first line, for one origin`() throws {
        var settings = FetchSettings()
        try settings.authorize(origin: "https://Feed.Example", file: try file("Bearer abc\nnot this\n", mode: 0o640))
        #expect(settings.authorizations == ["https://feed.example:443": "Bearer abc"])
    }

    @Test(arguments: [0o644, 0o660, 0o604, 0o601, 0o620])
    func `a file that others may read or the group may change is refused`(mode: Int) throws {
        var settings = FetchSettings()
        let path = try file("Bearer s3cr3t\n", mode: mode)
        #expect {
            try settings.authorize(origin: "https://feed.example", file: path)
        } throws: { error in
            let failure = error as? TransportFailure
            return failure?.code == .local && failure?.subject == path && !"\(error)".contains("s3cr3t")
        }
        #expect(settings.authorizations.isEmpty)
    }

    @Test(arguments: ["s3cr3t", "", "Bearer a\u{7}b", "Bearer \u{1}"]) func `what is no field value is refused unseen`(
        text: String
    ) throws {
        var settings = FetchSettings()
        let path = try file(text + "\n", mode: 0o600)
        #expect { try settings.authorize(origin: "https://feed.example", file: path) } throws: { error in
            !"\(error)".contains("s3cr3t")
        }
    }

    @Test func `nothing secret goes in clear over the Internet`() throws {
        var settings = FetchSettings()
        let path = try file("Bearer abc\n", mode: 0o600)
        #expect(throws: TransportFailure.self) { try settings.authorize(origin: "http://feed.example", file: path) }
        settings.egress = try #require(EgressRules(allowed: ["inner.example:8080"]))
        try settings.authorize(origin: "http://inner.example:8080", file: path)
        #expect(settings.authorizations == ["http://inner.example:8080": "Bearer abc"])
    }

    @Test func `a link, a folder and a missing file are no secrets`() throws {
        var settings = FetchSettings()
        for path in [folder.path, folder.path + "/none"] {
            #expect(throws: TransportFailure.self) {
                try settings.authorize(origin: "https://feed.example", file: path)
            }
        }
    }
}

@Suite(.enabled(if: TestServer.python != nil, TestServer.absence))
struct ProxyTests {
    @Test func `behind a proxy the request goes to it, and an inner address is refused all the same`() async throws {
        let folder = try TemporaryFolder()
        let server = try TestServer("http_misbehave.py", folder: folder)
        var settings = FetchSettings()
        // The server answers whatever path it is asked for; as a proxy it is asked for a whole URL.
        settings.proxy = "http://127.0.0.1:\(server.port)"
        let fetcher = try CurlFetcher(settings: settings)
        func fetch(_ url: String) async -> FetchOutcome {
            await fetcher.fetch(FetchRequest(
                url: url, etag: nil, lastModified: nil, limits: FeedLimits(), destination: folder.path + "/body"))
        }
        let refused = FetchOutcome.failed(.forbiddenAddress("127.0.0.1 (loopback)"), retryAfter: nil)
        #expect(await fetch("http://127.0.0.1:9/") == refused)
        #expect(try server.notes().isEmpty)
        #expect(await fetch("http://feed.example/plain") == .failed(.status(404), retryAfter: nil))
        #expect(try server.notes().map { $0["path"] as? String } == ["http://feed.example/plain"])
    }
}
