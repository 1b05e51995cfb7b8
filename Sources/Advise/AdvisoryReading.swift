package import Vocabulary

/// An advisory as one audience may read it in one language: what is above its label is not in this value at all.
package struct AdvisoryReading: Sendable, Hashable {
    /// A part that the audience may read.
    package struct Section: Sendable, Hashable {
        package let heading: Paragraph.Heading
        package let tlp: TLP
        /// The language the text is in; another than asked where that does not exist.
        package let language: Language
        package let markdown: String
    }

    package let number: SpokenNumber
    package let version: Int
    package let language: Language
    /// Nil when the head is above the audience.
    package let head: Head?
    package let sections: [Section]
    /// `https`, `http`, `mailto` addresses, order of the content.
    package let references: [Reference]
    /// How many parts were left out; a count tells that there is more, so public pages do not print it.
    package let omitted: Int
    package let issued: Instant?
    package let withdrawn: Instant?

    /// What stands above the paragraphs.
    package struct Head: Sendable, Hashable {
        package let title: String
        package let tlp: TLP
        package let urgency: Urgency
        package let severity: AdvisorySeverity
        package let threats: [ThreatID]
    }

    /// Leaves out everything above `audience`.
    package init(_ version: AdvisoryVersion, for audience: TLP, language: Language) {
        let content = version.content
        number = version.number
        self.version = version.version
        self.language = language
        let paragraphs = content.paragraphs.filter { $0.tlp <= audience }
        sections = paragraphs.compactMap { paragraph in
            guard let best = paragraph.text.best(for: [language]) else { return nil }
            return Section(
                heading: paragraph.heading, tlp: paragraph.tlp, language: best.language, markdown: best.text)
        }
        references = content.references.filter { $0.tlp <= audience }
        omitted = content.paragraphs.count - paragraphs.count + content.references.count - references.count
            + (content.headTLP <= audience ? 0 : 1)
        head =
            content.headTLP <= audience
            ? Head(
                title: content.title.best(for: [language])?.text ?? version.number.description, tlp: content.headTLP,
                urgency: content.urgency, severity: content.severity, threats: content.threats) : nil
        issued = version.issued
        withdrawn = version.withdrawn
    }

    /// The strictest label of what it contains (I7); CLEAR when it contains nothing.
    package var label: TLP {
        let parts = sections.map(\.tlp) + references.map(\.tlp) + (head.map { [$0.tlp] } ?? [])
        return parts.max() ?? .clear
    }

    /// One line; a neutral one when the title is above the audience.
    package var title: String { head?.title ?? InterfaceText.titleWithheld.text(language) }
}

/// How a reading is written.
package enum ReadingFormat: String, Sendable, Hashable, Codable, CaseIterable {
    case text, html
}

extension AdvisoryVersion {
    /// What `audience` may read, as text or as an HTML fragment (`article`), and the label it carries.
    package func render(
        for audience: TLP, language: Language, format: ReadingFormat
    ) -> (label: TLP, document: String) {
        let reading = AdvisoryReading(self, for: audience, language: language)
        switch format {
        case .text: return (reading.label, reading.text)
        case .html: return (reading.label, reading.html(headingLevel: 1))
        }
    }
}
