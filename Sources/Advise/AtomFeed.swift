package import Vocabulary

/// Writes an Atom feed of public advisories. Source: RFC 4287.
package struct AtomFeed: Sendable, Hashable {
    /// Where the site is reached, `https://cert.example.az`, without a slash at the end.
    package var site: String
    /// Domain and day that own the tag URIs (RFC 4151): `cert.example.az,2026`. Never changed afterwards, as ids are
    /// made of it (I3).
    package var authority: String
    package var language: Language

    package init(site: String, authority: String, language: Language) {
        self.site = site
        self.authority = authority
        self.language = language
    }

    /// At most this many entries, newest first.
    package static let entryCountMax = 100

    /// The document; `updated` is that of the newest entry, so the same advisories give the same bytes. An empty feed
    /// carries `began`, the time the service was set up.
    package func write(_ advisories: [PublicAdvisory], began: Instant) -> String {
        let newest = PublicAdvisory.newestFirst(advisories).prefix(AtomFeed.entryCountMax)
        let updated = newest.map(\.updated).max() ?? began
        let title = "\(InterfaceText.service.text(language)): \(InterfaceText.advisories.text(language))"
        var out = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
        out += "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"\(language.rawValue)\">\n"
        out += "<id>tag:\(Markup.escape(authority)):advisories:\(language.rawValue)</id>\n"
        out += "<title>\(Markup.escape(title))</title>\n<updated>\(updated)</updated>\n"
        out += "<author><name>\(Markup.escape(InterfaceText.service.text(language)))</name></author>\n"
        out += "<link rel=\"self\" type=\"application/atom+xml\" href=\"\(Markup.escape(site + path))\"/>\n"
        let page = Markup.escape("\(site)/?lang=\(language.rawValue)")
        out += "<link rel=\"alternate\" type=\"text/html\" href=\"\(page)\"/>\n"
        for advisory in newest { out += entry(advisory) }
        return out + "</feed>\n"
    }

    private var path: String { language == .az ? "/feed.atom" : "/feed.atom?lang=\(language.rawValue)" }

    /// The id names the advisory in one language, not the version: a reader sees an update, not a second
    /// item (RFC 4287 § 4.2.6).
    func id(of advisory: PublicAdvisory) -> String { "tag:\(authority):\(advisory.number):\(language.rawValue)" }

    private func entry(_ advisory: PublicAdvisory) -> String {
        let reading = advisory.reading(language)
        let mark = advisory.isWithdrawn ? "[\(InterfaceText.withdrawn.text(language))] " : ""
        let page = "\(site)/advisories/\(advisory.number)?lang=\(language.rawValue)"
        let summary = reading.sections.first.map { CleanText.line(MarkdownPlain.render($0.markdown), bytesMax: 500) }
        var out = "<entry>\n<id>\(Markup.escape(id(of: advisory)))</id>\n"
        out += "<title>\(Markup.escape("\(mark)\(advisory.number): \(reading.title)"))</title>\n"
        out += "<published>\(advisory.issued)</published>\n<updated>\(advisory.updated)</updated>\n"
        out += "<link rel=\"alternate\" type=\"text/html\" href=\"\(Markup.escape(page))\"/>\n"
        out += "<category term=\"urgency-\(reading.head?.urgency.rawValue ?? Urgency.routine.rawValue)\"/>\n"
        out += "<summary>\(Markup.escape(summary ?? ""))</summary>\n"
        out += "<content type=\"html\">\(Markup.escape(reading.html(headingLevel: 2)))</content>\n"
        return out + "</entry>\n"
    }
}

extension PublicAdvisory {
    /// One per advisory, its newest version, newest first; a total order.
    package static func newestFirst(_ advisories: [PublicAdvisory]) -> [PublicAdvisory] {
        var best: [SpokenNumber: PublicAdvisory] = [:]
        for advisory in advisories {
            if let known = best[advisory.number], known.version >= advisory.version { continue }
            best[advisory.number] = advisory
        }
        return best.values.sorted { ($1.updated, $1.number) < ($0.updated, $0.number) }
    }
}
