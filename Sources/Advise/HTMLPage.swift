package import Vocabulary

/// What stands around every page that we show: one head, a header, the content, a footer.
///
/// `title` and `service` are text and are escaped here; what is called HTML is written as it stands.
package struct HTMLPage: Sendable {
    package var language: Language
    package var title: String
    /// Whose page it is.
    package var service: String
    /// Further elements of the head, HTML.
    package var head: [String] = []
    /// HTML; leads to the beginning in this language unless told otherwise.
    package var header: String
    /// HTML, ending in a line feed.
    package var body: String
    /// HTML, ending in a line feed; empty leaves the footer out.
    package var footer = ""

    package init(_ language: Language, title: String, service: String, body: String) {
        self.language = language
        self.title = title
        self.service = service
        self.body = body
        header = "<p class=\"service\"><a href=\"/?lang=\(language.rawValue)\">\(Markup.escape(service))</a></p>\n"
    }

    /// Adds to the header the same page in each language; `path` is our own, without a query.
    package mutating func offerLanguages(path: String) {
        let links = Language.allCases.map { other in
            let current = other == language ? " aria-current=\"true\"" : ""
            let code = other.rawValue
            return "<li><a href=\"\(path)?lang=\(code)\" hreflang=\"\(code)\" lang=\"\(code)\"\(current)>"
                + "\(other.ownName)</a></li>"
        }
        header += "<nav aria-label=\"\(InterfaceText.readIn.text(language))\"><ul>\(links.joined())</ul></nav>\n"
    }

    /// The document.
    package var text: String {
        let feet = footer.isEmpty ? "" : "<footer class=\"site\">\n\(footer)</footer>\n"
        return """
            <!DOCTYPE html>
            <html lang="\(language.rawValue)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(Markup.escape(title)) - \(Markup.escape(service))</title>
            <link rel="stylesheet" href="/style.css">
            \(head.map { $0 + "\n" }.joined())</head>
            <body>
            <a class="skip" href="#content">\(InterfaceText.skip.text(language))</a>
            <header class="site">
            \(header)</header>
            <main id="content">
            \(body)</main>
            \(feet)</body>
            </html>

            """
    }
}
