import Testing
import Vocabulary

@testable import Ingest

@Suite struct `Mails of people` {
    private func statement(_ head: String, _ body: String = "Words.", type: String? = "text/plain") -> MailStatement? {
        let gap = type.map { "Content-Type: \($0); charset=utf-8\n\n" } ?? ""
        let batch = read("From: Leyla <leyla@home.example>\n\(head)\n\(gap)\(body)".utf8, feed(.mail, kind: .user))
        #expect(batch.rejects.isEmpty)
        return batch.mails.first
    }

    @Test(arguments: [
        ("Subject: x", MailStatement.Author.person, "leyla@home.example"),
        ("Return-Path: <path@home.example>\nSubject: x", .person, "path@home.example"),
        // RFC 3834 § 2: no answer to the null path, to lists, to mass mail, to answers; § 5: `no` is no such field.
        ("Return-Path: <>\nSubject: x", .automatic, nil),
        ("Auto-Submitted: no\nSubject: x", .person, "leyla@home.example"),
        ("Auto-Submitted: auto-replied; owner-email=\"x\"\nSubject: x", .automatic, nil),
        ("Auto-Submitted: auto-generated\nSubject: x", .machine, nil),
        ("X-Autoreply: yes\nSubject: x", .automatic, nil),
        ("Precedence: auto_reply\nSubject: x", .automatic, nil), ("Precedence: Bulk\nSubject: x", .bulk, nil),
        ("List-Id: <l.example>\nSubject: x", .bulk, nil),
        ("X-Auto-Response-Suppress: OOF, DR\nSubject: x", .person, nil),
        ("X-Auto-Response-Suppress: DR\nSubject: x", .person, "leyla@home.example"),
        ("X-Loop: x\nSubject: x", .person, nil), ("X-Spam-Flag: YES\nSubject: x", .spam, nil),
        ("Return-Path: <mailer-daemon@home.example>\nSubject: x", .person, nil),
        ("Return-Path: <owner-l@home.example>\nSubject: x", .person, nil),
    ] as [(String, MailStatement.Author, String?)])
    func `who wrote it and whether a program may answer`(
        head: String, author: MailStatement.Author, answerTo: String?
    ) throws {
        let found = try #require(statement(head))
        #expect(found.author == author && found.answerTo == answerTo)
    }

    @Test func `of HTML the beginning is read, however much follows`() throws {
        let body = "<p>early</p><!-- " + String(repeating: "x", count: 1 << 20) + " --><p>late</p>"
        let found = try #require(statement("Subject: x", body, type: "text/html"))
        #expect(found.report.text.hasPrefix("early") && !found.report.text.contains("late"))
    }

    @Test func `a report has subject, text, sender, label and the digest of the mail`() throws {
        let head = "Subject: =?utf-8?Q?=C5=9E=C3=BCbh=C9=99?=\nMessage-ID: <a@b.example>"
        let found = try #require(statement(head, "Bir\niki"))
        let report = found.report.report
        #expect(report.title == "Şübhə" && report.summary == "Bir\niki" && report.kind == .incident)
        #expect(report.incident?.contact == "Leyla <leyla@home.example>" && report.tlp == .amberStrict)
        #expect(report.incident?.original == found.digest && found.messageID == "a@b.example" && found.language == .az)
        let bare = try #require(statement("X: y", "First line\nsecond"))
        #expect(bare.report.title == "First line")
        #expect(statement("X: y", "")?.report.title == "(a mail without subject and text)")
    }

    @Test(arguments: [
        ("x", TLP.amberStrict), ("TLP:GREEN x", .amberStrict), ("tlp: red", .red),
        ("TLP:CLEAR, TLP:AMBER", .amberStrict),
        ("TLP:AMBER+STRICT", .amberStrict), ("Re: your TLP:CLEAR bulletin", .amberStrict), ("TLP:PINK", .red),
    ])
    func `a label can only bind us more, one that nobody knows is RED`(text: String, wanted: TLP) {
        #expect(MailStatement.label(in: text) == wanted)
    }

    @Test func `plain text is taken, and HTML only where nothing else is; nothing of it acts`() throws {
        let both = """
            --a
            Content-Type: text/plain; charset=utf-8

            plain
            --a
            Content-Type: text/html; charset=utf-8

            <b>rich</b>
            --a--
            """
        let type = "Content-Type: multipart/alternative; boundary=a\n\n"
        #expect(statement("Subject: x", type + both, type: nil)?.report.text == "plain")
        let html = "<style>p{}</style><script>alert(1)</script><p>One &amp; two</p><p>three<br>four</p>"
        #expect(statement("Subject: x", html, type: "text/html")?.report.text == "One & two\nthree\nfour")
        #expect(statement("Subject: x", "a\u{1b}[31m\u{202e}b\rc")?.report.text == "a [31mb\nc")
    }

    @Test func `what hangs on it is listed by name, type, size and digest, and not opened`() throws {
        let body = """
            Content-Type: multipart/mixed; boundary=a

            --a
            Content-Type: text/plain

            See there.
            --a
            Content-Type: application/json; name="x.json"
            Content-Transfer-Encoding: base64

            YWJj
            --a
            Content-Type: message/rfc822

            Subject: inner

            Auto-Submitted: auto-replied
            --a--
            """
        let found = try #require(statement("Subject: x", body, type: nil))
        #expect(found.author == .person && found.report.text == "See there.")
        // FIPS 180-4's example: SHA-256 of `abc`.
        let first = try #require(found.report.attachments?.first)
        #expect(first == ReportAttachment(
            name: "x.json", type: "application/json", bytes: 3,
            sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"))
        #expect(found.report.attachments?.map(\.type) == ["application/json", "message/rfc822"])
    }

