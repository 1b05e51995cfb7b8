import Foundation
import Notify
import Testing
import Vocabulary

@Suite struct NoticeTextTests {
    private func content(title: String) -> NoticeContent {
        var content = NoticeContent(
            number: SpokenNumber(.notice, year: 2026, serial: 1), kind: .advisory, urgency: .emergency, tlp: .amber,
            about: "ESS-2026-0042", title: title, what: ["Bu gün.\r\nİstismar olunur <script>alert(1)</script>"],
            systems: [
                .init(locus: "192.0.2.7:23/tcp", threat: "CVE-2026-1", firstSeen: nil, lastSeen: nil, evidence: "")
            ],
            actions: ["Yeniləyin"], portalURL: "https://ess.example/my", phone: "+994 12 000 00 00", code: "ABCD-EFGH",
            authority: "Milli CERT")
        content.ackBy = Instant("2026-11-24T10:00:00Z")
        content.fixBy = Instant("2026-12-01T10:00:00Z")
        content.caseNumber = SpokenNumber(.case, year: 2026, serial: 1)
        content.policyRow = "national:N1"
        return content
    }

    @Test func `the subject says label, urgency, what and number`() {
        let text = NoticeText(content(title: "Server\r\nBcc: x"), language: .az)
        let number = SpokenNumber(.notice, year: 2026, serial: 1)
        #expect(text.subject == "TLP:AMBER [TƏCİLİ] Xəbərdarlıq: ESS-2026-0042 Server Bcc: x (\(number))")
    }

    @Test func `feed text is escaped in HTML and nothing remote is loaded`() {
        let text = NoticeText(content(title: "<img src=http://x>"), language: .en)
        #expect(!text.html.contains("<script"))
        #expect(!text.html.contains("<img"))
        #expect(!text.html.contains("src=\""))
        #expect(text.html.contains("&lt;script&gt;"))
        #expect(text.text.contains("2026-11-24 14:00 (UTC+4; 10:00 UTC)"))
        #expect(text.html.contains("<ul>\n<li>192.0.2.7:23/tcp"))
        #expect(text.text.hasPrefix("TLP:AMBER\n"))
    }

    @Test func `bidirectional overrides and escapes do not reach the reader`() {
        let text = NoticeText(content(title: "a\u{202E}b\u{1B}[31mc\u{200B}d"), language: .en)
        #expect(text.subject.contains(" ab[31mcd "))
    }

    @Test func `every language has its words`() {
        for language in Language.allCases {
            let text = NoticeText(content(title: "x"), language: language)
            #expect(text.text.contains("192.0.2.7:23/tcp"))
            #expect(text.text.contains("N-2026-0016"))
            #expect(text.text.contains("+994 12 000 00 00"))
        }
    }

    @Test func `the first lines say by when, under which number and where to answer; what to do comes last`() throws {
        let text = NoticeText(content(title: "x"), language: .en)
        let lines = text.text.split(separator: "\n").map(String.init)
        #expect(
            Array(lines[3..<8]) == [
                "Acknowledge by: 2026-11-24 14:00 (UTC+4; 10:00 UTC)",
                "Remedy by: 2026-12-01 14:00 (UTC+4; 10:00 UTC)",
                "Case number: \(SpokenNumber(.case, year: 2026, serial: 1))",
                "Answer on the portal (any user name; password: your token): https://ess.example/my/notices/"
                    + "\(SpokenNumber(.notice, year: 2026, serial: 1))",
                "Or call and say this number: +994 12 000 00 00 — \(SpokenNumber(.case, year: 2026, serial: 1))",
            ])
        #expect(Array(lines.suffix(3)) == ["WHAT TO DO", "Yeniləyin", "TLP:AMBER"])
        let words = ["Acknowledge by", "192.0.2.7", "How to check", "Yeniləyin"]
        let places = words.compactMap { text.html.range(of: $0)?.lowerBound }
        #expect(places.count == 4 && places == places.sorted())
    }

    @Test func `a message does not vouch for itself`() throws {
        let text = NoticeText(content(title: "x"), language: .en).text
        let part = try #require(text.components(separatedBy: "GENUINE\n").last?.components(separatedBy: "\n\n").first)
        #expect(part.hasPrefix("Type the address that you were given in writing, or call the number you already have"))
        #expect(part.hasSuffix("— ABCD-EFGH") && !part.contains("http") && !part.contains("+994"))
    }

    @Test func `the mail names the call by which a program answers`() {
        let text = NoticeText(content(title: "x"), language: .en).text
        let number = SpokenNumber(.case, year: 2026, serial: 1)
        #expect(text.contains("POST https://ess.example/v1/cases/\(number)/answer"))
        #expect(text.contains(#"{"subject": "all", "answer": "fixed", "text": "…"}"#))
    }

    @Test func `Markdown is shown as its renderer gives it, and the plain text as it was`() {
        var content = content(title: "x")
        content.whatMarkdown = ["*given*"]
        content.actionsMarkdown = ["one", "two: not as many as texts, so not taken"]
        let text = NoticeText(content, language: .en) { "<em>\($0.utf8.count)</em>" }
        #expect(text.html.contains("<em>7</em>") && !text.html.contains("İstismar"))
        #expect(text.html.contains("<p>Yeniləyin</p>"))
        #expect(text.text.contains("İstismar olunur"))
    }

    @Test(arguments: [
        ("https://ess.example/my", true), ("http://127.0.0.1:8080/my", true), ("http://evil.example/my", false),
        ("https://ess.example/\"onclick=", false), ("javascript:alert(1)/my", false),
    ])
    func `only https and our own pages become links`(_ url: String, _ isLink: Bool) {
        var content = content(title: "x")
        content.portalURL = url
        if url.hasPrefix("http://evil") { content.portalURL = url + "/elsewhere" }
        let html = NoticeText(content, language: .en).html
        #expect(html.contains("<a href=") == isLink)
        #expect(html.contains("rel=\"noopener noreferrer\"") == isLink)
    }

    @Test func `rule, confidence and a reminder's sentence are words of the reader's language`() throws {
        #expect(MatchWords.text(.cpe, .certain, .en) == "by registered software, certain")
        for rule in MatchRule.allCases {
            for confidence in Confidence.allCases {
                for language in [Language.az, .ru] {
                    let words = MatchWords.text(rule, confidence, language)
                    #expect(!words.contains(rule.rawValue + ",") && !words.contains(confidence.rawValue))
                }
            }
        }
        let (sent, due) = (try #require(Instant("2026-11-24T10:00:00Z")), try #require(Instant("2026-11-25T10:00:00Z")))
        let number = SpokenNumber(.notice, year: 2026, serial: 1)
        for language in Language.allCases {
            let text = NoticeText.notAcknowledged(number, sentAt: sent, due: due, language: language)
            for part in ["\(number)", "2026-11-24 14:00", "2026-11-25 14:00"] { #expect(text.contains(part)) }
        }
    }
}
