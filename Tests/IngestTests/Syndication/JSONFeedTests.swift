import Foundation
import Ingest
import Testing
import Vocabulary

@Suite struct `The JSON Feed reader` {
    private func feedText(_ items: String, version: String = "https://jsonfeed.org/version/1.1") -> String {
        #"{"version":"\#(version)","title":"t","language":"en","items":[\#(items)]}"#
    }

    @Test func `an item is what the same item of an RSS feed is`() throws {
        let item = """
            {"id":"SISTER-7","url":"https://cert.example/7","title":"Gate & co (CVE-2026-99001)",
            "content_html":"<p>Update <b>now</b></p>","date_published":"2026-01-02T03:04:05Z"}
            """
        let rss = """
            <rss><channel><language>en</language><item><guid>SISTER-7</guid><link>https://cert.example/7</link>\
            <title>Gate &amp;amp; co (CVE-2026-99001)</title>\
            <description>&lt;p&gt;Update &lt;b&gt;now&lt;/b&gt;&lt;/p&gt;</description>\
            <pubDate>2026-01-02T03:04:05Z</pubDate></item></channel></rss>
            """
        let one = try #require(read(feedText(item).utf8, feed(.jsonFeed)).reports.first)
        let other = try #require(read(rss.utf8, feed(.syndication)).reports.first)
        #expect(one == other)
        #expect(one.title == "Gate & co (CVE-2026-99001)" && one.summary == "Update now" && one.language == "en")
        #expect(one.kind == .advisory && one.vulnerabilities.map(\.id) == ["CVE-2026-99001"])
    }

    @Test func `plain text is not taken for markup, and the item's own address stands first`() throws {
        let item = """
            {"id":7,"external_url":"https://other.example/x","url":"https://cert.example/7",
            "content_text":"if a<b then &amp;","date_modified":"2026-01-02T03:04:05+04:00"}
            """
        let batch = read(feedText(item, version: "https://jsonfeed.org/version/1").utf8, feed(.jsonFeed))
        let report = try #require(batch.reports.first)
        #expect(batch.rejects.isEmpty && report.sourceID == "7")
        #expect(report.summary == "if a<b then &amp;")
        #expect(report.links == ["https://cert.example/7", "https://other.example/x"])
        #expect(report.revised == Instant("2026-01-01T23:04:05Z") && report.published == nil)
    }

    @Test func `an item without an id is a reject and the next one is read`() {
        let items = #"{"title":"a"},{"id":""},{"id":"b"},{"id":["c"]},{"id":"d","id":"e"},"#
            + #"{"url":"https://cert.example/8"}"#
        let batch = read(feedText(items).utf8, feed(.jsonFeed))
        #expect(batch.reports.map(\.sourceID) == ["b", "https://cert.example/8"])
        #expect(batch.rejects.map(\.reason) == [.missingField, .badValue, .wrongType, .duplicateKey])
        #expect(batch.rejects.map(\.place) == ["items[0]", "items[1].id", "items[3].id", "items[4].id"])
    }

    @Test(arguments: [#"{"items":[]}"#, #"{"version":"2","items":[]}"#, "{}", "[]", ""])
    func `what does not say that it is a JSON Feed is one reject`(text: String) {
        let batch = read(text.utf8, feed(.jsonFeed))
        #expect(batch.reports.isEmpty && batch.rejects.count == 1)
    }
}
