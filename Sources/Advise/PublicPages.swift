package import Vocabulary

/// The public pages: complete HTML documents without inline script or style; the look is ``Stylesheet/css``.
package struct PublicPages: Sendable, Hashable {
    package var language: Language
    /// The authority as readers see it; its telephone and mail, empty where it gives none.
    package var name: String
    package var phone: String
    package var mail: String

    /// An empty `name` stands for the service's own.
    package init(language: Language, name: String = "", phone: String = "", mail: String = "") {
        self.language = language
        self.name = name.isEmpty ? InterfaceText.service.text(language) : name
        self.phone = phone
        self.mail = mail
    }

    /// Advisories shown on the first page.
    package static let listedMax = 200

    /// `/`: newest first.
    package func index(_ advisories: [PublicAdvisory]) -> String {
        var body = "<h1>\(InterfaceText.advisories.text(language))</h1>\n"
        let newest = PublicAdvisory.newestFirst(advisories).prefix(PublicPages.listedMax)
        if newest.isEmpty {
            body += "<p>\(InterfaceText.noAdvisories.text(language))</p>\n"
        } else {
            body += "<ol class=\"advisories\">\n" + newest.map(row).joined() + "</ol>\n"
        }
        return page(title: InterfaceText.advisories.text(language), path: "/", body: body)
    }

    /// `/advisories/NUMBER`.
    package func advisory(_ advisory: PublicAdvisory) -> String {
        let reading = advisory.reading(language)
        var body = reading.html(headingLevel: 1)
        body += "<p><a href=\"/?lang=\(language.rawValue)\">\(InterfaceText.allAdvisories.text(language))</a></p>\n"
        let title = "\(advisory.number): \(reading.title)"
        return page(title: title, path: "/advisories/\(advisory.number)", body: body)
    }

    private func row(_ advisory: PublicAdvisory) -> String {
        let reading = advisory.reading(language)
        let urgency = reading.head?.urgency ?? .routine
        let withdrawn = "<span class=\"withdrawn\">\(InterfaceText.withdrawn.text(language))</span>"
        let mark = advisory.isWithdrawn ? " " + withdrawn : ""
        return "<li class=\"urgency-\(urgency.rawValue)\"><p class=\"number\">\(advisory.number) · "
            + "\(Markup.time(advisory.updated)) · "
            + "<span class=\"urgency\">\(urgency.title(language))</span>\(mark)</p>\n"
            + "<h2><a href=\"/advisories/\(advisory.number)?lang=\(language.rawValue)\">"
            + "\(Markup.escape(reading.title))</a></h2></li>\n"
    }

    /// The authority's name, telephone and mail; a mail address that may not be a link stays text.
    private var contact: String {
        var parts = [Markup.escape(name)]
        if !phone.isEmpty { parts.append(Markup.escape(phone)) }
        if !mail.isEmpty {
            let text = Markup.escape(mail)
            parts.append(SafeLink.isAllowed("mailto:" + mail) ? "<a href=\"mailto:\(text)\">\(text)</a>" : text)
        }
        return "<p>\(parts.joined(separator: " · "))</p>\n"
    }

    private func page(title: String, path: String, body: String) -> String {
        let feedName = InterfaceText.feed.text(language)
        let feed = "/feed.atom?lang=\(language.rawValue)"
        var page = HTMLPage(language, title: title, service: name, body: body)
        page.offerLanguages(path: path)
        page.head = [
            "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"\(feedName)\" href=\"\(feed)\">",
            "<link rel=\"alternate\" type=\"application/feed+json\" href=\"/feed.json?lang=\(language.rawValue)\">",
        ]
        page.footer = """
            <p><span class="tlp tlp-clear">TLP:CLEAR</span> · <a href="\(feed)">\(feedName)</a> ·
            <a href="/report?lang=\(language.rawValue)">\(InterfaceText.report.text(language))</a></p>
            \(contact)
            """
        return page.text
    }
}
