import Constituency
import Testing
import Vocabulary

@testable import Notify

@Suite struct Receipts {
    private func content() -> NoticeContent {
        var content = NoticeContent(
            number: SpokenNumber(.notice, year: 2026, serial: 3), kind: .receipt, urgency: .routine, tlp: .clear,
            about: SpokenNumber(.report, year: 2026, serial: 17).description, title: "what the sender wrote",
            what: ["sha256 of it"], systems: [], actions: [], portalURL: "https://ess.example/my",
            phone: "+994 12 000 00 00", code: "ABCDE-FGHJK", authority: "Milli CERT")
        content.caseNumber = SpokenNumber(.case, year: 2026, serial: 4)
        return content
    }

    @Test(arguments: Language.allCases)
    func `a receipt names report, case and telephone in its language and in English, and repeats nothing`(
        language: Language
    ) {
        let notice = NoticeText(content(), language: language)
        let number = SpokenNumber(.report, year: 2026, serial: 17).description
        let caseNumber = SpokenNumber(.case, year: 2026, serial: 4).description
        #expect(notice.subject.hasPrefix("[\(number)] ") && notice.html.isEmpty)
        for part in [number, caseNumber, "+994 12 000 00 00", "Milli CERT", "Your message was taken down"] {
            #expect(notice.text.contains(part))
        }
        #expect(!notice.text.contains("what the sender wrote") && !notice.text.contains("ABCDE-FGHJK"))
        #expect(!notice.text.contains("{") && notice.text.contains("\n--\n") == (language != .en))
    }

    @Test func `an answer says that it is one and leaves with the null path`() throws {
        let to = try #require(Mailbox("leyla@home.example"))
        let from = try #require(Mailbox("cert@cert.example"))
        var message = MailMessage(
            id: "N-1@cert.example", date: Instant(seconds: 0), fromName: "CERT", from: from, to: to, subject: "s",
            text: "t", html: nil, language: .az)
        message.isAnswer = true
        message.follows = "m1@home.example"
        let sealed = try message.sealed()
        let text = String(decoding: sealed.bytes, as: UTF8.self)
        #expect(sealed.sender.isEmpty && sealed.recipient == "leyla@home.example")
        #expect(text.contains("\r\nAuto-Submitted: auto-replied\r\n"))
        #expect(text.contains("From: CERT\r\n <cert@cert.example>"))
        message.isAnswer = false
        #expect(try message.sealed().sender == "cert@cert.example")
    }

    private func hour(
        to sender: String, _ recent: [String], isKnown: Bool = false
    ) throws -> ReceiptHour {
        let mailbox = try #require(Mailbox(sender))
        return ReceiptHour(to: mailbox, recent: recent.compactMap { Mailbox($0) }, isKnown: isKnown, .builtIn)
    }

    private func decide(_ hour: ReceiptHour, isBaseline: Bool = false, isOwn: Bool = false) -> ReceiptWithheld? {
        ReceiptWithheld.decide(isBaseline: isBaseline, isOwn: isOwn, hour)
    }

    @Test func `what keeps a receipt back is one reason`() throws {
        let empty = try hour(to: "a@x.example", [])
        #expect(decide(empty) == nil && decide(empty, isBaseline: true, isOwn: true) == .baseline)
        #expect(decide(empty, isOwn: true) == .ownMailbox)
        let four = Array(repeating: "a@x.example", count: 4)
        #expect(decide(try hour(to: "a@x.example", Array(four.dropLast()))) == nil)
        #expect(decide(try hour(to: "a@x.example", four)) == .mailboxCap)
        #expect(decide(try hour(to: "a@x.example", four, isKnown: true)) == .mailboxCap)
        let others = (0..<300).map { "a@x\($0).example" }
        #expect(decide(try hour(to: "b@y.example", others)) == .overallCap)
    }

    @Test(arguments: [
        "a+1@x.example", "A+two@X.Example", "a+@x.example", "a+b+c@x.example", "a@X.EXAMPLE",
    ])
    func `one writer is one, whatever tag and case it uses`(spelling: String) throws {
        #expect(decide(try hour(to: spelling, ["a@x.example", "a+7@x.example", "A@x.example", "a@x.example"]))
            == .mailboxCap)
    }

    @Test(arguments: ["a.b@x.example", "+a@x.example", "a-1@x.example", "a@y.example", "a@a.x.example"])
    func `what no standard makes the same mailbox stays another`(spelling: String) throws {
        #expect(decide(try hour(to: spelling, ["a@x.example", "a@x.example", "a@x.example", "a@x.example"])) == nil)
    }

    /// Counted by the rule's own words: one alone has a fifth of 300, a second one a fifth of the 240 left.
    @Test func `a flood from one domain ends at its share, with all names below it, and others get theirs`() throws {
        var sent: [String] = []
        func flood(_ domain: (Int) -> String) throws -> Int {
            for turn in 0..<500 {
                let sender = "w\(turn)@\(domain(turn))"
                if decide(try hour(to: sender, sent)) == nil { sent.append(sender) }
            }
            return sent.count
        }
        #expect(try flood { "h\($0).flood.com.az" } == 60)
        #expect(decide(try hour(to: "w9@flood.com.az", sent)) == .domainCap)
        #expect(decide(try hour(to: "leyla@home.com.az", sent)) == nil)
        #expect(try flood { _ in "second.example" } == 60 + 48)
        #expect(decide(try hour(to: "leyla@home.example", sent)) == nil)
    }

    @Test func `whom our mail has reached before gets a receipt though made-up senders used up the rest`() throws {
        let strangers = (0..<300).map { "a@x\($0).example" }
        #expect(decide(try hour(to: "soc@bank.example", strangers)) == .overallCap)
        #expect(decide(try hour(to: "soc@bank.example", strangers, isKnown: true)) == nil)
        let all = strangers + (0..<300).map { "a@y\($0).example" }
        #expect(decide(try hour(to: "soc@bank.example", all, isKnown: true)) == .overallCap)
    }
}
