import Foundation
import Ingest
import Testing

@testable import Transport

private let openssl = "/usr/bin/openssl"

@Suite(.enabled(if: TestServer.python != nil, TestServer.absence))
struct MailboxFetchTests {
    private let folder: TemporaryFolder
    private let mails: String

    init() throws {
        folder = try TemporaryFolder()
        mails = folder.path + "/mails"
        try FileManager.default.createDirectory(atPath: mails, withIntermediateDirectories: true)
    }

    private func put(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: mails + "/" + name))
    }

    private func settings(_ port: Int, scheme: String = "imap", login: String = "ess:secret") throws -> FetchSettings {
        var settings = FetchSettings()
        settings.egress = try #require(EgressRules(allowed: ["127.0.0.1:\(port)"]))
        let secret = folder.path + "/login"
        try Data("\(login)\n".utf8).write(to: URL(filePath: secret))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: secret)
        try settings.authorize(origin: "\(scheme)://127.0.0.1:\(port)", file: secret)
        return settings
    }

    private func ask(
        _ fetcher: CurlFetcher, _ port: Int, _ question: MailboxOrder.Question, scheme: String = "imap",
        validity: UInt32? = nil, readOnly: Bool = true, limit: Int = 1 << 20, seconds: Int64 = 200
    ) async throws -> FetchOutcome {
        let link = try #require(MailboxLink("\(scheme)://127.0.0.1:\(port)/INBOX"))
        var limits = FeedLimits(isMail: true)
        limits.documentBytesMax = limit
        limits.fetchSeconds = seconds
        var request = FetchRequest(
            url: link.text, etag: nil, lastModified: nil, limits: limits, destination: folder.path + "/out")
        request.mail = MailboxOrder(link, validity: validity, question, isReadOnly: readOnly)
        return await fetcher.fetch(request)
    }

    private func text() -> String? { folder.bytes("out").map { String(decoding: $0, as: UTF8.self) } }

    private func document(_ count: Int) -> FetchOutcome {
        .document(bytes: count, etag: nil, lastModified: nil, serverTime: nil)
    }

    @Test func `messages come byte for byte over one connection, unseen, and are marked when asked`() async throws {
        let long = String(repeating: "x", count: 100_000)
        try put("1", "Subject: one\n\nE3 OK FETCH completed\n* BYE\n\(long)\n")
        try put("2", "Subject: two\n\nbody\n")
        let server = try TestServer("imap.py", [mails], folder: folder)
        let fetcher = try CurlFetcher(settings: try settings(server.port))
        guard case .document = try await ask(fetcher, server.port, .list(from: 1)) else {
            Issue.record("no list")
            return
        }
        let day = "20-Nov-2026 10:00:00 +0000"
        #expect(text() == "UIDVALIDITY 7 UIDNEXT 3\n1 100048 \(day)\n2 22 \(day)\n")
        // `2:*` names the last message even when none is that high.
        _ = try await ask(fetcher, server.port, .list(from: 3))
        #expect(text() == "UIDVALIDITY 7 UIDNEXT 3\n")
        #expect(try await ask(fetcher, server.port, .message(uid: 1), validity: 7) == document(100_048))
        #expect(text() == "Subject: one\r\n\r\nE3 OK FETCH completed\r\n* BYE\r\n\(long)\r\n")
        #expect(try await ask(fetcher, server.port, .head(uid: 2), validity: 7) == document(16))
        #expect(try await ask(fetcher, server.port, .message(uid: 9), validity: 7) == document(0))
        #expect(try await ask(fetcher, server.port, .message(uid: 1), validity: 6)
            == .failed(.content("the server numbers its messages anew"), retryAfter: nil))
        let seen = try await ask(fetcher, server.port, .settle(1...2, .seen), validity: 7, readOnly: false)
        #expect(seen == document(0))
        #expect(try await ask(fetcher, server.port, .settle(1...1, .move(folder: "Nowhere")), readOnly: false)
            == .failed(.content("the server refuses: NO [TRYCREATE] no such folder"), retryAfter: nil))
        let moved = try await ask(fetcher, server.port, .settle(1...1, .move(folder: "Done")), readOnly: false)
        #expect(moved == document(0))
        #expect(try await ask(fetcher, server.port, .message(uid: 1)) == document(0))
    }

    @Test func `what hangs, drips or breaks off costs its deadline, and the next order a new connection`()
        async throws
    {
        let text = "Subject: x\n\n" + String(repeating: "y", count: 200)
        for name in ["1.hang", "2.drip", "3.drop", "4"] { try put(name, text) }
        let server = try TestServer("imap.py", [mails], folder: folder)
        let fetcher = try CurlFetcher(settings: try settings(server.port))
        for uid in UInt32(1)...2 {
            #expect(try await ask(fetcher, server.port, .message(uid: uid), seconds: 1)
                == .failed(.deadline(seconds: 1), retryAfter: nil))
        }
        guard case .failed(.network, _) = try await ask(fetcher, server.port, .message(uid: 3)) else {
            Issue.record("half a message was believed")
            return
        }
        #expect(try await ask(fetcher, server.port, .message(uid: 4)) == document(214))
        #expect(try await ask(fetcher, server.port, .message(uid: 4), limit: 100)
            == .failed(.overLimit(bytes: 100), retryAfter: nil))
        #expect(folder.bytes("out") == nil)
    }

    @Test func `a wrong password, no password and an address that is not allowed`() async throws {
        let server = try TestServer("imap.py", [mails], folder: folder)
        let wrong = try CurlFetcher(settings: try settings(server.port, login: "ess:wrong"))
        #expect(try await ask(wrong, server.port, .list(from: 1))
            == .failed(.badAnswer("the server refuses the login"), retryAfter: nil))
        var none = try settings(server.port)
        none.mailboxes = [:]
        guard case .failed(.local, _) = try await ask(try CurlFetcher(settings: none), server.port, .list(from: 1))
        else {
            Issue.record("asked without credentials")
            return
        }
        var closed = try settings(server.port)
        closed.egress = EgressRules()
        let fetcher = try CurlFetcher(settings: closed)
        guard case .failed(.forbiddenAddress, _) = try await ask(fetcher, server.port, .list(from: 1)) else {
            Issue.record("loopback was reached without leave")
            return
        }
    }

    @Test(
        .enabled(if: FileManager.default.isExecutableFile(atPath: openssl), "openssl is absent"),
        arguments: ["tls", "starttls"])
    func `with TLS the certificate must be known, and the password waits for it`(mode: String) async throws {
        let (key, certificate) = (folder.path + "/key.pem", folder.path + "/certificate.pem")
        let made = try await ProcessRunner().run(.init(program: openssl, arguments: [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-keyout", key, "-out", certificate, "-subj", "/CN=mail", "-addext", "subjectAltName=IP:127.0.0.1",
        ]))
        try #require(made.status == 0)
        try put("1", "Subject: x\n\n")
        let server = try TestServer("imap.py", [mails, mode, certificate, key], folder: folder)
        let scheme = mode == "tls" ? "imaps" : "imap"
        var settings = try settings(server.port, scheme: scheme)
        guard case .failed(.tls, _) = try await ask(
            try CurlFetcher(settings: settings), server.port, .list(from: 1), scheme: scheme)
        else {
            Issue.record("an unknown certificate was taken")
            return
        }
        settings.authorities = certificate
        let fetcher = try CurlFetcher(settings: settings)
        #expect(try await ask(fetcher, server.port, .message(uid: 1), scheme: scheme) == document(14))
    }

    @Test func `a cancelled order ends soon, whatever the server does`() async throws {
        try put("1.hang", "Subject: x\n\n")
        let server = try TestServer("imap.py", [mails], folder: folder)
        let port = server.port
        let fetcher = try CurlFetcher(settings: try settings(port))
        // Not cancelled, the order would end by its deadline after ten minutes, and say so.
        try await withThrowingTaskGroup(of: FetchOutcome.self) { group in
            group.addTask { try await ask(fetcher, port, .message(uid: 1), seconds: 600) }
            // Another mailbox of the server, which has none: time passes until it is asked.
            let link = try #require(MailboxLink("imap://127.0.0.1:\(port)/Nowhere"))
            var request = FetchRequest(
                url: link.text, etag: nil, lastModified: nil, limits: FeedLimits(isMail: true),
                destination: folder.path + "/other")
            request.mail = MailboxOrder(link, .list(from: 1), isReadOnly: true)
            #expect(await fetcher.fetch(request)
                == .failed(.content("the server refuses: NO no such mailbox"), retryAfter: nil))
            group.cancelAll()
            for try await outcome in group { #expect(outcome == .failed(.local("cancelled"), retryAfter: nil)) }
        }
    }
}
