import Testing
import Vocabulary

@testable import Ingest

@Suite struct Syndication {
    private func rss(_ items: String) -> String {
        "<rss version=\"2.0\"><channel><language>en</language>\(items)</channel></rss>"
    }

    private func one(_ item: String, kind: SourceKind = .foreignCERT) throws -> Report {
        let batch = read(rss("<item>\(item)</item>").utf8, feed(.syndication, kind: kind))
        #expect(batch.rejects.isEmpty)
        return try #require(batch.reports.first)
    }

    @Test func `an RSS item is an advisory with its id, text, link, dates and CVEs`() throws {
        let report = try one(
            """
            <title>EdgeGate: CVE-2026-99001 &amp; more</title><link>https://example.net/a?x=1&amp;y=2</link>
            <guid isPermaLink="false">EN-7</guid><pubDate>Fri, 02 Jan 2026 03:04:05 EST</pubDate>
            <description><![CDATA[<p>See <b>cve-2026-99002</b>,<br>CVE-2026-99001 &eacute;</p>\
            <script>no()</script>]]></description>
            """)
        #expect(report.sourceID == "EN-7")
        #expect(report.kind == .advisory)
        #expect(report.title == "EdgeGate: CVE-2026-99001 & more")
        #expect(report.summary == "See cve-2026-99002, CVE-2026-99001 é")
        #expect(report.links == ["https://example.net/a?x=1&y=2"])
        #expect(report.published?.description == "2026-01-02T08:04:05Z")
        #expect(report.revised == report.published)
        #expect(report.vulnerabilities.map(\.id) == ["CVE-2026-99001", "CVE-2026-99002"])
        #expect(report.language == "en")
    }

    @Test func `the press is news`() throws {
        #expect(try one("<title>t</title>", kind: .research).kind == .news)
    }

    @Test func `an Atom entry gives the alternate link first and keeps published and updated apart`() throws {
        let text = """
            <?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="az"><entry><id>urn:x:1</id>
            <title type="html">&lt;i&gt;Gate&lt;/i&gt;</title><link rel="self" href="https://example.net/self"/>
            <link rel="related" href="https://example.net/r"/><link href="https://example.net/a"/>
            <published>2026-01-02T03:04:05Z</published><updated>2026-01-03T00:00:00+04:00</updated>
            <content type="xhtml"><div>one<p>two</p></div></content></entry></feed>
            """
        let report = try #require(read(text.utf8, feed(.syndication)).reports.first)
        #expect(report.sourceID == "urn:x:1")
        #expect(report.title == "Gate")
        #expect(report.links == ["https://example.net/a", "https://example.net/r"])
        #expect(report.published?.description == "2026-01-02T03:04:05Z")
        #expect(report.revised.description == "2026-01-02T20:00:00Z")
        #expect(report.summary == "one two")
        #expect(report.language == "az")
    }

    @Test func `RSS 1.0 items are named by rdf:about and dated by dc:date`() throws {
        let text = """
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
            xmlns:dc="http://purl.org/dc/elements/1.1/"><channel/><item rdf:about="https://example.net/1">
            <title>t</title><link>https://example.net/1</link><dc:date>2026-01-02T03:04:05+09:00</dc:date></item>
            </rdf:RDF>
            """
        let report = try #require(read(text.utf8, feed(.syndication)).reports.first)
        #expect(report.sourceID == "https://example.net/1")
        #expect(report.published?.description == "2026-01-01T18:04:05Z")
    }

    @Test func `an item without id is known by its link, without link by its content`() throws {
        #expect(try one("<title>t</title><link>https://example.net/1</link>").sourceID == "https://example.net/1")
        let bare = try one("<title>t</title>")
        #expect(bare.sourceID == bare.digest.description)
    }

    @Test func `an item without a date is the same revision at every poll`() throws {
        let text = rss("<item><title>t</title><guid>1</guid></item>")
        let first = try #require(read(text.utf8, feed(.syndication)).reports.first)
        var context = DocumentContext(feed: feed(.syndication), name: "later", received: received)
        context.received = received.adding(seconds: 3600)
        var reader = SyndicationReader(context: context)
        var batch = ReadBatch()
        Array(text.utf8).withUnsafeBytes { reader.push($0, into: &batch) }
        reader.finish(into: &batch)
        #expect(batch.reports.first?.digest == first.digest)
        #expect(first.published == nil)
    }

    @Test(arguments: [
        ("Fri, 02 Jan 2026 03:04:05 +0400", "2026-01-01T23:04:05Z"), ("02 Jan 26 03:04 GMT", "2026-01-02T03:04:00Z"),
        ("Fri, 2 January 2026 03:04:05 EDT", "2026-01-02T07:04:05Z"), ("2 Jan 2026", "2026-01-02T00:00:00Z"),
        ("Fri,02 Jan 99 03:04:05 Z", "1999-01-02T03:04:05Z"), ("2026-01-02", "2026-01-02T00:00:00Z"),
    ])
    func `dates are read as feeds write them`(text: String, expected: String) throws {
        #expect(try one("<title>t</title><pubDate>\(text)</pubDate>").published?.description == expected)
    }

