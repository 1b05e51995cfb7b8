import Testing

@testable import Ingest

/// Vectors are the RFCs' own examples, or worked out by hand from their rules.
@Suite struct `Header fields of mails` {
    private func headers(_ text: String) -> MailHeaders { MailHeaders.read(Array(text.utf8)[...]).0 }

    @Test(arguments: [
        // RFC 2047 § 8.
        ("=?ISO-8859-1?Q?a?=", "a"), ("=?ISO-8859-1?Q?a?= b", "a b"),
        ("=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=", "ab"), ("=?ISO-8859-1?Q?a?=  \r\n    =?ISO-8859-1?Q?b?=", "ab"),
        ("=?ISO-8859-1?Q?a_b?=", "a b"), ("=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=", "a b"),
        ("=?ISO-8859-1?Q?Patrik_F=E4ltstr=F6m?= <paf@nada.kth.se>", "Patrik Fältström <paf@nada.kth.se>"),
        ("=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?= =?ISO-8859-2?B?dSB1bmRlcnN0YW5kIHRoZSBleGFtcGxlLg==?=",
         "If you can read this you understand the example."),
        // A language behind the set (RFC 2231 § 5), small letters, other sets.
        ("=?US-ASCII*EN?q?Keith_Moore?=", "Keith Moore"),
        ("=?koi8-r?b?8M/Ez9rSydTFzNjOz8Ug0MnT2M3P?=", "Подозрительное письмо"),
        ("=?windows-1251?Q?=EE=F2=F7=B8=F2?=", "отчёт"), ("=?iso-8859-9?Q?=DDstanbul_=FE=FC?=", "İstanbul şü"),
        ("=?UTF-8?B?xZ7DvGJoyZlsaSBtyZlrdHVi?=", "Şübhəli məktub"),
        // A character cut between two words: broken, and common.
        ("=?utf-8?B?xQ==?= =?utf-8?B?nsO8YmjJmWxp?=", "Şübhəli"),
        // No encoded words.
        ("=?utf-8?X?abc?=", "=?utf-8?X?abc?="), ("=?utf-8?Q?never ends", "=?utf-8?Q?never ends"),
        ("a = b ?= c", "a = b ?= c"), ("=??Q?a?=", "=??Q?a?="),
    ])
    func `encoded words are undone, and nothing else`(raw: String, wanted: String) {
        #expect(headers("Subject: \(raw)\r\n\r\n").text("subject") == wanted)
    }

    @Test func `bytes beyond ASCII that name no set are UTF-8, else Windows-1252`() {
        #expect(headers("Subject: Şübhəli\n\n").text("subject") == "Şübhəli")
        let latin = Array("Subject: caf".utf8) + [0xE9, 0x0A, 0x0A]
        #expect(MailHeaders.read(latin[...]).0.text("subject") == "café")
        // The set that an encoded word beside them names.
        let mixed = Array("Subject: =?windows-1251?Q?=EE?= ".utf8) + [0xF2, 0x0A, 0x0A]
        #expect(MailHeaders.read(mixed[...]).0.text("subject") == "о т")
    }

    @Test func `what an encoded word hides does not act`() {
        let hidden = headers("Subject: =?utf-8?Q?a=0D=0ABcc:_x=1B[31m=E2=80=AE?=\n\n").text("subject")
        #expect(hidden == "a Bcc: x [31m")
    }

    @Test func `folded lines are one value, obsolete blanks before the colon are none of the name`() {
        let read = headers("Subject : one\r\n\ttwo\r\nno field\r\nX: y\r\n\r\nbody")
        #expect(read["subject"] == "one two" && read["x"] == "y" && read.fields.count == 2)
    }

    @Test func `a field without end is cut, and so is their number`() {
        let long = headers("A: " + String(repeating: "x", count: 20_000) + "\n yyyyyyyyy\n\n")
        #expect(long["a"]?.utf8.count == (16 << 10) - 1 && long.isCut)
        let many = headers((0...1000).map { "H\($0): x\n" }.joined() + "\n")
        #expect(many.fields.count == 1000 && many.isCut)
    }
}

@Suite struct `Parameters of header fields` {
    private func read(_ raw: String) -> MailType { MailType(Array(raw.utf8), otherwise: "") }

    @Test func `pieces, character sets and languages, as RFC 2231 has them`() {
        // § 3, § 4 and § 4.1.
        let pieces = read("message/external-body; access-type=URL; URL*0=\"ftp://\"; URL*1=\"cs.utk.edu/pub/moore\"")
        #expect(pieces.name == "message/external-body" && pieces.parameters["access-type"] == "URL")
        #expect(pieces.parameters["url"] == "ftp://cs.utk.edu/pub/moore")
        let coded = read("application/x-stuff; title*=us-ascii'en-us'This%20is%20%2A%2A%2Afun%2A%2A%2A")
        #expect(coded.parameters["title"] == "This is ***fun***")
        let both = read(
            "application/x-stuff; title*0*=us-ascii'en'This%20is%20even%20more%20; title*1*=%2A%2A%2Afun%2A%2A%2A%20;"
                + " title*2=\"isn't it!\"")
        #expect(both.parameters["title"] == "This is even more ***fun*** isn't it!")
    }

    @Test func `names of files in Windows-1251, by the rule and against it`() {
        let name = "отчёт.pdf"
        #expect(read("attachment; filename*=windows-1251''%EE%F2%F7%B8%F2.pdf").parameters["filename"] == name)
        #expect(read("attachment; filename=\"=?windows-1251?Q?=EE=F2=F7=B8=F2.pdf?=\"").parameters["filename"] == name)
        #expect(read("attachment; filename*0*=windows-1251''%EE%F2; filename*1*=%F7%B8%F2.pdf; filename=x.pdf")
            .parameters["filename"] == name)
        // Pieces in another order, and one that is missing: as far as they go.
        #expect(read("a; f*1=b; f*0=a; f*3=d").parameters["f"] == "ab")
        #expect(read("a; f*1=b; f=plain").parameters["f"] == "plain")
    }

    @Test func `quotes, comments and what is missing`() {
        let odd = read("Text/Plain (it is \\) a; comment) ; charset = \"us\\-ascii\"; x; =y; z=a b ;; format=flowed")
        #expect(odd.name == "text/plain" && odd.parameters["charset"] == "us-ascii")
        #expect(odd.parameters["format"] == "flowed" && odd.parameters["z"] == "a b")
        #expect(read("a; b=\"never ends; c=d").parameters == ["b": "never ends; c=d"])
        #expect(read("a; b=1; b=2").parameters == ["b": "1"])
        #expect(read("(((").name.isEmpty)
    }
}
