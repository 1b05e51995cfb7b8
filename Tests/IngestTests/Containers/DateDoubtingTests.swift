import Ingest
import Testing
import Vocabulary

/// Dates that cannot be; documents are received on 2031-02-27.
@Suite struct `Dates of reports` {
    private func report(_ dates: String) throws -> Report {
        let document = "<rss><channel><item><title>t</title><guid>g</guid>\(dates)</item></channel></rss>"
        return try #require(read(document.utf8, feed(.syndication, kind: .research)).reports.first)
    }

    @Test(arguments: ["2099-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2031-03-07T00:00:00Z"])
    func `the far future counts as not stated, and is named`(date: String) throws {
        let found = try report("<pubDate>\(date)</pubDate>")
        #expect(found.published == nil)
        #expect(found.revised == received)
        let stated = try #require(Instant(date))
        #expect(found.dateDoubts == [
            DateDoubt(.published, .future, stated: stated), DateDoubt(.revised, .future, stated: stated),
        ])
    }

    @Test(arguments: ["1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT"])
    func `the zero of a clock counts as not stated`(date: String) throws {
        let found = try report("<pubDate>\(date)</pubDate>")
        #expect(found.published == nil && found.revised == received)
        #expect(found.dateDoubts?.map(\.reason) == [.beforeFeeds, .beforeFeeds])
    }

    @Test func `an old date counts as stated, and is marked`() throws {
        let old = try report("<pubDate>Fri, 26 May 2006 10:00:00 GMT</pubDate>")
        #expect(old.published == Instant("2006-05-26T10:00:00Z") && old.revised == old.published)
        #expect(old.dateDoubts?.map(\.reason) == [.longPast])
        #expect(try report("<pubDate>Tue, 26 Nov 2030 10:00:00 GMT</pubDate>").dateDoubts == nil)
        // What names a vulnerability is not compared by its words.
        #expect(try report("<description>CVE-2006-0001</description><pubDate>2006-05-26</pubDate>").dateDoubts == nil)
    }

    @Test func `an impossible correction leaves the time of publication`() throws {
        let found = try report("<pubDate>2031-02-01T00:00:00Z</pubDate><updated>2032-05-01T00:00:00Z</updated>")
        #expect(found.revised == Instant("2031-02-01T00:00:00Z"))
        #expect(found.dateDoubts?.map(\.field) == [.revised])
    }

    /// What cannot be stands first: it counts for nothing, however the document is cut, also in what follows it.
    @Test(arguments: [
        (
            DocumentFormat.syndication,
            "<rss><channel><lastBuildDate>FAR</lastBuildDate><lastBuildDate>NEAR</lastBuildDate>"
                + "<item><title>t</title></item></channel></rss>"
        ),
        (
            .intelmq,
            #"{"classification.type":"spam","source.ip":"192.0.2.1","time.source":"FAR"}"# + "\n"
                + #"{"classification.type":"spam","source.ip":"192.0.2.2","time.source":"NEAR"}"#
        ),
        (
            .stix,
            #"{"type":"bundle","id":"bundle--1","objects":[{"type":"report","id":"report--1","name":"r","#
                + #""modified":"FAR"},{"type":"report","id":"report--2","name":"s","modified":"NEAR"}]}"#
        ),
        (.indicatorList, "# Last updated: FAR\n# Last updated: NEAR\n192.0.2.1\n"),
    ])
    func `a list's own time is the latest of those that can be`(format: DocumentFormat, text: String) {
        // The second lies behind the receipt, as times without a zone do.
        for near in ["2026-11-20T06:00:00Z", "2031-02-28T06:00:00Z"] {
            let document = text.replacing("FAR", with: "2099-01-01T00:00:00Z").replacing("NEAR", with: near)
            for piece in [1, 50, 100_000] {
                #expect(read(document.utf8, feed(format), piece: piece).statedTime == Instant(near))
            }
        }
    }

    /// RSS and Atom say it before the items or behind them; an item knows what was said before it.
    @Test func `an item knows when its feed was made`() throws {
        let rss = "<rss><channel><pubDate>2031-02-01T00:00:00Z</pubDate><lastBuildDate>2031-02-02T00:00:00Z"
            + "</lastBuildDate><item><title>t</title></item></channel></rss>"
        let atom = "<feed><updated>2031-02-02T00:00:00Z</updated><entry><title>t</title>"
            + "<updated>2031-01-01T00:00:00Z</updated></entry></feed>"
        for document in [rss, atom] {
            let batch = read(document.utf8, feed(.syndication))
            #expect(batch.reports.map(\.stated) == [Instant("2031-02-02T00:00:00Z")])
            #expect(batch.statedTime == Instant("2031-02-02T00:00:00Z"))
        }
        let future = rss.replacing("2031-02-02", with: "2036-02-02")
        #expect(read(future.utf8, feed(.syndication)).reports.map(\.stated) == [nil])
    }
}
