import Advise
import Coordinate
import Notify
import Pipeline
import Vocabulary

/// Puts an entity's notices into HTML. Texts are escaped; the Markdown of our own texts is made harmless (I11).
struct MyPageWriter {
    let language: Language
    let authority: String
    let entity: EntityID
    /// The beginning of our own pages.
    let site: String
    private var words: MyPhrases { MyPhrases.of(language) }
    /// Systems of one notice in the overview; its page lists all.
    private static let overviewSystemsMax = 10

    /// The overview: what is asked and which systems; what to do stands on the notice's own page.
    func list(_ notices: [EntityNotice]) -> String {
        var body = "<h1>\(words.notices)</h1>\n<p>\(words.opening)</p>\n"
        if notices.isEmpty { body += "<p>\(words.none)</p>\n" }
        for notice in notices {
            body += "<section>\n<h2><a href=\"/my/notices/\(notice.number)\">\(title(notice))</a></h2>\n"
            body += facts(notice) + acknowledgement(notice)
            body += systems(notice, most: MyPageWriter.overviewSystemsMax)
            body += "</section>\n"
        }
        return page(words.notices, body)
    }

    /// One notice: what is asked first, then the answer's form, the systems and what happened; what to do last.
    func notice(_ notice: EntityNotice) -> String {
        var body = "<p><a href=\"/my\">\(words.notices)</a></p>\n<h1>\(title(notice))</h1>\n" + facts(notice)
        body += acknowledgement(notice)
        let answers = (notice.answers ?? []).map { answer in
            let kind = AnswerKind(rawValue: answer.answer).map(words.answer) ?? answer.answer
            let late = answer.late ? " (\(words.late))" : ""
            let subject = answer.subject == "all" ? words.everything : answer.subject
            return "\(subject): \(kind), \(answer.at.localText)\(late)"
        }
        body += block(words.yourAnswers, answers)
        body += systems(notice, most: NoticeText.systemsMax)
        if let number = notice.caseNumber { body += form(number, notice) }
        body += texts(words.what, notice.what ?? [], notice.whatMarkdown ?? [])
        body += texts(words.actions, notice.actions ?? [], notice.actionsMarkdown ?? [])
        if let code = notice.code {
            body += "<h3>\(words.code)</h3>\n<p>\(words.codeHow)</p>\n<p>\(notice.number) — "
                + "<code>\(MyPageWriter.escape(code, 60))</code></p>\n"
        }
        return page("\(notice.number)", body)
    }

    /// A form that was not taken, with the fault named and the way back.
    func refusal(_ failure: ActFailure, back: String) -> String {
        var body = "<h1>\(words.refused)</h1>\n<p>\(MyPageWriter.escape(failure.message, 1000))</p>\n"
        if !failure.hint.isEmpty { body += "<p>\(MyPageWriter.escape(failure.hint, 4000))</p>\n" }
        body += "<p><a href=\"\(Markup.escape(back))\">\(words.back)</a></p>\n"
        return page(words.refused, body)
    }

    private func title(_ notice: EntityNotice) -> String {
        let text = notice.personal ? words.personal : notice.title
        return "\(notice.number) · \(MyPageWriter.escape(text, 300))"
    }

    private func facts(_ notice: EntityNotice) -> String {
        var out = "<dl>\n"
        // Who has acknowledged is not asked for it again.
        if let ackBy = notice.ackBy, notice.acknowledgedAt == nil {
            out += "<dt>\(words.ackBy)</dt><dd>\(ackBy.localText)</dd>\n"
        }
        if let fixBy = notice.fixBy {
            out += "<dt>\(words.fixBy)</dt><dd>\(fixBy.localText)</dd>\n"
        } else if notice.fixOnNextUpgrade == true {
            out += "<dt>\(words.fixBy)</dt><dd>\(words.nextUpgrade)</dd>\n"
        }
        if let number = notice.caseNumber { out += "<dt>\(words.case)</dt><dd>\(number)</dd>\n" }
        out += "<dt>TLP</dt><dd>\(notice.tlp.marking)</dd>\n"
        return out + "<dt>\(words.made)</dt><dd>\(notice.made.localText)</dd>\n</dl>\n"
    }

