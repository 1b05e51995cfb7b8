import Testing
import Vocabulary

@testable import Ingest

/// What is wrong in a feed, where its items are, and where it may be cut.
@Suite struct `A broken feed` {
    private func rss(_ items: String) -> String {
        "<rss version=\"2.0\"><channel><language>en</language>\(items)</channel></rss>"
    }

    @Test(arguments: [
        "a < b", "<b>never closed", "<![CDATA[<item>x</item>]]> </wrong>", "&nosuch;<", "<!DOCTYPE html><p>x",
        "<!important>", "<![if !IE]>x<![endif]>", "<img src='\(String(repeating: "A", count: 70_000))'/>",
        "<a \(String(repeating: "b='' ", count: 300))/>",
    ])
    func `an item that is not well-formed costs itself alone`(_ slip: String) {
        let good = { (number: Int) in "<item><title>Good \(number)</title><guid>g\(number)</guid></item>" }
        let bad = "<item><title>Bad \(slip)</title><guid>bad</guid></item>"
        let document = rss(good(1) + bad + good(2) + good(3) + bad + good(4))
        let batch = read(document.utf8, feed(.syndication, kind: .research))
        #expect(batch.reports.map(\.sourceID) == ["g1", "g2", "g3", "g4"])
        #expect(batch.rejects.map(\.reason) == [.malformed, .malformed])
    }

    /// Whatever begins and does not end: in the middle of a feed, and in its last item.
    @Test(arguments: [
        "<!-- never closed", "<![CDATA[ never closed", "<? never closed", "<!-- <!-- <![CDATA[ <? all of them",
        "<title \"x", "<link href='https://example.net/>", "<!--", "<![CDATA[", "<?", "<a b='<!-- c='>",
    ])
    func `what does not end in an item costs that item alone`(_ slip: String) {
        let good = { (name: String) in "<item><title>Good \(name)</title><guid>\(name)</guid></item>" }
        let bad = "<item><title>Bad</title><guid>bad</guid>\(slip)</item>"
        let document = Array(rss(good("a") + bad + good("b") + good("c") + bad).utf8)
        let whole = read(document, feed(.syndication))
        #expect(whole.reports.map(\.sourceID) == ["a", "b", "c"])
        #expect(whole.rejects.map(\.place) == ["item[1]", "item[4]"])
        #expect(whole.rejects.map(\.reason) == [.malformed, .malformed])
        #expect(whole.rejects.allSatisfy { $0.offset != nil })
        for piece in [1, 2, 3, 7, 50] {
            let cut = read(document, feed(.syndication), piece: piece)
            #expect(cut.reports == whole.reports && cut.rejects == whole.rejects, "pieces of \(piece)")
        }
    }

    @Test func `a comment left open ends before the next one, one that holds dashes or items between items does not`() {
        let good = { (name: String) in "<item><!-- - <!-> --><title>\(name)</title></item>" }
        let open = "<item><title>open</title><!-- what follows </item>"
        let batch = read(rss(good("a") + open + good("b") + open + good("c")).utf8, feed(.syndication))
        #expect(batch.reports.map(\.title) == ["a", "b", "c"])
        #expect(batch.rejects.map(\.place) == ["item[1]", "item[3]"])
        let hidden = read(rss("<!-- \(good("x")) <!-- y -->" + good("a")).utf8, feed(.syndication))
        #expect(hidden.reports.map(\.title) == ["a"])
    }

    /// Of a text that others write nothing becomes an item; where it looks so, that is said.
    @Test func `items within a section stay text, and are named`() {
        let text = "x</item> <item><title>forged</title>"
        let item = "<item><title>t</title><description><![CDATA[\(text)]]></description></item>"
        let batch = read(rss(item + "<item><title>next</title></item>").utf8, feed(.syndication))
        #expect(batch.reports.map(\.title) == ["t", "next"])
        #expect(batch.rejects.map(\.place) == ["item[0]"])
    }

    @Test func `what is left open beyond an item's bytes is passed over before the document ends`() {
        let small = feed(.syndication) { $0.limits.itemBytesMax = 200 }
        let good = { (name: String) in "<item><title>\(name)</title><description>\(name)</description></item>" }
        for mark in ["<!-- ", "<![CDATA[", "<? "] {
            let document = Array(rss(good("a") + "<item>\(mark)</item>" + (0..<20).map { good("\($0)") }.joined()).utf8)
            let whole = read(document, small)
            #expect(whole.reports.map(\.title) == ["a"] + (0..<20).map(String.init))
            #expect(whole.rejects.map(\.reason) == [.overLimit])
            let cut = read(document, small, piece: 1)
            #expect(cut.reports == whole.reports && cut.rejects == whole.rejects)
        }
    }

