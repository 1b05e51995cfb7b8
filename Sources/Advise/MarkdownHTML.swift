/// Markdown as harmless HTML for a mail or an entity's page: what the public page shows, and no link elsewhere than by
/// https or below `site`.
package enum MarkdownHTML {
    /// Headings begin at `headingLevel` (1–6). A link that may not be one becomes its text with the address behind it.
    package static func fragment(_ markdown: String, headingLevel: Int, site: String) -> String {
        guard let tree = MarkdownTree(markdown) else { return "" }
        return tree.html(headingShift: max(1, headingLevel) - 1) { url in
            url.hasPrefix("https://") || site.hasPrefix("http://") && (url == site || url.hasPrefix(site + "/"))
        }
    }
}
