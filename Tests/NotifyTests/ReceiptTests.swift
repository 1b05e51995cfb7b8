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

    @Test(arguments: [
        (false, false, 3, 199, nil), (true, false, 0, 0, .baseline), (false, true, 0, 0, .ownMailbox),
        (false, false, 4, 4, .mailboxCap), (false, false, 0, 200, .overallCap),
    ] as [(Bool, Bool, Int, Int, ReceiptWithheld?)])
    func `what keeps a receipt back is one reason`(
        isBaseline: Bool, isOwn: Bool, toMailbox: Int, toAll: Int, wanted: ReceiptWithheld?
    ) {
        let found = ReceiptWithheld.decide(isBaseline: isBaseline, isOwn: isOwn, toMailbox: toMailbox, toAll: toAll)
        #expect(found == wanted)
    }
}
