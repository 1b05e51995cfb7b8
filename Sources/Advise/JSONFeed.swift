import Vocabulary

/// Writes public advisories as a JSON Feed. Source: JSON Feed 1.1 (jsonfeed.org/version/1.1).
///
/// It says what ``AtomFeed`` says, and its items have the same ids, so that who changes the format sees nothing twice.
package struct JSONFeed: Sendable, Hashable {
    private let atom: AtomFeed

    /// `atom`: site, authority and language of both.
    package init(_ atom: AtomFeed) { self.atom = atom }

    /// The document: sorted members, so the same advisories give the same bytes. Newest first, at most as many as the
    /// Atom feed has.
    package func write(_ advisories: [PublicAdvisory]) -> [UInt8] {
        let newest = PublicAdvisory.newestFirst(advisories).prefix(AtomFeed.entryCountMax)
        let code = atom.language.rawValue
        let service = atom.name
        let feed: JSONValue = [
            "authors": .array([["name": .string(service)]]),
            "feed_url": .string(atom.site + (atom.language == .az ? "/feed.json" : "/feed.json?lang=\(code)")),
            "home_page_url": .string("\(atom.site)/?lang=\(code)"), "items": .array(newest.map(item)),
            "language": .string(code),
            "title": .string("\(service): \(InterfaceText.advisories.text(atom.language))"),
            "version": "https://jsonfeed.org/version/1.1",
        ]
        return feed.canonical
    }

    private func item(_ advisory: PublicAdvisory) -> JSONValue {
        let reading = advisory.reading(atom.language)
        let mark = advisory.isWithdrawn ? "[\(InterfaceText.withdrawn.text(atom.language))] " : ""
        let summary = reading.sections.first.map { CleanText.line(MarkdownPlain.render($0.markdown), bytesMax: 500) }
        let urgency = reading.head?.urgency ?? .routine
        return [
            "content_html": .string(reading.html(headingLevel: 2)), "date_modified": .string("\(advisory.updated)"),
            "date_published": .string("\(advisory.issued)"), "id": .string(atom.id(of: advisory)),
            "language": .string(atom.language.rawValue), "summary": .string(summary ?? ""),
            "tags": .array([.string("urgency-\(urgency.rawValue)")]),
            "title": .string("\(mark)\(advisory.number): \(reading.title)"),
            "url": .string("\(atom.site)/advisories/\(advisory.number)?lang=\(atom.language.rawValue)"),
        ]
    }
}
