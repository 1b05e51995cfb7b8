import Vocabulary

/// What stands around every page of an entity; `entity` is nil for who has shown no good token.
struct MyPageFrame {
    let language: Language
    let authority: String
    let entity: EntityID?

    /// `title` and `body` are HTML.
    func page(_ title: String, _ body: String) -> String {
        let who = [authority, entity?.text ?? ""].filter { !$0.isEmpty }.map(Markup.escape).joined(separator: " · ")
        return """
            <!DOCTYPE html>
            <html lang="\(language.rawValue)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title) - \(Markup.escape(authority))</title>
            <link rel="stylesheet" href="/style.css">
            </head>
            <body>
            <header class="site"><p>\(who)</p></header>
            <main>
            \(body)</main>
            </body>
            </html>

            """
    }
}
