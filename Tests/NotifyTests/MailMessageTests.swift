import Foundation
import Notify
import Testing
import Vocabulary

private func message(subject: String, name: String = "Milli CERT", html: String? = nil) throws -> MailMessage {
    MailMessage(
        id: "N-2026-0019.1@ess.example", date: try #require(Instant("2026-11-24T10:05:09Z")), fromName: name,
        from: try #require(Mailbox("cert@ess.example")), to: try #require(Mailbox("soc@hospital.example")),
        subject: subject, text: "Salam\nİşıq ə", html: html, language: .az)
}

/// Header lines as they stand, still folded.
private func lines(_ message: MailMessage) throws -> [String] {
    let text = String(decoding: try message.sealed().bytes, as: UTF8.self)
    return text.components(separatedBy: "\r\n")
}

/// The unfolded value of a header with its RFC 2047 words read back.
private func decoded(_ name: String, _ message: MailMessage) throws -> String {
    let all = try lines(message)
    let start = try #require(all.firstIndex { $0.hasPrefix(name + ": ") })
    var words = [String(all[start].dropFirst(name.count + 2))]
    var at = start + 1
    while all[at].hasPrefix(" ") {
        words.append(String(all[at].dropFirst()))
        at += 1
    }
    return try words.map { word in
        guard word.hasPrefix("=?UTF-8?B?") else { return word }
        let data = try #require(Data(base64Encoded: String(word.dropFirst(10).dropLast(2))))
        // Each word decodes by itself: no character is split.
        return try #require(String(data: data, encoding: .utf8))
    }.joined()
}

@Suite struct MailMessageTests {
    @Test func `Azerbaijani letters arrive in the subject, in short words on short lines`() throws {
        let subject = "TƏCİLİ: Xəbərdarlıq – ğ ı ö ş ü ç İ Ə, " + String(repeating: "şəbəkə ", count: 20) + "son"
        let mail = try message(subject: subject)
        #expect(try decoded("Subject", mail) == subject)
        let all = try lines(mail)
        let start = try #require(all.firstIndex { $0.hasPrefix("Subject: ") })
        #expect(all[start].utf8.count <= 76)
        for line in all[(start + 1)...].prefix(while: { $0.hasPrefix(" ") }) {
            #expect(line.utf8.count <= 76)
            #expect(line.utf8.count - 1 <= 75)
        }
    }

    @Test func `a one-letter subject has the known encoding`() throws {
        // U+0259 is C9 99 in UTF-8, yZk= in base 64.
        #expect(try lines(message(subject: "ə")).contains("Subject: =?UTF-8?B?yZk=?="))
        #expect(try lines(message(subject: "plain (N-2026-0019)")).contains("Subject: plain (N-2026-0019)"))
        #expect(try decoded("Subject", message(subject: "=?utf-8?q?x?=")) == "=?utf-8?q?x?=")
    }