    @Test(arguments: [
        "yesterday", "32 Jan 2026", "Fri, 02 Foo 2026 03:04:05 GMT", "02 Jan 2026 24:00:00 GMT", "1767323045",
    ])
    func `what is no date is none`(text: String) throws {
        #expect(try one("<title>t</title><pubDate>\(text)</pubDate>").published == nil)
    }

    @Test func `a document type declaration is refused before a parser sees it`() {
        let text =
            "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"aaaa\">]>" + rss("<item><title>&a;</title></item>")
        let batch = read(text.utf8, feed(.syndication))
        #expect(batch.reports.isEmpty)
        #expect(batch.rejects.map(\.reason) == [.malformed])
        #expect(batch.rejects[0].offset == 21)
    }

    @Test func `tags too long or with too many attributes are refused`() {
        let many = (0..<300).map { " a\($0)=\"\"" }.joined()
        let long = " a=\"" + String(repeating: "x", count: 70_000) + "\""
        for attributes in [many, long] {
            let batch = read(rss("<item\(attributes)><title>t</title></item>").utf8, feed(.syndication))
            #expect(batch.reports.isEmpty)
            #expect(batch.rejects.count == 1)
        }
    }

    @Test func `a feed that is cut keeps the items before the cut and is one reject`() {
        let text = rss("<item><title>one</title></item><item><title>two</title></item><item><title>thr")
        let whole = text.replacing("</channel></rss>", with: "")
        let batch = read(whole.utf8, feed(.syndication))
        #expect(batch.reports.map(\.title) == ["one", "two"])
        #expect(batch.rejects.map(\.reason) == [.malformed])
        #expect(batch.documents == 1)
    }

    @Test func `a page of HTML and an empty body are rejects and no documents`() {
        let page = read("<html><body>blocked</body></html>".utf8, feed(.syndication))
        #expect(page.rejects.map(\.reason) == [.notThisFormat])
        #expect(page.documents == 0)
        #expect(read("".utf8, feed(.syndication)).rejects.map(\.reason) == [.truncated])
        #expect(read([0x4C, 0x6F, 0xA7, 0x94], feed(.syndication)).rejects.map(\.reason) == [.encoding])
    }

    @Test func `a feed of more than ten megabytes is read`() {
        let filler = String(repeating: "x", count: 100_000)
        let items = (0..<120).map {
            "<item><guid>\($0)</guid><title>\($0)</title><description>\(filler)</description></item>"
        }
        let batch = read(rss(items.joined()).utf8, feed(.syndication))
        #expect(batch.reports.count == 120)
        #expect(batch.rejects.isEmpty)
        #expect(batch.reports[0].summary.utf8.count == 16 << 10)
    }

    @Test func `an item beyond its limit costs itself alone`() {
        let small = feed(.syndication) { $0.limits.itemBytesMax = 100 }
        let long = "<item><title>long</title><description>\(String(repeating: "x", count: 100))</description></item>"
        let good = "<item><title>good</title></item>"
        let batch = read(rss(good + long + good).utf8, small)
        #expect(batch.reports.map(\.title) == ["good", "good"])
        #expect(batch.rejects.map(\.reason) == [.overLimit])
        #expect(batch.rejects.first?.place == "item[1]")
    }

    @Test func `what names a GitHub advisory and no CVE is about that, also by its address alone`() {
        let item = { (title: String, link: String) in
            "<item><title>\(title)</title><link>\(link)</link></item>"
        }
        let page = "https://github.com/advisories/GHSA-2345-cfgh-JMPQ"
        let other = "https://a.example/"
        let document = item("ghsa-vvww-xx22-3344 in x", other) + item("by address", page)
            + item("CVE-2026-0007 too", page) + item("no GHSA-abcd-cfgh-jmpq, xGHSA-2345-cfgh-jmpq", other)
        let batch = read(rss(document).utf8, feed(.syndication))
        #expect(batch.reports.map { $0.vulnerabilities.map(\.id) } == [
            ["GHSA-vvww-xx22-3344"], ["GHSA-2345-cfgh-jmpq"], ["CVE-2026-0007"], [],
        ])
    }

    @Test func `items come as their bytes do`() {
        let context = DocumentContext(feed: feed(.syndication), name: "feed", received: received)
        var reader = SyndicationReader(context: context)
        var batch = ReadBatch()
        let first = rss(String(repeating: "<item><title>t</title></item>", count: 50) + "<item><title>open")
            .replacing("</channel></rss>", with: "")
        Array(first.utf8).withUnsafeBytes { reader.push($0, into: &batch) }
        #expect(batch.reports.count == 50)
        #expect(batch.rejects.isEmpty)
    }
}
