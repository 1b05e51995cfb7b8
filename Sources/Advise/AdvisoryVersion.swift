package import Vocabulary

/// An advisory: a number that people say, and its versions in rising order.
package struct Advisory: Sendable, Hashable, Codable {
    package var number: SpokenNumber
    /// At least one, numbered from 1 without gaps.
    package var versions: [AdvisoryVersion]

    package init(number: SpokenNumber, versions: [AdvisoryVersion]) {
        self.number = number
        self.versions = versions
    }

    /// The version that readers should hold: the newest one issued; nil when none is in force.
    package var inForce: AdvisoryVersion? { versions.last { $0.state == .issued } }
}

/// One version: content, who wrote it, where it stands.
package struct AdvisoryVersion: Sendable, Hashable, Codable {
    package var number: SpokenNumber
    /// From 1.
    package var version: Int
    package var state: AdvisoryState
    package var content: AdvisoryContent
    package var author: Officer
    package var lastEditor: Officer
    /// Whoever wrote a content that this version had, in the order of writing; no part of its JSON.
    package var writers: [Officer] = []
    package var created: Instant
    package var edited: Instant
    package var approval: Approval?
    /// When it shall be issued, while ``AdvisoryState/scheduled``.
    package var scheduled: Instant?
    package var issued: Instant?
    package var withdrawn: Instant?

    private enum CodingKeys: String, CodingKey {
        case number, version, state, content, author, lastEditor = "last_editor", created, edited, approval, scheduled
        case issued, withdrawn
    }

    package init(
        number: SpokenNumber, version: Int, state: AdvisoryState, content: AdvisoryContent, author: Officer,
        lastEditor: Officer, created: Instant, edited: Instant
    ) {
        self.number = number
        self.version = version
        self.state = state
        self.content = content
        self.author = author
        self.lastEditor = lastEditor
        self.created = created
        self.edited = edited
    }

    /// The value a step is decided on, with the digests of this moment.
    package func standing(digests: PreviewDigests, loginRule: LoginRule) -> AdvisoryStanding {
        AdvisoryStanding(
            state: state, author: author, lastEditor: lastEditor, writers: writers, approval: approval,
            digests: digests, gaps: content.gaps, loginRule: loginRule)
    }
}

/// A remark of an officer on a version; stays with it, is no part of the content.
package struct AdvisoryComment: Sendable, Hashable, Codable {
    package var by: Officer
    package var at: Instant
    /// Plain text, at most 4 KiB.
    package var text: String

    package init(by: Officer, at: Instant, text: String) {
        self.by = by
        self.at = at
        self.text = CleanText.body(text, bytesMax: 4096)
    }
}

extension AdvisoryContent {
    /// What is missing before it may be shown to a second person; one sentence each, empty when complete.
    package var gaps: [String] {
        var gaps: [String] = []
        if title.texts.values.allSatisfy(\.isEmpty) { gaps.append("It has no title.") }
        if threats.isEmpty { gaps.append("It names no threat, so it would reach nobody.") }
        let present = Set(paragraphs.map(\.heading))
        for heading in [Paragraph.Heading.what, .whatToDo] where !present.contains(heading) {
            gaps.append("It has no paragraph `\(heading.rawValue)`.")
        }
        for (index, paragraph) in paragraphs.enumerated() where paragraph.text.texts.isEmpty {
            gaps.append("Paragraph \(index + 1) (`\(paragraph.heading.rawValue)`) is empty.")
        }
        for language in languages where title.texts[language, default: ""].isEmpty {
            gaps.append("It has text in `\(language.rawValue)` but no title in that language.")
        }
        return gaps
    }
}