    private func acknowledgement(_ notice: EntityNotice) -> String {
        if let at = notice.acknowledgedAt {
            let late = notice.acknowledgedLate == true ? " (\(words.late))" : ""
            let own = "entity:\(entity)"
            let by = notice.acknowledgedBy.map { $0 == own ? entity.text : $0 } ?? ""
            let who = by.isEmpty ? "" : ", \(words.by) \(MyPageWriter.escape(by, 200))"
            return "<p>\(words.acknowledged): \(at.localText)\(late)\(who)</p>\n"
        }
        guard notice.caseNumber != nil else { return "" }
        return "<form method=\"post\" action=\"/my/notices/\(notice.number)/ack\">"
            + "<p><button>\(words.acknowledge)</button></p></form>\n"
    }

    private func systems(_ notice: EntityNotice, most: Int) -> String {
        let all = notice.systems ?? []
        var lines = all.prefix(most).map { system in
            let parts = [system.locus, system.facts, system.threat].filter { !$0.isEmpty }
            return parts.joined(separator: "; ") + (system.lastSeen.map { "; " + $0.localText } ?? "")
        }
        let left = max(0, all.count - most) + (notice.systemsOmitted ?? 0)
        if left > 0 { lines.append("+\(left)") }
        return block(words.systems, lines)
    }

    private func form(_ number: SpokenNumber, _ notice: EntityNotice) -> String {
        let kinds = AnswerKind.allCases.map { "<option value=\"\($0.rawValue)\">\(words.answer($0))</option>" }
        let subjects = (notice.subjects ?? []).map { subject in
            let words = ThreatID(unchecked: subject).condition?.phrase(language) ?? subject
            return "<option value=\"\(Markup.escape(subject))\">\(MyPageWriter.escape(words, 200))</option>"
        }
        return """
            <h2>\(words.giveAnswer)</h2>
            <form method="post" action="/my/cases/\(number)/answer">
            <input type="hidden" name="notice" value="\(notice.number)">
            <p><label>\(words.subject)<br><select name="subject"><option value="all">\(words.everything)</option>\
            \(subjects.joined())</select></label></p>
            <p><label>\(words.answerLabel)<br><select name="answer">\(kinds.joined())</select></label></p>
            <p><label>\(words.text)<br><textarea name="text" rows="4" cols="60" maxlength="4000"></textarea></label></p>
            <p><button>\(words.send)</button></p>
            </form>

            """
    }

    private func block(_ heading: String, _ lines: [String]) -> String {
        if lines.isEmpty { return "" }
        let items = lines.map { "<li>\(MyPageWriter.escape($0, 4000))</li>\n" }
        return "<h3>\(heading)</h3>\n<ul>\n\(items.joined())</ul>\n"
    }

    /// Texts as the public page shows them: their Markdown where they have any, else line by line.
    private func texts(_ heading: String, _ lines: [String], _ markdown: [String]) -> String {
        if lines.isEmpty { return "" }
        if lines.count == markdown.count {
            let parts = markdown.map { MarkdownHTML.fragment($0, headingLevel: 4, site: site) }
            return "<h3>\(heading)</h3>\n\(parts.joined())"
        }
        let parts = lines.map { line in
            let rows = line.split(separator: "\n").map { MyPageWriter.escape(String($0), 4000) }
            return "<p>\(rows.joined(separator: "<br>"))</p>\n"
        }
        return "<h3>\(heading)</h3>\n\(parts.joined())"
    }

    func page(_ title: String, _ body: String) -> String {
        MyPageFrame(language: language, authority: authority, entity: entity).page(title, body)
    }

    private static func escape(_ text: String, _ limit: Int) -> String {
        Markup.escape(CleanText.line(text, bytesMax: limit))
    }
}
