package import Vocabulary

/// A notice in words: subject, plain text, and the same as HTML. Same content and language, same bytes.
///
/// The first lines say what is asked: by when, where to answer, under which number; what to do in full comes last.
package struct NoticeText: Sendable, Hashable {
    /// At most this many systems are listed in a message; the rest is counted.
    package static let systemsMax = 200

    package let subject: String
    package let text: String
    /// A whole document: escaped, without scripts, images or anything remote.
    package let html: String

    /// Puts `content` into words. Times are shown in UTC+04:00 and UTC. `markdown` makes harmless HTML of the Markdown
    /// texts; without it they are shown as plain text.
    package init(_ content: NoticeContent, language: Language, markdown: (@Sendable (String) -> String)? = nil) {
        guard content.kind != .receipt else {
            let receipt = ReceiptText(content, language: language)
            (subject, text, html) = (receipt.subject, receipt.text, "")
            return
        }
        let phrases = NoticePhrases.of(language)
        let title = SafeText.line(content.title, limit: 150)
        var subject = [content.tlp.marking]
        if let urgency = phrases.urgencies[content.urgency], !urgency.isEmpty { subject.append("[\(urgency)]") }
        subject.append((phrases.kinds[content.kind] ?? content.kind.rawValue) + ":")
        // The id of a condition or campaign is for machines; the title says the same in words.
        let isNamed = !["", "condition", "campaign"].contains(content.about.prefix { $0 != ":" })
        if isNamed { subject.append(SafeText.line(content.about, limit: 60)) }
        subject += [title, "(\(content.number))"]
        self.subject = subject.joined(separator: " ")
        let sections = NoticeText.sections(content, phrases).filter { !$0.pieces.isEmpty }
        let heading = SafeText.line("\(content.authority) · \(content.number) · \(content.tlp.marking)", limit: 300)
        text = NoticeText.plain(heading, title, sections, content.tlp, language)
        html = NoticePage(language: language, site: content.site, markdown: markdown)
            .write(heading, title, sections, content.tlp)
    }

    /// `You have not acknowledged N-…, sent at …`: the first line of a reminder.
    package static func notAcknowledged(
        _ notice: SpokenNumber, sentAt: Instant, due: Instant, language: Language
    ) -> String {
        NoticePhrases.of(language).notAcknowledged.replacing("{notice}", with: notice.description)
            .replacing("{sent}", with: sentAt.localText).replacing("{due}", with: due.localText)
    }

    private static func sections(_ content: NoticeContent, _ phrases: NoticePhrases) -> [NoticeSection] {
        let drill = content.kind == .drill ? [NoticeSection.Piece.line(phrases.drill)] : []
        let what = NoticeSection(phrases.what, NoticeSection.passages(content.what, content.whatMarkdown))
        let systems = NoticeSection(phrases.systems, content.systems.isEmpty ? [] : [.list(systems(content, phrases))])
        var genuine: [NoticeSection.Piece] = [.line(phrases.genuineHow)]
        genuine.append(.line("\(content.number) — \(SafeText.line(content.code))"))
        return [
            NoticeSection("", drill + asked(content, phrases)),
            // A reminder's sentence is its reason; elsewhere the systems are what a reader looks for first.
            content.kind == .reminder ? what : systems, content.kind == .reminder ? systems : what,
            NoticeSection(phrases.answer, answering(content, phrases)),
            NoticeSection(phrases.genuine, genuine),
            NoticeSection(phrases.sharing, [.line(content.tlp.marking)]),
            NoticeSection(
                phrases.actions, NoticeSection.passages(content.actions, content.actionsMarkdown)),
        ]
    }

    /// What the reader is asked for, in a handful of lines.
    private static func asked(_ content: NoticeContent, _ phrases: NoticePhrases) -> [NoticeSection.Piece] {
        var lines: [String] = []
        if let ackBy = content.ackBy { lines.append("\(phrases.ackBy): \(ackBy.localText)") }
        if let fixBy = content.fixBy { lines.append("\(phrases.fixBy): \(fixBy.localText)") }
        if content.fixOnNextUpgrade { lines.append(phrases.onNextUpgrade) }
        if lines.isEmpty { lines.append(phrases.noDate) }
        if let number = content.caseNumber { lines.append("\(phrases.caseNumber): \(number)") }
        var pieces: [NoticeSection.Piece] = lines.map { .line($0) }
        if !content.portalURL.isEmpty {
            let page = "\(content.portalURL)/notices/\(content.number)"
            pieces.append(.link(before: phrases.portal + ": ", url: page, after: ""))
        }
        if !content.phone.isEmpty {
            let number = content.caseNumber ?? content.number
            pieces.append(.line("\(phrases.phone): \(SafeText.line(content.phone)) — \(number)"))
        }
        return pieces
    }

    private static func answering(_ content: NoticeContent, _ phrases: NoticePhrases) -> [NoticeSection.Piece] {
        var pieces: [NoticeSection.Piece] = [.line(phrases.opening)]
        if let number = content.caseNumber, !content.site.isEmpty {
            let call = "POST \(SafeText.line(content.site))/v1/cases/\(number)/answer"
            pieces.append(.line("\(phrases.program): \(call)"))
            pieces.append(.line("authorization: Bearer ess_…; content-type: application/json"))
            pieces.append(.line(#"{"subject": "all", "answer": "fixed", "text": "…"}"#))
        }
        if let row = content.policyRow { pieces.append(.line("\(phrases.policyRow): \(SafeText.line(row))")) }
        return pieces
    }

    private static func systems(_ content: NoticeContent, _ phrases: NoticePhrases) -> [String] {
        var lines = content.systems.prefix(systemsMax).map { system in
            var parts = [SafeText.line(system.locus)]
            if !system.facts.isEmpty { parts.append(SafeText.line(system.facts, limit: 400)) }
            if !system.threat.isEmpty { parts.append("\(phrases.threat): \(SafeText.line(system.threat))") }
            if let first = system.firstSeen { parts.append("\(phrases.firstSeen): \(first.localText)") }
            if let last = system.lastSeen { parts.append("\(phrases.lastSeen): \(last.localText)") }
            let evidence = SafeText.line(system.evidence, limit: 400)
            if !evidence.isEmpty { parts.append("\(phrases.evidence): \(evidence)") }
            return parts.joined(separator: "; ")
        }
        let omitted = content.systemsOmitted + max(0, content.systems.count - systemsMax)
        if omitted > 0 { lines.append("+\(omitted): \(phrases.more)") }
        return lines
    }

    private static func plain(
        _ heading: String, _ title: String, _ sections: [NoticeSection], _ tlp: TLP, _ language: Language
    ) -> String {
        var lines = [tlp.marking, heading, "", title, ""]
        for section in sections {
            if !section.heading.isEmpty { lines.append(upper(section.heading, language)) }
            for piece in section.pieces {
                switch piece {
                case .line(let text): lines.append(SafeText.line(text, limit: 1000))
                case .link(let before, let url, let after):
                    lines.append(before + SafeText.line(url, limit: 2000) + after)
                case .list(let items): lines += items.map { "- " + $0 }
                case .passage(let plain, _): lines.append(SafeText.block(plain))
                }
            }
            lines.append("")
        }
        return lines.joined(separator: "\n") + tlp.marking + "\n"
    }

    /// Capitals as the language writes them: in Azerbaijani the capital of i is İ.
    private static func upper(_ text: String, _ language: Language) -> String {
        language == .az ? text.replacing("i", with: "İ").uppercased() : text.uppercased()
    }
}
