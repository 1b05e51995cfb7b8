import Advise
import Testing

@Suite struct MarkdownHTMLTests {
    private func html(_ markdown: String) -> String {
        MarkdownHTML.fragment(markdown, headingLevel: 3, site: "http://127.0.0.1:8080")
    }

    @Test func `lists and quotes become lists and quotes, headings nest`() {
        #expect(html("- one\n- two") == "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n")
        #expect(html("> said").hasPrefix("<blockquote>"))
        #expect(html("# Head") == "<h3>Head</h3>\n")
    }

    @Test func `https and our own pages are links that tell nothing to the other side`() {
        let rel = "rel=\"noopener noreferrer\""
        let link = "<a \(rel) href=\"https://a.example/x\">https://a.example/x</a>"
        #expect(html("<https://a.example/x>") == "<p>\(link)</p>\n")
        #expect(html("[us](http://127.0.0.1:8080/my)").contains("<a \(rel) href=\"http://127.0.0.1:8080/my\">us</a>"))
    }

    @Test func `any other link is text with its address`() {
        #expect(html("[there](http://b.example/x)") == "<p>there &lt;http://b.example/x&gt;</p>\n")
        #expect(html("[us](http://127.0.0.1:8080.evil.example/)").contains("<a ") == false)
        #expect(html("<http://b.example>") == "<p>http://b.example</p>\n")
        #expect(html("[x](javascript:alert)") == "<p>x</p>\n")
        #expect(!html("<a href=\"https://c.example\">x</a> ![p](https://c.example/p.png)").contains("c.example"))
    }

    @Test func `text that looks like our link stays text`() {
        #expect(html("`<a href=\"https://d.example\">`").contains("&lt;a href=&quot;https://d.example&quot;&gt;"))
    }
}
