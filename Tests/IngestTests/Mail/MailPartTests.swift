import Testing

@testable import Ingest

@Suite struct `Parts of mails` {
    private func mail(_ text: String) -> MailParts { MailParts(Array(text.utf8)) }
    private func text(_ part: MailPart) -> String { String(decoding: part.text(), as: UTF8.self) }

    @Test func `the example of RFC 2046 has two parts, its preamble and epilogue are none`() {
        let read = mail("""
            From: Nathaniel Borenstein <nsb@bellcore.com>
            MIME-Version: 1.0
            Content-type: multipart/mixed; boundary="simple boundary"

            This is the preamble.

            --simple boundary

            This is implicitly typed.
            It does NOT end with a linebreak.
            --simple boundary
            Content-type: text/plain; charset=us-ascii

            This DOES end with a linebreak.

            --simple boundary--

            This is the epilogue.
            """)
        #expect(read.parts.map(text) == [
            "This is implicitly typed.\nIt does NOT end with a linebreak.", "This DOES end with a linebreak.\n",
        ])
        #expect(!read.isCut && read.parts.map(\.container) == ["multipart/mixed", "multipart/mixed"])
    }

    @Test func `quoted-printable obeys the rules of RFC 2045, and what breaks them is read as far as it goes`() {
        func undone(_ text: String) -> (String, Bool) {
            let undone = TransferEncoding.printable(Array(text.utf8)[...])
            return (String(decoding: undone.bytes, as: UTF8.self), undone.isWhole)
        }
        let soft = undone("Now's the time =\r\nfor all folk=  \n to come=20\n")
        #expect(soft == ("Now's the time for all folk to come \n", true))
        #expect(undone("=C5=9E=c3=bc=") == ("Şü", true))
        #expect(undone("1+1=2 =ZZ") == ("1+1=2 =ZZ", false))
    }

    @Test(arguments: [
        ("TWFu", "Man", true), ("TWE=", "Ma", true), ("TQ==", "M", true), ("T W\r\nFu\n", "Man", true),
        ("", "", true), ("TWFu!TWFu", "ManMan", false), ("TWFuT", "Man", false), ("TWE", "Ma", false),
        ("TQ==TWFu", "M", false),
    ])
    func `base 64 is undone, whole or as far as it goes`(raw: String, wanted: String, isWhole: Bool) {
        let undone = TransferEncoding.base64(Array(raw.utf8)[...])
        #expect(undone.bytes == Array(wanted.utf8) && undone.isWhole == isWhole)
    }

    @Test func `texts come in the set they name`() {
        func part(_ charset: String, _ bytes: [UInt8]) -> String {
            text(MailParts(Array("Content-Type: text/plain; charset=\(charset)\n\n".utf8) + bytes).parts[0])
        }
        #expect(part("windows-1251", [0xEE, 0xF2, 0xF7, 0xB8, 0xF2]) == "отчёт")
        #expect(part("KOI8-R", [0xD0, 0xC9, 0xD3, 0xD8, 0xCD, 0xCF]) == "письмо")
        #expect(part("iso-8859-9", [0xDD, 0xFE]) == "İş")
        #expect(part("\"utf-8\"", Array("ə".utf8)) == "ə")
        #expect(part("utf-16be", [0x01, 0x5E, 0x02, 0x59]) == "Şə")
        // UTF-7 is not undone: `<` stays hidden. Unknown sets: what the bytes are.
        #expect(part("utf-7", Array("+ADw-script+AD4-".utf8)) == "+ADw-script+AD4-")
        #expect(part("x-nobody", Array("ə".utf8)) == "ə" && part("x-nobody", [0xE9]) == "é")
    }

    @Test func `a multipart without boundary is one part, one without end goes to the end`() {
        #expect(mail("Content-Type: multipart/mixed\n\n--a\n\nx\n").parts.count == 1)
        let open = mail("Content-Type: multipart/mixed; boundary=a\n\n--a\n\none\n--a\n\ntwo")
        #expect(open.parts.map(text) == ["one", "two"])
        #expect(mail("Content-Type: multipart/mixed; boundary=a\n\nnothing").parts.isEmpty)
        #expect(mail("").parts.map(text) == [""])
    }

    @Test func `levels and parts are bounded, and the mail says so`() {
        var deep = "the text"
        for level in 0..<20 {
            deep = "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n\(deep)\n--b\(level)--\n"
        }
        #expect(mail(deep).isCut && mail(deep).parts.isEmpty)
        let part = String(repeating: "--a\n\nx\n", count: 500)
        let many = "Content-Type: multipart/mixed; boundary=a\n\n\(part)--a--\n"
        #expect(mail(many).isCut && mail(many).parts.count == 100)
    }

    @Test func `a mail within the mail is kept and not opened; a name of a file has no folders`() {
        let read = mail("""
            Content-Type: multipart/mixed; boundary=a

            --a
            Content-Type: message/rfc822
            Content-Disposition: attachment; filename="..\\\\..\\\\etc/passwd"

            Subject: inner
            Content-Type: multipart/mixed; boundary=b

            --b

            inner text
            --b--
            --a--
            """)
        #expect(read.parts.count == 1 && read.parts[0].fileName == "passwd")
        #expect(text(read.parts[0]).hasPrefix("Subject: inner"))
    }
}
