import Vocabulary

/// A notice as an HTML document for a mail: escaped, without scripts, images, styles or anything remote.
struct NoticePage {
    let language: Language
    /// Our own pages' beginning, to which a link may lead without https.
    let site: String
    /// Markdown as harmless HTML; nil shows it as plain text.
    let markdown: (@Sendable (String) -> String)?

    func write(_ heading: String, _ title: String, _ sections: [NoticeSection], _ tlp: TLP) -> String {
        var out = "<!DOCTYPE html>\n<html lang=\"\(language.rawValue)\"><head><meta charset=\"utf-8\">"
        out += "<title>\(Markup.escape(title))</title></head><body>\n"
        out += "<p><strong>\(Markup.escape(heading))</strong></p>\n<h1>\(Markup.escape(title))</h1>\n"
        for section in sections {
            if !section.heading.isEmpty { out += "<h2>\(Markup.escape(section.heading))</h2>\n" }
            out += section.pieces.map(html).joined()
        }
        return out + "<p><strong>\(tlp.marking)</strong></p>\n</body></html>\n"
    }

    private func html(_ piece: NoticeSection.Piece) -> String {
        switch piece {
        case .line(let text): "<p>\(Markup.escape(SafeText.line(text, limit: 1000)))</p>\n"
        case .link(let before, let url, let after):
            "<p>\(Markup.escape(before))\(link(SafeText.line(url, limit: 2000)))\(Markup.escape(after))</p>\n"
        case .list(let lines):
            "<ul>\n" + lines.map { "<li>\(Markup.escape($0))</li>\n" }.joined() + "</ul>\n"
        case .passage(let plain, let source):
            if let source, let markdown { markdown(source) } else { "<p>\(broken(SafeText.block(plain)))</p>\n" }
        }
    }

    private func link(_ url: String) -> String {
        let text = Markup.escape(url)
        guard NoticePage.isLink(url, site: site) else { return text }
        return "<a href=\"\(text)\" rel=\"noopener noreferrer\">\(text)</a>"
    }

    /// Our own pages and https; nothing with spaces or controls in it.
    static func isLink(_ url: String, site: String) -> Bool {
        let isOwn = site.hasPrefix("http://") && (url == site || url.hasPrefix(site + "/"))
        guard isOwn || url.hasPrefix("https://"), url.utf8.count <= 2000 else { return false }
        return url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"'<>\\`|".utf8.contains($0) }
    }

    /// Escaped, a line end as `<br>`.
    private func broken(_ block: String) -> String {
        block.split(separator: "\n", omittingEmptySubsequences: false).map { Markup.escape(String($0)) }
            .joined(separator: "<br>\n")
    }
}
