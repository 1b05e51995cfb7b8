import Advise
import Foundation
import FoundationXML
import Testing
import Vocabulary

@Suite struct RenderingTests {
    static let attacks = [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))", "[x](&#106;avascript:alert(1))", "[x](data:text/html;base64,PHN2Zz4=)",
        "![x](https://tracker.example/p.png)", "[x](vbscript:a)", "<javascript:alert(1)>", "[x](//evil.example)",
        "<iframe src=\"https://evil.example\"></iframe>", "text <b onclick=alert(1)>bold</b>",
        "[a]: javascript:alert(1)\n\n[a]",
        "<style>*{}</style>", "[x](https://ok.example/\"onmouseover=\"alert(1))", "<!-- --><svg/onload=alert(1)>",
    ]

    @Test(arguments: attacks)
    func `nothing in a text acts`(attack: String) {
        var content = Sample.content()
        content.title.texts[.en] = attack
        content.paragraphs = [Paragraph(.what, tlp: .clear, text: [.en: attack + "\n\nafter"])]
        let version = Sample.version(content)
        let html = version.render(for: .clear, language: .en, format: .html).document
        #expect(html.contains("after"))
        for bad in [
            "<script", "<img", "<iframe", "<style", "<svg", "<b ", "href=\"javascript", "href=\"data", "href=\"//",
            "href=\"vb", "<!--",
        ] {
            #expect(!html.lowercased().contains(bad), "\(bad) in \(html)")
        }
        // Every tag of ours is plain; an attribute that acts would stand unescaped inside one.
        for tag in html.split(separator: "<").map({ $0.prefix { $0 != ">" } }) {
            #expect(!tag.contains(" on"), "\(tag)")
        }
    }

    @Test func `good Markdown is shown as it should be`() {
        let html = Sample.version().render(for: .clear, language: .en, format: .html).document
        #expect(html.contains("<strong>open</strong>"))
        #expect(html.contains("<li>Lock it.</li>"))
        #expect(html.contains("href=\"https://example.org/a?b=1&amp;c=2\""))
        let text = Sample.version().render(for: .clear, language: .en, format: .text).document
        #expect(text.contains("1. Lock it.\n2. Look."))
        #expect(text.contains("The door is open."))
        #expect(text.hasPrefix("TLP:CLEAR\n") && text.hasSuffix("TLP:CLEAR\n"))
    }

    @Test func `plain text keeps nested lists, code and links legible`() {
        let markdown =
            "- one\n  - two\n- three <https://a.example>\n\n    code `x`\n\n> said\n\n[text](https://b.example)"
        var content = Sample.content()
        content.paragraphs = [Paragraph(.free, tlp: .clear, text: [.en: markdown])]
        let text = Sample.version(content).render(for: .clear, language: .en, format: .text).document
        #expect(text.contains("- one\n"))
        #expect(text.contains("  - two\n"))
        #expect(text.contains("- three https://a.example\n"))
        #expect(text.contains("> said\n"))
        #expect(text.contains("text <https://b.example>"))
    }

    @Test func `a reading carries the strictest label it contains and no part above its audience`() {
        let version = Sample.version()
        #expect(AdvisoryReading(version, for: .clear, language: .en).label == .clear)
        #expect(AdvisoryReading(version, for: .amber, language: .en).label == .amber)
        #expect(AdvisoryReading(version, for: .red, language: .en).label == .amberStrict)
        let green = version.render(for: .green, language: .en, format: .text).document
        #expect(!green.contains("burgled"))
        #expect(version.render(for: .amber, language: .en, format: .text).document.contains("burgled"))
        #expect(!version.render(for: .amber, language: .en, format: .html).document.contains("hidden.example"))
    }

    @Test func `a head above the audience leaves a neutral title`() {
        var content = Sample.content()
        content.headTLP = .amber
        for format in ReadingFormat.allCases {
            let shown = Sample.version(content).render(for: .green, language: .en, format: format).document
            #expect(!shown.contains("Front door"))
            #expect(!shown.contains("CVE-2026"))
            #expect(shown.contains("Advisory of limited distribution"))
        }
    }

    @Test func `what is above CLEAR is in no public rendering`() throws {
        let advisory = try PublicAdvisory.admit(Sample.version()).get()
        let feed = AtomFeed(site: "https://cert.example", domain: "cert.example", name: "National CERT", language: .en)
        for language in Language.allCases {
            let pages = PublicPages(language: language)
            let atom = feed.write([advisory], began: Sample.now)
            for shown in [pages.advisory(advisory), pages.index([advisory]), atom] {
                for secret in ["burgled", "hidden.example", "Hidden", "leyla", "AMBER", "left out"] {
                    #expect(!shown.contains(secret), "\(secret)")
                }
            }
        }
    }

    @Test func `a version is not public unless it is issued, meant for it, and CLEAR at its head`() {
        var hidden = Sample.content()
        hidden.isPublic = false
        var amberHead = Sample.content()
        amberHead.headTLP = .amber
        var nothing = Sample.content()
        nothing.paragraphs = [Paragraph(.what, tlp: .amber, text: [.en: "x"])]
        #expect(throws: PublicAdvisory.Withheld.notMeantForThePublic) {
            try PublicAdvisory.admit(Sample.version(hidden)).get()
        }
        #expect(throws: PublicAdvisory.Withheld.headAboveClear) {
            try PublicAdvisory.admit(Sample.version(amberHead)).get()
        }
        #expect(throws: PublicAdvisory.Withheld.nothingClear) {
            try PublicAdvisory.admit(Sample.version(nothing)).get()
        }
        for state in AdvisoryState.allCases where state != .issued && state != .withdrawn {
            #expect(throws: PublicAdvisory.Withheld.notIssued) {
                try PublicAdvisory.admit(Sample.version(state: state)).get()
            }
        }
    }

    @Test func `pages hold no inline script or style and name their language`() throws {
        let advisory = try PublicAdvisory.admit(Sample.version()).get()
        for language in Language.allCases {
            let pages = PublicPages(language: language)
            for page in [pages.index([]), pages.index([advisory]), pages.advisory(advisory)] {
                #expect(!page.contains("<script") && !page.contains("style=") && !page.contains("<style"))
                #expect(page.contains("<html lang=\"\(language.rawValue)\">"))
                #expect(page.contains("href=\"/style.css\""))
            }
        }
        #expect(PublicPages(language: .az).advisory(advisory).contains("Ön qapı zəifliyi"))
        let named = PublicPages(language: .en, name: "CERT <X>", phone: "+994 12 000 00 00", mail: "cert@ess.example")
            .advisory(advisory)
        #expect(named.contains("<a href=\"/?lang=en\">CERT &lt;X&gt;</a>"))
        #expect(named.contains("+994 12 000 00 00 · <a href=\"mailto:cert@ess.example\">cert@ess.example</a>"))
        #expect(named.contains("2026-11-23 14:00 (UTC+4; 10:00 UTC)</time>"))
    }

    @Test func `the Atom feed is well formed, its ids are stable and its bytes follow from the advisories`() throws {
        var content = Sample.content()
        content.title.texts[.en] = "A & B <c> \u{7}"
        var second = Sample.version(content)
        second.number = SpokenNumber(.advisory, year: 2026, serial: 5)
        second.issued = Sample.now.adding(seconds: 60)
        let advisories = [try PublicAdvisory.admit(Sample.version()).get(), try PublicAdvisory.admit(second).get()]
        let feed = AtomFeed(site: "https://cert.example", domain: "cert.example", name: "National CERT", language: .en)
        let document = feed.write(advisories, began: Sample.now)
        #expect(document == feed.write(advisories.reversed(), began: .distantPast))
        let parser = XMLParser(data: Data(document.utf8))
        let counter = ElementCounter()
        parser.delegate = counter
        #expect(parser.parse())
        #expect(counter.counts["entry"] == 2)
        #expect(counter.counts["id"] == 3 && counter.counts["updated"] == 3)
        #expect(document.contains("<id>tag:cert.example,2026:\(second.number)/en</id>"))
        #expect(document.contains("<updated>2026-11-23T10:01:00Z</updated>\n<author>"))
        #expect(document.contains("<id>tag:cert.example,2026:advisories/en</id>"))
        #expect(document.contains("href=\"https://cert.example/feed.atom?lang=en\"/>"))
        var renamed = feed
        renamed.name = "Milli CERT: yeni ad"
        let ids = { (text: String) in text.components(separatedBy: "<id>").dropFirst().map { $0.prefix { $0 != "<" } } }
        #expect(ids(renamed.write(advisories, began: Sample.now)) == ids(document))
        // RFC 3986: nothing in an id needs escaping.
        #expect(ids(document).allSatisfy { $0.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } })
        let empty = feed.write([], began: Sample.now)
        #expect(XMLParser(data: Data(empty.utf8)).parse())
    }

    @Test func `a newer version takes the place of the older in the list`() throws {
        var newer = Sample.version()
        newer.version = 2
        let both = [try PublicAdvisory.admit(newer).get(), try PublicAdvisory.admit(Sample.version()).get()]
        #expect(PublicAdvisory.newestFirst(both).map(\.version) == [2])
    }
}

private final class ElementCounter: NSObject, XMLParserDelegate {
    var counts: [String: Int] = [:]

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String] = [:]
    ) {
        counts[name, default: 0] += 1
    }
}
