import Advise
import Vocabulary

/// What stands around every page of an entity; `entity` is nil for who has shown no good token.
struct MyPageFrame {
    let language: Language
    let authority: String
    let entity: EntityID?

    /// `title` is text, `body` HTML.
    func page(_ title: String, _ body: String) -> String {
        let who = [authority, entity?.text ?? ""].filter { !$0.isEmpty }.map(Markup.escape).joined(separator: " · ")
        var page = HTMLPage(language, title: title, service: authority, body: body)
        page.header = "<p>\(who)</p>\n"
        return page.text
    }
}