    @Test(arguments: [
        ("Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=a\n\n--a\nContent-Type: "
            + "application/pgp-encrypted\n\nVersion: 1\n--a\nContent-Type: application/octet-stream\n\nhQ\n--a--\n",
         ReportEncryption.openPGP),
        ("Content-Type: text/plain\n\nHello\n-----BEGIN PGP MESSAGE-----\n\nhQ\n", .openPGP),
        ("Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nMII\n", .sMIME),
        ("Content-Type: application/pkcs7-mime; smime-type=signed-data\n\nMII\n", nil),
        ("Content-Type: text/plain\n\nthey sent -----BEGIN PGP MESSAGE----- to us\n", nil),
    ] as [(String, ReportEncryption?)])
    func `what is encrypted stays closed and says so`(body: String, wanted: ReportEncryption?) throws {
        let found = try #require(statement("Subject: x", body, type: nil))
        #expect(found.report.encryption == wanted)
        #expect(found.report.text.contains("must be opened by hand") == (wanted != nil))
    }

    private func bounce(_ action: String, id: String = "<N-2026-0017.1@cert.example>") -> String {
        """
        Content-Type: multipart/report; report-type=delivery-status; boundary=a

        --a
        Content-Type: text/plain

        Message-ID: <other@cert.example>
        --a
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example

        Final-Recipient: rfc822; desk@hospital.example
        Action: \(action)
        Status: 5.1.1
        --a
        Content-Type: message/rfc822

        Message-ID: \(id)
        To: <desk@hospital.example>

        Message-ID: <inner@cert.example>
        --a--
        """
    }

    @Test func `a bounce names what came back by the returned header alone`() throws {
        let found = try #require(statement("Subject: x", bounce("failed"), type: nil))
        #expect(found.author == .relay && found.answerTo == nil)
        #expect(found.returned == MailStatement.Returned(
            messageID: "N-2026-0017.1@cert.example", recipient: "desk@hospital.example", isFailure: true,
            text: "5.1.1"))
        #expect(statement("Subject: x", bounce("delayed"), type: nil)?.returned?.isFailure == false)
        #expect(statement("Subject: x", bounce("failed", id: "none"), type: nil)?.returned == nil)
        #expect(statement("Subject: x", bounce("failed", id: "none"), type: nil)?.author == .relay)
    }

    @Test func `what it answers stands in two fields, our numbers in its subject`() throws {
        let number = SpokenNumber(.case, year: 2026, serial: 7).description
        let found = try #require(statement(
            "Subject: Re: [\(number.lowercased())] C-2026-0000 x\nIn-Reply-To: <b@c.example> (her)\n"
                + "References: <a@c.example>\n <b@c.example> <not an id>"))
        #expect(found.refersTo == ["b@c.example", "a@c.example"])
        #expect(found.numbers.map(\.description) == [number])
    }

    @Test func `a mail on two ways has one identity; other words have another`() throws {
        let one = try #require(statement("Message-ID: <a@b>\nSubject: x"))
        let two = try #require(statement("Received: by y\nMessage-ID: <a@b>\nSubject: x"))
        let three = try #require(statement("Message-ID: <a@b>\nSubject: x", "Others."))
        #expect(one.identity == two.identity && one.digest != two.digest && one.identity != three.identity)
    }

    @Test func `a report of abuse becomes rows; a person's JSON does not`() throws {
        let bytes = try SampleDocument(name: "xarf.eml", format: .arf, items: 1).bytes()
        let batch = read(bytes, feed(.mail, kind: .user))
        #expect(batch.mails.map(\.author) == [.reporter] && batch.observations.rows.count == 1)
        let json = try #require(statement("Subject: x", "{\"Report\": 1}", type: "application/json; name=a.json"))
        #expect(json.author == .person && json.report.attachments?.count == 1)
    }

    @Test func `without a Message-ID the same words of two senders are two mails`() throws {
        let one = try #require(statement("Subject: x"))
        #expect(one.identity == statement("Subject: x")?.identity)
        #expect(one.identity != statement("Subject: y")?.identity)
    }

    @Test func `what says that it reports abuse and does not is read by a person`() throws {
        let found = try #require(statement("X-XARF: PLAIN\nSubject: x"))
        #expect(found.author == .machine && found.answerTo == nil && found.report.text == "Words.")
    }

    @Test func `what is no mail, and one with too many parts, are rejects`() {
        #expect(read([], feed(.mail)).rejects.map(\.reason) == [.truncated])
        #expect(read("no header here\n\nx".utf8, feed(.mail)).rejects.map(\.reason) == [.notThisFormat])
        let parts = String(repeating: "--a\n\nx\n", count: 200)
        let many = "Subject: x\nContent-Type: multipart/mixed; boundary=a\n\n\(parts)"
        let batch = read(many.utf8, feed(.mail))
        #expect(batch.rejects.map(\.reason) == [.overLimit] && batch.mails.count == 1)
    }

    @Test(arguments: [
        ("Leyla M. <leyla@home.example>", "Leyla M.", "leyla@home.example"),
        ("leyla@home.example (Leyla)", "Leyla", "leyla@home.example"),
        ("\"<evil@x.example>\" <leyla@home.example>", "evil@x.example>", "leyla@home.example"),
        ("=?utf-8?Q?=C6=8Fli?= <a@b.example>, c@d.example", "Əli", "a@b.example"),
        ("<>", "", nil), ("nobody", "", nil), ("a@b@c", "", nil), ("<a b@c>", "", nil), ("", "", nil),
    ] as [(String, String, String?)])
    func `an address field has a name and one mailbox, or none`(raw: String, name: String, mailbox: String?) {
        let found = MailAddress(Array(raw.utf8))
        #expect(found.name == name && found.mailbox == mailbox)
    }
}
