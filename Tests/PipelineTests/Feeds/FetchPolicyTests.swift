import Foundation
import Testing
import Vocabulary

@testable import Pipeline

struct FetchPolicyTests {
    /// The settings of a file with these lines.
    private func load(_ text: String) throws -> Settings {
        let path = FileManager.default.temporaryDirectory.path + "/ess-fetch-\(UUID().uuidString).yaml"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return try Settings.load(path)
    }

    @Test func `what is not said has its default`() throws {
        let policy = try load("polling: no\n").fetch
        #expect(policy == FetchPolicy())
        #expect(policy.perHost == 4 && policy.pauseSeconds == 1 && policy.proxy == nil && policy.credentials.isEmpty)
    }

    @Test func `proxy, politeness and credentials are read, files relative to the settings`() throws {
        let policy = try load("""
            fetch:
              proxy: http://proxy.example:3128
              ca_file: /etc/ssl/inner.pem
              per_host: 2
              pause_seconds: 5
              credentials:
                - {origin: "https://feeds.example:8443", file: secrets/feeds}
            """).fetch
        #expect(policy.proxy == "http://proxy.example:3128" && policy.authorities == "/etc/ssl/inner.pem")
        #expect(policy.perHost == 2 && policy.pauseSeconds == 5)
        let credential = try #require(policy.credentials.first)
        #expect(credential.origin == "https://feeds.example:8443")
        #expect(credential.file.hasPrefix("/") && credential.file.hasSuffix("/secrets/feeds"))
    }

    @Test(arguments: [
        ("proxy: 'http://user:word@proxy.example:3128'", "fetch.proxy"), ("proxy: 'socks5://p:1'", "fetch.proxy"),
        ("per_host: 0", "fetch.per_host"), ("pause_seconds: 61", "fetch.pause_seconds"),
        ("credentials: [{origin: 'https://a.example/path', file: x}]", "fetch.credentials[0].origin"),
        ("credentials: [{origin: 'https://u@a.example', file: x}]", "fetch.credentials[0].origin"),
        ("credentials: [{origin: 'https://a.example'}]", "fetch.credentials[0].file"),
        ("credentials: [{origin: 'https://a.example', file: x, token: y}]", "fetch.credentials[0].token"),
    ]) func `what cannot be is named by its key`(line: String, key: String) {
        #expect {
            _ = try load("fetch:\n  \(line)\n")
        } throws: { error in
            (error as? SettingsFailure)?.problems.map(\.key) == [key]
        }
    }
}
