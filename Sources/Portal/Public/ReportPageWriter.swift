import Advise
import Ingest
import Pipeline
import Vocabulary

/// The pages of `/report` as HTML. All text is escaped; nothing of it is markup (I11).
struct ReportPageWriter {
    let language: Language
    let authority: String
    private var words: ReportPhrases { ReportPhrases.of(language) }

    /// The form, with what was typed before and what is wrong with it.
    func form(_ form: ReportForm, key: String, faults: [ReportForm.Fault], isBusy: Bool = false) -> String {
        var body = "<h1>\(words.heading)</h1>\n<p>\(words.opening)</p>\n"
        if isBusy { body += "<p class=\"withdrawn\" role=\"alert\">\(words.busy)</p>\n" }
        if !faults.isEmpty {
            body += "<div role=\"alert\"><p class=\"withdrawn\">\(words.mend)</p>\n<ul>\n"
            body += faults.map { "<li>\(words.fault($0))</li>\n" }.joined() + "</ul></div>\n"
        }
        return page(words.heading, body + fields(form, key))
    }

    /// What the reporter keeps.
    func receipt(_ receipt: ReportReceipt) -> String {
        var body = "<h1>\(words.thanks)</h1>\n<dl class=\"facts\">\n<dt>\(words.number)</dt><dd><strong>"
        body += "\(Markup.escape(receipt.number))</strong></dd>\n<dt>\(words.time)</dt><dd>\(receipt.at)</dd>\n</dl>\n"
        body += "<p>\(words.keep)</p>\n<h2>\(words.taken)</h2>\n"
        body += "<pre id=\"document\">\(Markup.escape(receipt.document))</pre>\n<h2>\(words.receipt)</h2>\n"
        // Encoding strings and numbers cannot fail; an empty receipt would be seen.
        let proof = (try? ActJSON.encode(receipt.receipt)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        body += "<pre id=\"receipt\">\(Markup.escape(proof))</pre>\n"
        return page(receipt.number, body)
    }

    private func fields(_ form: ReportForm, _ key: String) -> String {
        let types = RSIT.all.map { type in
            option(type.description, Condition(type: type, name: "-").typePhrase(language), form.type)
        }
        let labels = [TLP.amberStrict, .amber, .green, .clear, .red].map {
            option($0.rawValue, $0.marking, form.tlp.isEmpty ? TLP.amberStrict.rawValue : form.tlp)
        }
        return """
            <form method="post" action="/report?lang=\(language.rawValue)" accept-charset="utf-8">
            <input type="hidden" name="key" value="\(Markup.escape(key))">
            <p><label>\(words.title)<br>
            <input name="title" maxlength="200" required value="\(Markup.escape(form.title))"></label></p>
            <p><label>\(words.text)<br>
            <textarea name="text" rows="10" maxlength="16000" required>
            \(Markup.escape(form.text))</textarea></label></p>
            <p><label>\(words.type)<br><select name="type">
            <option value="">\(words.unknown)</option>
            \(types.joined())</select></label></p>
            <p><label>\(words.addresses)<br>
            <textarea name="addresses" rows="2" maxlength="6000">
            \(Markup.escape(form.addresses))</textarea></label></p>
            <p><label>\(words.domains)<br>
            <textarea name="domains" rows="2" maxlength="20000">
            \(Markup.escape(form.domains))</textarea></label></p>
            <p><label>\(words.contact)<br>
            <input name="contact" maxlength="200" value="\(Markup.escape(form.contact))"></label></p>
            <p><label>\(words.sharing)<br><select name="tlp">
            \(labels.joined())</select></label></p>
            <p class="trap"><label>\(words.trap)<br>
            <input name="website" tabindex="-1" autocomplete="off" value="\(Markup.escape(form.trap))"></label></p>
            <p><button>\(words.send)</button></p>
            </form>

            """
    }

    private func option(_ value: String, _ text: String, _ chosen: String) -> String {
        let mark = value == chosen ? " selected" : ""
        return "<option value=\"\(Markup.escape(value))\"\(mark)>\(Markup.escape(text))</option>\n"
    }

    private func page(_ title: String, _ body: String) -> String {
        var page = HTMLPage(language, title: title, service: authority, body: body)
        page.offerLanguages(path: "/report")
        return page.text
    }
}
