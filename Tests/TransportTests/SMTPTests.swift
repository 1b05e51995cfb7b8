import Foundation
import Notify
import Testing

@testable import Transport

@Suite(.enabled(if: TestServer.python != nil, TestServer.absence))
struct SMTPTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func relay(_ server: TestServer, _ security: MailRelay.Security = .none, deadline: Int = 20) -> MailRelay {
        MailRelay(
            host: "127.0.0.1", port: UInt16(server.port), security: security, greeting: "ess.example",
            deadlineSeconds: deadline, connections: 2)
    }

    private func message(
        _ text: String = "Subject: t\r\n\r\nbody\r\n", to recipient: String = "soc@energy.example"
    ) -> SealedMessage {
        SealedMessage(
            id: "m1@ess.example", sender: "notices@cert.example", recipient: recipient, bytes: Array(text.utf8))
    }

    @Test func `a message arrives byte for byte, dots at line starts too`() async throws {
        let server = try TestServer("smtp_sink.py", folder: folder)
        let text = "Subject: =?utf-8?B?yZk=?=\r\n\r\n.\r\n..two\r\n.one\r\nəçğ\r\n.\r\n"
        let outcome = await SMTPChannel(relay: relay(server)).send(message(text))
        #expect(outcome == .accepted(text: "250 2.0.0 Ok: queued as ..TEST"))
        let note = try #require(try server.notes().first)
        let data = try #require((note["data"] as? String)?.data(using: .isoLatin1))
        #expect(String(decoding: data, as: UTF8.self) == text)
        #expect(note["from"] as? String == "notices@cert.example")
        #expect(note["to"] as? [String] == ["soc@energy.example"])
    }

    @Test func `the connection is used again`() async throws {
        let server = try TestServer("smtp_sink.py", folder: folder)
        let channel = SMTPChannel(relay: relay(server))
        for _ in 0..<3 { _ = await channel.send(message()) }
        #expect(try server.notes().compactMap { $0["connection"] as? Int } == [1, 1, 1])
    }

    @Test func `the null sender is sent as such`() async throws {
        let server = try TestServer("smtp_sink.py", folder: folder)
        var message = message()
        message.sender = ""
        guard case .accepted = await SMTPChannel(relay: relay(server)).send(message) else {
            Issue.record("the null reverse-path was not accepted")
            return
        }
        #expect(try server.notes().first?["from"] as? String == "")
    }

    @Test func `5xx to message or recipient is a refusal`() async throws {
        let first = try TestServer("smtp_sink.py", ["5xx"], folder: folder)
        #expect(await SMTPChannel(relay: relay(first)).send(message()) == .refused(text: "554 5.6.0 not this message"))
        let second = try TestServer("smtp_sink.py", ["5xx-rcpt"], folder: folder)
        #expect(await SMTPChannel(relay: relay(second)).send(message()) == .refused(text: "550 5.1.1 no such user"))
    }

    @Test(arguments: ["4xx", "greeting-5xx", "login", "drop"])
    func `what says nothing final about the message is tried again`(mode: String) async throws {
        let server = try TestServer("smtp_sink.py", [mode], folder: folder)
        guard case .deferred(let text) = await SMTPChannel(relay: relay(server)).send(message()) else {
            Issue.record("\(mode) was final")
            return
        }
        #expect(!text.isEmpty)
    }

    @Test func `an answer followed by a hang-up is an acceptance, and the next message connects anew`() async throws {
        let server = try TestServer("smtp_sink.py", ["close"], folder: folder)
        let channel = SMTPChannel(relay: relay(server))
        for _ in 0..<2 {
            guard case .accepted = await channel.send(message()) else {
                Issue.record("not accepted")
                return
            }
        }
        #expect(try server.notes().compactMap { $0["connection"] as? Int } == [1, 2])
    }

    @Test func `a relay that hangs after DATA ends at the deadline`() async throws {
        let server = try TestServer("smtp_sink.py", ["hang"], folder: folder)
        guard case .deferred = await SMTPChannel(relay: relay(server, deadline: 1)).send(message()) else {
            Issue.record("no deadline")
            return
        }
        #expect(try server.notes().count == 1)
    }

    @Test func `who stops waiting for a relay that hangs after DATA is free at once`() async throws {
        let server = try TestServer("smtp_sink.py", ["hang"], folder: folder)
        let channel = SMTPChannel(relay: relay(server, deadline: 60))
        let message = message()
        let sending = Task { await channel.send(message) }
        // The sink notes the message before it hangs.
        while try server.notes().isEmpty { await Task.yield() }
        let began = ContinuousClock.now
        sending.cancel()
        guard case .deferred = await sending.value else {
            Issue.record("a cancelled send has an outcome")
            return
        }
        // Well below the relay's deadline, and below what SIGTERM is granted (I13).
        #expect(ContinuousClock.now - began < .seconds(3))
    }

    @Test func `nothing is sent where STARTTLS is demanded and not offered`() async throws {
        let server = try TestServer("smtp_sink.py", folder: folder)
        guard case .deferred = await SMTPChannel(relay: relay(server, .startTLS)).send(message()) else {
            Issue.record("sent in the clear")
            return
        }
        #expect(try server.notes().isEmpty)
    }

    @Test func `no relay is a deferral`() async throws {
        var port = 0
        do { port = try TestServer("smtp_sink.py", folder: folder).port }
        let relay = MailRelay(host: "127.0.0.1", port: UInt16(port), security: .none, deadlineSeconds: 5)
        guard case .deferred = await SMTPChannel(relay: relay).send(message()) else {
            Issue.record("not deferred")
            return
        }
    }

    @Test(arguments: [
        "a@b.example>\r\nRCPT TO:<x@y.example", "a@b.example\r\nDATA", "a b@c.example", "@b.example", "a@", "a",
        "a@b..example", ".a@b.example", "a.@b.example", "\"q\"@b.example", "a@b.example\0", "ə@b.example",
        "a>@b.example", "a@[1.2.3.4",
    ]) func `a recipient that could be a command is refused before anything is sent`(recipient: String) async throws {
        let relay = MailRelay(host: "127.0.0.1", port: 1, security: .none, deadlineSeconds: 5)
        #expect(await SMTPChannel(relay: relay).send(message(to: recipient))
            == .refused(text: "the recipient is no mailbox of RFC 5321"))
    }

    @Test(arguments: [
        ("a\n.\r\nMAIL FROM:<x@y>\r\n", "the message holds a bare LF"), ("a\r.\r\n", "the message holds a bare CR"),
        ("a", "the message does not end in CRLF"), ("a\0\r\n", "the message holds a NUL"),
        ("a\r", "the message does not end in CRLF"),
    ]) func `bytes that a relay could read in two ways are refused`(text: String, fault: String) async {
        #expect(MessageBytes.fault(Array(text.utf8)) == fault)
    }
}
