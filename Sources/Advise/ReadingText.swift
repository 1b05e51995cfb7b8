import Vocabulary

extension AdvisoryReading {
    /// Plain text, lines ended by "\n"; the label is its first and its last line (TLP 2.0 § 3).
    package var text: String {
        var lines = [label.marking, "", "\(number) · \(InterfaceText.version.text(language)) \(version)", title, ""]
        if withdrawn != nil { lines += [InterfaceText.withdrawnNote.text(language), ""] }
        if let issued { lines.append("\(InterfaceText.issued.text(language)): \(issued.localText)") }
        if let head {
            lines.append("\(InterfaceText.urgency.text(language)): \(head.urgency.title(language))")
            lines.append("\(InterfaceText.severity.text(language)): \(head.severity.title(language))")
            let threats = head.threats.map { CleanText.line($0.text, bytesMax: 512) }
            lines.append("\(InterfaceText.threats.text(language)): \(threats.joined(separator: ", "))")
        }
        var previous: Paragraph.Heading?
        for section in sections {
            lines.append("")
            let isFirst = section.heading != previous || section.heading == .guidance
            if isFirst, let title = section.heading.title(language) {
                lines += [title, String(repeating: "-", count: title.unicodeScalars.count)]
            }
            previous = section.heading
            if label != .clear { lines.append("[\(section.tlp.marking)]") }
            if section.language != language { lines.append("(\(InterfaceText.notInLanguage.text(language)))") }
            lines.append(MarkdownPlain.render(section.markdown))
        }
        if !references.isEmpty {
            let title = Paragraph.Heading.references.title(language) ?? ""
            lines += ["", title, String(repeating: "-", count: title.unicodeScalars.count)]
            lines += references.map { "- \($0.url)" + (label == .clear ? "" : " [\($0.tlp.marking)]") }
        }
        if omitted > 0 { lines += ["", InterfaceText.partsLeftOut.text(language)] }
        return (lines + ["", label.marking]).joined(separator: "\n") + "\n"
    }
}
