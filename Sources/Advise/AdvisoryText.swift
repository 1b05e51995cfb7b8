import Vocabulary

/// A content as a plain text form, for `$EDITOR` and `--file`; what `render` writes, `parse` reads back unchanged.
///
/// Head lines `key: value` (some may repeat; parts are separated by ` | `), then paragraphs: `== heading | TLP`, within
/// them `-- language` and Markdown. A Markdown line that begins like one of these gets a backslash before it.
package enum AdvisoryText {
    /// Bytes of a whole form.
    package static let bytesMax = 1024 * 1024

    /// The form of `content`, in lines that end in LF, below two lines of notes on how it is filled.
    ///
    /// Paragraphs and their languages keep their order; a language without text has no `--` section.
    package static func render(_ content: AdvisoryContent) -> String {
        var lines = [
            "# Lines before the first == that begin with # are notes. TLP: CLEAR, GREEN, AMBER, AMBER+STRICT, RED.",
            "# public: yes puts the CLEAR parts on the public pages. Paragraphs: "
                + Paragraph.Heading.allCases.map(\.rawValue).joined(separator: ", ") + ".",
            "public: \(content.isPublic ? "yes" : "no")",
            "urgency: \(content.urgency.rawValue)",
            "severity: \(content.severity.rawValue)",
            "head: \(content.headTLP.rawValue)",
        ]
        for language in Language.allCases {
            if let title = content.title.texts[language] { lines.append("title.\(language.rawValue): \(title)") }
        }
        lines += content.threats.map { "threat: \($0)" }
        lines += content.sectors.map { "sector: \($0.rawValue)" }
        lines += content.guidance.map { "guidance: \($0)" }
        lines += content.products.map { "product: \($0.tlp.rawValue) | \($0.vendor) | \($0.product) | \($0.versions)" }
        lines += content.references.map { "reference: \($0.tlp.rawValue) | \($0.url)" }
        lines += content.contributions.map { "contribution: \($0.rule) | \($0.points) | \($0.evidence)" }
        for paragraph in content.paragraphs {
            lines += ["", "== \(paragraph.heading.rawValue) | \(paragraph.tlp.rawValue)"]
            for language in Language.allCases {
                guard let text = paragraph.text.texts[language] else { continue }
                lines.append("-- \(language.rawValue)")
                lines += text.split(separator: "\n", omittingEmptySubsequences: false).map { guarded(String($0)) }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// - Throws: `.unreadableForm` with every problem as `line N: …`.
    package static func parse(_ text: String) throws(AdviseFailure) -> AdvisoryContent {
        guard text.utf8.count <= bytesMax else {
            throw AdviseFailure(.unreadableForm, ["line 1: \(text.utf8.count) bytes; at most \(bytesMax) are read"])
        }
        var parser = AdvisoryFormParser()
        let lines = CleanText.body("|\n" + text, bytesMax: bytesMax + 4096).split(
            separator: "\n", omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated().dropFirst() { parser.read(String(line), number: number) }
        return try parser.finish()
    }

    static func isMarker(_ line: some StringProtocol) -> Bool { line.hasPrefix("== ") || line.hasPrefix("-- ") }

    private static func guarded(_ line: String) -> String {
        isMarker(line.drop { $0 == "\\" }) ? "\\" + line : line
    }

    static func unguarded(_ line: String) -> String {
        line.hasPrefix("\\") && isMarker(line.drop { $0 == "\\" }) ? String(line.dropFirst()) : line
    }
}
