import Vocabulary

extension AdvisoryReading {
    /// An `article` element: everything escaped, Markdown disarmed, no script, no style, no picture.
    ///
    /// `headingLevel` is that of the title (1–4); parts follow one below, headings within texts below those.
    package func html(headingLevel: Int) -> String {
        let level = min(4, max(1, headingLevel))
        let title = Markup.escape(title)
        var out = "<article class=\"advisory\" lang=\"\(language.rawValue)\">\n<header>\n"
        out += "<p class=\"tlp tlp-\(label.className)\">\(Markup.escape(label.marking))</p>\n"
        out += "<p class=\"number\">\(number) · \(InterfaceText.version.text(language)) \(version)</p>\n"
        out += "<h\(level)>\(title)</h\(level)>\n"
        if withdrawn != nil {
            out += "<p class=\"withdrawn\" role=\"note\">\(InterfaceText.withdrawnNote.text(language))</p>\n"
        }
        out += facts + "</header>\n"
        var previous: Paragraph.Heading?
        for section in sections {
            out += html(section, level: level + 1, repeated: section.heading == previous)
            previous = section.heading
        }
        out += referencesHTML(level: level + 1)
        if omitted > 0 { out += "<p class=\"omitted\">\(InterfaceText.partsLeftOut.text(language))</p>\n" }
        return out + "</article>\n"
    }

    private var facts: String {
        var rows: [(InterfaceText, String)] = []
        if let issued { rows.append((.issued, Markup.time(issued))) }
        if let head {
            let urgency = head.urgency
            rows.append(
                (.urgency, "<span class=\"urgency-\(urgency.rawValue)\">\(urgency.title(language))</span>"))
            rows.append((.severity, head.severity.title(language)))
            let threats = head.threats.map { Markup.escape(CleanText.line($0.text, bytesMax: 512)) }
            rows.append((.threats, threats.joined(separator: ", ")))
        }
        guard !rows.isEmpty else { return "" }
        let list = rows.map { "<dt>\($0.0.text(language))</dt><dd>\($0.1)</dd>\n" }.joined()
        return "<dl class=\"facts\">\n\(list)</dl>\n"
    }

    private func html(_ section: Section, level: Int, repeated: Bool) -> String {
        var out = "<section class=\"part-\(section.heading.rawValue)\">\n"
        if !repeated || section.heading == .guidance, let title = section.heading.title(language) {
            out += "<h\(level)>\(title)</h\(level)>\n"
        }
        if label != .clear {
            out += "<p class=\"tlp tlp-\(section.tlp.className)\">\(Markup.escape(section.tlp.marking))</p>\n"
        }
        let body = MarkdownTree(section.markdown)?.html(headingShift: level) ?? ""
        if section.language == language {
            out += body
        } else {
            out += "<p class=\"note\">\(InterfaceText.notInLanguage.text(language))</p>\n"
            out += "<div lang=\"\(section.language.rawValue)\">\n\(body)</div>\n"
        }
        return out + "</section>\n"
    }

    private func referencesHTML(level: Int) -> String {
        guard !references.isEmpty else { return "" }
        let title = Paragraph.Heading.references.title(language) ?? ""
        var out = "<section class=\"part-references\">\n<h\(level)>\(title)</h\(level)>\n<ul>\n"
        for reference in references {
            let mark = label == .clear ? "" : " (\(Markup.escape(reference.tlp.marking)))"
            let url = Markup.escape(reference.url)
            out += "<li><a href=\"\(url)\" rel=\"noopener noreferrer\">\(url)</a>\(mark)</li>\n"
        }
        return out + "</ul>\n</section>\n"
    }
}

extension TLP {
    /// For a class attribute: `amber-strict`.
    var className: String { rawValue.lowercased().split(separator: "+").joined(separator: "-") }
}

extension Markup {
    /// A `time` element with the machine's and a person's form, the same as in mails.
    static func time(_ instant: Instant) -> String {
        "<time datetime=\"\(instant)\">\(instant.localText)</time>"
    }
}