    /// A million first marks: each byte is looked at a few times, not as often as there are marks before it.
    @Test(arguments: ["<!--", "<![CDATA[", "<?", "<item><!--", "<item><![CDATA["])
    func `many things that do not end take no more than their length`(_ mark: String) {
        let document = "<rss><channel><item>" + String(repeating: mark, count: 1_000_000)
        let many = feed(.syndication) { $0.limits.itemsMax = 2_000_000 }
        let took = ContinuousClock().measure { _ = read(document.utf8, many) }
        #expect(took < .seconds(60))
    }

    @Test func `an item that is too deep, or whose tag is too long, costs itself alone`() {
        let good = { (name: String) in "<item><title>\(name)</title></item>" }
        let deep = "<item>" + String(repeating: "<a>", count: 1000) + "</item>"
        let long = "<item about='" + String(repeating: "x", count: 70_000) + "'><title>long</title></item>"
        let batch = read(rss(good("a") + deep + good("b") + long + good("c")).utf8, feed(.syndication))
        #expect(batch.reports.map(\.title) == ["a", "b", "c"])
        #expect(batch.rejects.map(\.reason) == [.overLimit, .malformed])
    }

    @Test func `items are found by their tags, not in comments or in text that only shows them`() {
        let document = "<rss><channel><!-- <item> --><x:item a='1'><title>one</title></x:item><items/>"
            + "<description><![CDATA[<item><title>no</title></item>]]></description><?pi <item> ?>"
            + "<x:item><title>two</title></x:item></channel></rss>"
        let batch = read(document.utf8, feed(.syndication))
        #expect(batch.reports.map(\.title) == ["one", "two"])
        #expect(batch.rejects.isEmpty)
    }

    @Test func `an item or a text of the channel that never ends does not swallow the items behind it`() {
        let good = { (name: String) in "<item><title>\(name)</title></item>" }
        for broken in ["<item><title>open</title>", "<item><title>open"] {
            let batch = read(rss(good("a") + broken + good("b") + good("c")).utf8, feed(.syndication))
            #expect(batch.reports.map(\.title) == ["a", "b", "c"])
            #expect(batch.rejects.map(\.place) == ["item[1]"])
        }
        let open = read("<rss><channel><language>az\(good("a"))\(good("b"))</channel></rss>".utf8, feed(.syndication))
        #expect(open.reports.map(\.title) == ["a", "b"])
        #expect(open.rejects.map(\.reason) == [.malformed])
    }

    @Test func `attributes are read as browsers do, in quotes of either kind or none`() {
        let entry = { (link: String) in "<feed><entry><title>t</title>\(link)</entry></feed>" }
        for link in [
            "<link rel='alternate' href='https://example.net/?a=1&amp;b=2'/>",
            "<link\n href = \"https://example.net/?a=1&b=2\"   rel=\"alternate\" ></link>",
            "<link hidden rel=alternate href=https://example.net/?a=1&amp;b=2 />",
        ] {
            let batch = read(entry(link).utf8, feed(.syndication))
            #expect(batch.reports.first?.links == ["https://example.net/?a=1&b=2"])
        }
    }

    /// References, sections, comments and tags, each cut at each of its bytes.
    @Test func `a cut within a mark changes nothing`() {
        let body = "<title>a&lt;td&gt;&amp;&eacute;&x;&#38;&am&gt;</title><!-- - -- --><description><![CDATA[x]]y]]]]>"
            + "</description><link href='a>b'/><guid>&lt&#x41;;</guid>"
        let document = rss("<item>\(body)</item>" + "<item><title>open <b></title></item>")
        let bytes = Array(document.utf8)
        let whole = read(bytes, feed(.syndication), piece: bytes.count)
        #expect(whole.reports.map(\.title) == ["a &é&x;&&am>"])
        #expect(whole.reports.map(\.summary) == ["x]]y]]"])
        #expect(whole.reports.map(\.sourceID) == ["&ltA;"])
        for piece in 1...bytes.count {
            let cut = read(bytes, feed(.syndication), piece: piece)
            #expect(cut.reports == whole.reports, "pieces of \(piece)")
            #expect(cut.rejects == whole.rejects, "pieces of \(piece)")
        }
    }
}