    @Test(arguments: [
        "x\r\nBcc: evil@x.example", "x\nBcc: evil@x.example", "x\rBcc: y", "x\u{2028}Bcc: y", "x\u{0}y\r\n\r\nbody",
    ])
    func `no subject or name makes a second header`(_ text: String) throws {
        let all = try lines(message(subject: text, name: text))
        let end = try #require(all.firstIndex(of: ""))
        let names = all[..<end].filter { !$0.hasPrefix(" ") }.map { $0.prefix { $0 != ":" } }
        #expect(
            names == [
                "Date", "From", "To", "Message-ID", "Subject", "Auto-Submitted", "Content-Language", "MIME-Version",
                "Content-Type", "Content-Transfer-Encoding",
            ])
    }

    @Test func `every line ends in CRLF, is at most 998 bytes, and all is ASCII`() throws {
        var mail = try message(subject: "ə", html: "<p>" + String(repeating: "ş", count: 5000))
        mail.attachments = [.init(name: "qəbz \"1\".json", type: "application/json", bytes: Array("{}".utf8))]
        let bytes = try mail.sealed().bytes
        #expect(bytes.allSatisfy { $0 < 0x7F && ($0 >= 0x20 || $0 == 0x0D || $0 == 0x0A) })
        for (index, byte) in bytes.enumerated() where byte == 0x0A || byte == 0x0D {
            #expect(byte == 0x0A ? bytes[index - 1] == 0x0D : bytes[index + 1] == 0x0A)
        }
        #expect(bytes.suffix(2) == [0x0D, 0x0A])
        #expect(try lines(mail).allSatisfy { $0.utf8.count <= 78 })
    }

    @Test func `the same message has the same bytes`() throws {
        let mail = try message(subject: "ə", html: "<p>")
        #expect(try mail.sealed() == mail.sealed())
        #expect(try mail.sealed().recipient == "soc@hospital.example")
    }

    @Test func `the date is of RFC 5322 and the sender is announced as a machine`() throws {
        let all = try lines(message(subject: "x"))
        #expect(all.contains("Date: Tue, 24 Nov 2026 10:05:09 +0000"))
        #expect(all.contains("Auto-Submitted: auto-generated"))
        #expect(all.contains("Message-ID: <N-2026-0019.1@ess.example>"))
        #expect(all.contains("From: Milli CERT"))
        #expect(all.contains(" <cert@ess.example>"))
    }

    @Test func `a body's line ends become CRLF`() throws {
        let text = String(decoding: try message(subject: "x").sealed().bytes, as: UTF8.self)
        let body = try #require(text.components(separatedBy: "\r\n\r\n").last)
        let data = try #require(Data(base64Encoded: body, options: .ignoreUnknownCharacters))
        #expect(String(data: data, encoding: .utf8) == "Salam\r\nİşıq ə\r\n")
    }

    @Test func `a message id that is none is refused`() throws {
        var mail = try message(subject: "x")
        mail.id = "a@b>\r\nBcc: c@d"
        #expect(throws: NotifyFailure.self) { try mail.sealed() }
    }

    @Test func `Python's mail reader agrees on a full message`() throws {
        var mail = try message(
            subject: "TƏCİLİ: Xəbərdarlıq – ğıöşüçİ", name: "Milli CERT, Bakı şəhəri", html: "<p>Salam ə</p>")
        mail.attachments = [
            .init(
                name: String(repeating: "qəbz-", count: 12) + ".json", type: "application/json",
                bytes: Array("{\"a\":1}".utf8))
        ]
        let script = """
            import sys, email, email.policy, json
            m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
            a = list(m.iter_attachments())[0]
            print(json.dumps([m['subject'], str(m['from'].addresses[0].display_name), m['from'].addresses[0].addr_spec,
              m.get_body(('plain',)).get_content(), m.get_body(('html',)).get_content(), a.get_filename(),
              a.get_content().decode(), len(m.defects)]))
            """
        let python = Process()
        python.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        python.arguments = ["-c", script]
        let (input, output) = (Pipe(), Pipe())
        python.standardInput = input
        python.standardOutput = output
        try python.run()
        input.fileHandleForWriting.write(Data(try mail.sealed().bytes))
        try input.fileHandleForWriting.close()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        python.waitUntilExit()
        let answer = try #require(try JSONSerialization.jsonObject(with: data) as? [Any])
        #expect(answer[0] as? String == "TƏCİLİ: Xəbərdarlıq – ğıöşüçİ")
        #expect(answer[1] as? String == "Milli CERT, Bakı şəhəri")
        #expect(answer[2] as? String == "cert@ess.example")
        #expect((answer[3] as? String)?.split(whereSeparator: \.isNewline).map(String.init) == ["Salam", "İşıq ə"])
        #expect((answer[4] as? String)?.hasPrefix("<p>Salam ə</p>") == true)
        #expect(answer[5] as? String == String(repeating: "qəbz-", count: 12) + ".json")
        #expect(answer[6] as? String == "{\"a\":1}")
        #expect(answer[7] as? Int == 0)
    }
}
