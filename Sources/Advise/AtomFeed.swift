package import Vocabulary

/// Writes an Atom feed of public advisories. Source: RFC 4287.
package struct AtomFeed: Sendable, Hashable {
    /// Where the site is reached, `https://cert.example.az`, without a slash at the end.
    package var site: String
    /// The domain name that owns the tag URIs (RFC 4151 § 2.1): `cert.example.az`. Never changed afterwards, as ids are
    /// made of it (I3); the authority's name is no part of them.
    package var domain: String
    /// Who writes, as readers see it; may change.
    package var name: String
    package var language: Language

    package init(site: String, domain: String, name: String, language: Language) {
        self.site = site
        self.domain = domain
        self.name = name
        self.language = language
    }

    /// The year in the feed's own id: that of the form of these ids.
    private static let ownYear = 2026

    /// At most this many entries, newest first.
    package static let entryCountMax = 100

    /// The document; `updated` is that of the newest entry, so the same advisories give the same bytes. An empty feed
    /// carries `began`, the time the service was set up.
    package func write(_ advisories: [PublicAdvisory], began: Instant) -> String {
        let newest = PublicAdvisory.newestFirst(advisories).prefix(AtomFeed.entryCountMax)
        let updated = newest.map(\.updated).max() ?? began
        let title = "\(name): \(InterfaceText.advisories.text(language))"
        var out = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
        out += "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"\(language.rawValue)\">\n"
        out += "<id>\(Markup.escape(tag("advisories", year: AtomFeed.ownYear)))</id>\n"
        out += "<title>\(Markup.escape(title))</title>\n<updated>\(updated)</updated>\n"
        out += "<author><name>\(Markup.escape(name))</name></author>\n"
        out += "<link rel=\"self\" type=\"application/atom+xml\" href=\"\(Markup.escape(site + path))\"/>\n"
        let page = Markup.escape("\(site)/?lang=\(language.rawValue)")
        out += "<link rel=\"alternate\" type=\"text/html\" href=\"\(page)\"/>\n"
        for advisory in newest { out += entry(advisory) }
        return out + "</feed>\n"
    }

    /// Without `lang` the reader's own languages decide, so only this address always gives these bytes.
    private var path: String { "/feed.atom?lang=\(language.rawValue)" }

    /// `tag:cert.example.az,2026:ESS-2026-0016/en`.
    private func tag(_ specific: String, year: Int) -> String {
        "tag:\(domain.lowercased()),\(year):\(specific)/\(language.rawValue)"
    }

    /// The id names the advisory in one language, not the version: a reader sees an update, not a second
    /// item (RFC 4287 § 4.2.6). Its year is that of the number, which no later version or issue moves.
    func id(of advisory: PublicAdvisory) -> String { tag("\(advisory.number)", year: advisory.number.year) }

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
