import Advise
import Coordinate
import Notify
import Pipeline
import Vocabulary

/// Puts an entity's notices into HTML. All text is escaped; nothing of it is markup (I11).
struct MyPageWriter {
    let language: Language
    let authority: String
    let entity: EntityID
    private var words: MyPhrases { MyPhrases.of(language) }

    func list(_ notices: [EntityNotice]) -> String {
        var body = "<h1>\(words.notices)</h1>\n<p>\(words.opening)</p>\n"
        if notices.isEmpty { body += "<p>\(words.none)</p>\n" }
        for notice in notices {
            body += "<section>\n<h2><a href=\"/my/notices/\(notice.number)\">\(title(notice))</a></h2>\n"
            body += facts(notice) + block(words.actions, notice.actions ?? []) + acknowledgement(notice)
            body += "</section>\n"
        }
        return page(words.notices, body)
    }

    func notice(_ notice: EntityNotice) -> String {
        var body = "<p><a href=\"/my\">\(words.notices)</a></p>\n<h1>\(title(notice))</h1>\n" + facts(notice)
        body += block(words.what, notice.what ?? [])
        let systems = (notice.systems ?? []).map { system in
            let last = system.lastSeen.map { "; " + MyPageWriter.time($0) } ?? ""
            return [system.locus, system.threat].filter { !$0.isEmpty }.joined(separator: ": ") + last
        }
        body += block(words.systems, systems)
        if let omitted = notice.systemsOmitted, omitted > 0 { body += "<p>+\(omitted)</p>\n" }
        body += block(words.actions, notice.actions ?? []) + acknowledgement(notice)
        let answers = (notice.answers ?? []).map { answer in
            let kind = AnswerKind(rawValue: answer.answer).map(words.answer) ?? answer.answer
            let late = answer.late ? " (\(words.late))" : ""
            return "\(answer.subject): \(kind), \(MyPageWriter.time(answer.at))\(late)"
        }
        body += block(words.yourAnswers, answers)
        if let number = notice.caseNumber { body += form(number, notice.number) }
        return page("\(notice.number)", body)
    }

    private func title(_ notice: EntityNotice) -> String {
        let text = notice.personal ? words.personal : notice.title
        return "\(notice.number) · \(MyPageWriter.escape(text, 300))"
    }

    private func facts(_ notice: EntityNotice) -> String {
        var out = "<dl>\n<dt>TLP</dt><dd>\(notice.tlp.marking)</dd>\n"
        out += "<dt>\(words.made)</dt><dd>\(MyPageWriter.time(notice.made))</dd>\n"
        if let ackBy = notice.ackBy { out += "<dt>\(words.ackBy)</dt><dd>\(MyPageWriter.time(ackBy))</dd>\n" }
        if let fixBy = notice.fixBy {
            out += "<dt>\(words.fixBy)</dt><dd>\(MyPageWriter.time(fixBy))</dd>\n"
        } else if notice.fixOnNextUpgrade == true {
            out += "<dt>\(words.fixBy)</dt><dd>\(words.nextUpgrade)</dd>\n"
        }
        if let number = notice.caseNumber { out += "<dt>\(words.case)</dt><dd>\(number)</dd>\n" }
        return out + "</dl>\n"
    }

    private func acknowledgement(_ notice: EntityNotice) -> String {
        if let at = notice.acknowledgedAt {
            let late = notice.acknowledgedLate == true ? " (\(words.late))" : ""
            return "<p>\(words.acknowledged): \(MyPageWriter.time(at))\(late)</p>\n"
        }
        guard notice.caseNumber != nil else { return "" }
        return "<form method=\"post\" action=\"/my/notices/\(notice.number)/ack\">"
            + "<p><button>\(words.acknowledge)</button></p></form>\n"
    }

    private func form(_ number: SpokenNumber, _ notice: SpokenNumber) -> String {
        let kinds = AnswerKind.allCases.map { "<option value=\"\($0.rawValue)\">\(words.answer($0))</option>" }
        return """
            <h2>\(words.giveAnswer)</h2>
            <form method="post" action="/my/cases/\(number)/answer">
            <input type="hidden" name="notice" value="\(notice)">
            <p><label>\(words.subject)<br><input name="subject" maxlength="200" value="all"></label></p>
            <p><label>\(words.answerLabel)<br><select name="answer">\(kinds.joined())</select></label></p>
            <p><label>\(words.text)<br><textarea name="text" rows="4" cols="60" maxlength="4000"></textarea></label></p>
            <p><button>\(words.send)</button></p>
            </form>

            """
    }

    private func block(_ heading: String, _ lines: [String]) -> String {
        if lines.isEmpty { return "" }
        let items = lines.map { line in
            let parts = line.split(separator: "\n").map { MyPageWriter.escape(String($0), 4000) }
            return "<li>\(parts.joined(separator: "<br>"))</li>\n"
        }
        return "<h3>\(heading)</h3>\n<ul>\n\(items.joined())</ul>\n"
    }

    private func page(_ title: String, _ body: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="\(language.rawValue)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(title) - \(Markup.escape(authority))</title>
        <link rel="stylesheet" href="/style.css">
        </head>
        <body>
        <header class="site"><p>\(Markup.escape(authority)) · \(Markup.escape(entity.text))</p></header>
        <main>
        \(body)</main>
        </body>
        </html>

        """
    }

    private static func escape(_ text: String, _ limit: Int) -> String {
        Markup.escape(CleanText.line(text, bytesMax: limit))
    }

    /// `2026-11-24 14:00 (UTC+4)`: Azerbaijan keeps UTC+04:00 all year.
    private static func time(_ instant: Instant) -> String {
        let local = instant.adding(seconds: 4 * 3600).description
        return "\(local.prefix(10)) \(local.dropFirst(11).prefix(5)) (UTC+4)"
    }
}
