package import Vocabulary

/// A notice in words: subject, plain text, and the same as HTML. Same content and language, same bytes.
package struct NoticeText: Sendable, Hashable {
    /// At most this many systems are listed in a message; the rest is counted.
    package static let systemsMax = 200

    package let subject: String
    package let text: String
    /// A whole document: escaped, without scripts, images or anything remote.
    package let html: String

    /// Puts `content` into words. Times are shown in UTC+04:00 and UTC.
    package init(_ content: NoticeContent, language: Language) {
        let phrases = NoticePhrases.of(language)
        let title = SafeText.line(content.title, limit: 150)
        var subject = [content.tlp.marking]
        if let urgency = phrases.urgencies[content.urgency], !urgency.isEmpty { subject.append("[\(urgency)]") }
        subject.append((phrases.kinds[content.kind] ?? content.kind.rawValue) + ":")
        // A condition's id is for machines; the title says the same in words.
        let isNamed = !content.about.isEmpty && !content.about.hasPrefix("condition:")
        if isNamed { subject.append(SafeText.line(content.about, limit: 60)) }
        subject += [title, "(\(content.number))"]
        self.subject = subject.joined(separator: " ")
        let sections = NoticeText.sections(content, phrases)
        let heading = "\(content.authority) · \(content.number) · \(content.tlp.marking)"
        text = NoticeText.plain(SafeText.line(heading, limit: 300), title, sections, content.tlp, language)
        html = NoticeText.page(SafeText.line(heading, limit: 300), title, sections, content.tlp, language)
    }

    /// A heading and its lines; a line may be a block of several.
    private struct Section {
        var heading: String
        var lines: [String]
        var isList = false
    }

    private static func sections(_ content: NoticeContent, _ phrases: NoticePhrases) -> [Section] {
        var sections: [Section] = []
        let drill = content.kind == .drill ? [phrases.drill] : []
        sections.append(Section(heading: phrases.what, lines: drill + content.what.map { SafeText.block($0) }))
        if !content.systems.isEmpty {
            sections.append(Section(heading: phrases.systems, lines: systems(content, phrases), isList: true))
        }
        if !content.actions.isEmpty {
            sections.append(Section(heading: phrases.actions, lines: content.actions.map { SafeText.block($0) }))
        }
        sections.append(Section(heading: phrases.byWhen, lines: dates(content, phrases)))
        var answer: [String] = []
        let number = content.caseNumber ?? content.number
        if !content.portalURL.isEmpty { answer.append("\(phrases.portal): \(SafeText.line(content.portalURL))") }
        if !content.phone.isEmpty { answer.append("\(phrases.phone): \(SafeText.line(content.phone)) — \(number)") }
        answer.append(phrases.opening)
        sections.append(Section(heading: phrases.answer, lines: answer))
        let place = content.verifyURL + (content.code.isEmpty ? "" : "/" + content.code)
        let check = "\(phrases.isOnPortal): \(content.number) — \(SafeText.line(place))"
        sections.append(Section(heading: phrases.genuine, lines: [check]))
        sections.append(Section(heading: phrases.sharing, lines: [content.tlp.marking]))
        return sections.filter { !$0.lines.isEmpty }
    }

    private static func systems(_ content: NoticeContent, _ phrases: NoticePhrases) -> [String] {
        var lines = content.systems.prefix(systemsMax).map { system in
            var parts = [SafeText.line(system.locus)]
            if !system.threat.isEmpty { parts.append("\(phrases.threat): \(SafeText.line(system.threat))") }
            if let first = system.firstSeen { parts.append("\(phrases.firstSeen): \(time(first))") }
            if let last = system.lastSeen { parts.append("\(phrases.lastSeen): \(time(last))") }
            let evidence = SafeText.line(system.evidence, limit: 400)
            if !evidence.isEmpty { parts.append("\(phrases.evidence): \(evidence)") }
            return parts.joined(separator: "; ")
        }
        let omitted = content.systemsOmitted + max(0, content.systems.count - systemsMax)
        if omitted > 0 { lines.append("+\(omitted): \(phrases.more)") }
        return lines
    }

    private static func dates(_ content: NoticeContent, _ phrases: NoticePhrases) -> [String] {
        var lines: [String] = []
        if let ackBy = content.ackBy { lines.append("\(phrases.ackBy): \(time(ackBy))") }
        if let fixBy = content.fixBy { lines.append("\(phrases.fixBy): \(time(fixBy))") }
        if content.fixOnNextUpgrade { lines.append(phrases.onNextUpgrade) }
        if lines.isEmpty { return [phrases.noDate] }
        if let row = content.policyRow { lines.append("\(phrases.policyRow): \(SafeText.line(row))") }
        return lines
    }

    /// `2026-11-24 14:00 (UTC+4; 10:00 UTC)`: Azerbaijan keeps UTC+04:00 all year.
    private static func time(_ instant: Instant) -> String {
        let local = instant.adding(seconds: 4 * 3600).description
        return "\(local.prefix(10)) \(local.dropFirst(11).prefix(5)) "
            + "(UTC+4; \(instant.description.dropFirst(11).prefix(5)) UTC)"
    }

    private static func plain(
        _ heading: String, _ title: String, _ sections: [Section], _ tlp: TLP, _ language: Language
    ) -> String {
        var lines = [tlp.marking, heading, "", title, ""]
        for section in sections {
            lines.append(upper(section.heading, language))
            lines += section.lines.map { section.isList ? "- " + $0 : $0 }
            lines.append("")
        }
        return lines.joined(separator: "\n") + tlp.marking + "\n"
    }

    /// Capitals as the language writes them: in Azerbaijani the capital of i is İ.
    private static func upper(_ text: String, _ language: Language) -> String {
        language == .az ? text.replacing("i", with: "İ").uppercased() : text.uppercased()
    }

    private static func page(
        _ heading: String, _ title: String, _ sections: [Section], _ tlp: TLP, _ language: Language
    ) -> String {
        var out = "<!DOCTYPE html>\n<html lang=\"\(language.rawValue)\"><head><meta charset=\"utf-8\">"
        out += "<title>\(Markup.escape(title))</title></head><body>\n"
        out += "<p><strong>\(tlp.marking)</strong><br>\(Markup.escape(heading))</p>\n<h1>\(Markup.escape(title))</h1>\n"
        for section in sections {
            out += "<h2>\(Markup.escape(section.heading))</h2>\n"
            if section.isList {
                out += "<ul>\n" + section.lines.map { "<li>\(Markup.escape($0))</li>\n" }.joined() + "</ul>\n"
            } else {
                out += section.lines.map { "<p>\(broken($0))</p>\n" }.joined()
            }
        }
        return out + "<p><strong>\(tlp.marking)</strong></p>\n</body></html>\n"
    }

    /// Escaped, a line end as `<br>`.
    private static func broken(_ block: String) -> String {
        block.split(separator: "\n", omittingEmptySubsequences: false).map { Markup.escape(String($0)) }
            .joined(separator: "<br>\n")
    }
}
