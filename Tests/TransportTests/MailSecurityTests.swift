import Foundation
import Notify
import Testing
import Vocabulary

@testable import Transport

private let openssl = "/usr/bin/openssl"

@Suite(.enabled(
    if: TestServer.python != nil && FileManager.default.isExecutableFile(atPath: openssl),
    "python3 or openssl is absent: no relay with TLS can be run"))
struct MailSecurityTests {
    private let folder: TemporaryFolder
    private let message = SealedMessage(
        id: "m1@ess.example", sender: "notices@cert.example", recipient: "soc@energy.example",
        bytes: Array("Subject: t\r\n\r\nbody\r\n".utf8))

    init() throws { folder = try TemporaryFolder() }

    private func server() async throws -> TestServer {
        let key = folder.path + "/key.pem"
        let certificate = folder.path + "/certificate.pem"
        let made = try await ProcessRunner().run(.init(program: openssl, arguments: [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-keyout", key, "-out", certificate, "-subj", "/CN=relay", "-addext", "subjectAltName=IP:127.0.0.1",
        ]))
        try #require(made.status == 0)
        return try TestServer("smtp_sink.py", ["accept", certificate, key], folder: folder)
    }

    @Test func `STARTTLS protects the message when the relay's certificate is known`() async throws {
        let server = try await server()
        let relay = MailRelay(
            host: "127.0.0.1", port: UInt16(server.port), security: .startTLS,
            authorities: folder.path + "/certificate.pem", deadlineSeconds: 20)
        let channel = SMTPChannel(relay: relay)
        for _ in 0..<2 {
            guard case .accepted = await channel.send(message) else {
                Issue.record("not accepted over STARTTLS")
                return
            }
        }
        #expect(try server.notes().map { $0["secure"] as? Bool } == [true, true])
        #expect(try server.notes().map { $0["connection"] as? Int } == [1, 1])
    }

    @Test func `nothing is sent to a relay whose certificate is not known`() async throws {
        let server = try await server()
        let relay = MailRelay(host: "127.0.0.1", port: UInt16(server.port), security: .startTLS, deadlineSeconds: 20)
        guard case .deferred = await SMTPChannel(relay: relay).send(message) else {
            Issue.record("an unknown certificate was accepted")
            return
        }
        #expect(try server.notes().isEmpty)
    }

    @Test func `a message in the clear does not open the way for the next that demands TLS`() async throws {
        let server = try await server()
        let port = UInt16(server.port)
        let plain = MailRelay(host: "127.0.0.1", port: port, security: .none, deadlineSeconds: 20)
        var strict = plain
        strict.security = .startTLS
        strict.authorities = folder.path + "/certificate.pem"
        for relay in [plain, strict] { _ = await SMTPChannel(relay: relay).send(message) }
        #expect(try server.notes().map { $0["secure"] as? Bool } == [false, true])
    }
}

struct TransportSettingsTests {
    private func map(_ pairs: [(String, String)]) -> SettingsMap {
        let node = { (text: String) in SettingsNode(content: .scalar(text, quoted: false), file: "ess.yaml", line: 1) }
        let members = pairs.map { (key: node($0.0), value: node($0.1)) }
        return SettingsMap(SettingsNode(content: .map(members), file: "ess.yaml", line: 1))
    }

    @Test(arguments: [
        ([("host", "relay.example")], 587, MailRelay.Security.startTLS),
        ([("host", "relay.example"), ("security", "tls")], 465, .implicit),
        ([("host", "127.0.0.1"), ("security", "none")], 25, .none),
        ([("host", "relay.example"), ("security", "none"), ("allow_plaintext", "true"), ("port", "2525")], 2525, .none),
    ] as [([(String, String)], UInt16, MailRelay.Security)])
    func `a relay is read with its usual port`(
        pairs: [(String, String)], port: UInt16, security: MailRelay.Security
    ) throws {
        var settings = map(pairs)
        let relay = try #require(MailRelay(settings: &settings))
        settings.finish()
        #expect(settings.problems.isEmpty)
        #expect(relay.port == port)
        #expect(relay.security == security)
    }

    @Test(arguments: [
        [("host", "relay.example"), ("security", "none")], [("host", "a b")], [],
        [("host", "r.example"), ("user", "u")],
        [("host", "127.0.0.1"), ("security", "none"), ("user", "u"), ("password_file", "/run/p")],
        [("host", "r.example"), ("security", "maybe")], [("host", "r.example"), ("port", "0")],
    ] as [[(String, String)]])
    func `what would send a secret or a notice in the clear is a problem`(pairs: [(String, String)]) {
        var settings = map(pairs)
        #expect(MailRelay(settings: &settings) == nil)
        #expect(!settings.problems.isEmpty)
    }
}

struct ByteBudgetTests {
    @Test func `who finds no room waits in line and a cancelled one holds nothing`() async {
        let budget = ByteBudget(bytes: 10)
        #expect(await budget.reserve(8))
        let waiting = Task { await budget.reserve(5) }
        let cancelled = Task { await budget.reserve(5) }
        cancelled.cancel()
        #expect(await cancelled.value == false)
        budget.release(8)
        #expect(await waiting.value)
        #expect(await budget.reserve(5))
        budget.release(10)
        // More than there is at all counts as all there is: it waits for the rest, not for ever.
        #expect(await budget.reserve(1000))
    }
}
