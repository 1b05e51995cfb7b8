import CMark

/// A parsed Markdown text from which everything that could act has been taken out.
///
/// Raw HTML goes; images become their description (a remote picture tells its owner who reads); links that are not
/// ``SafeLink`` become their text. Lives on one thread, within one call. Source: CommonMark 0.30, libcmark.
struct MarkdownTree: ~Copyable {
    let root: OpaquePointer

    /// - Complexity: linear in the text; the text is cut at ``AdvisoryContent/textBytesMax``.
    init?(_ markdown: String) {
        let text = CleanText.body(markdown, bytesMax: AdvisoryContent.textBytesMax)
        guard let root = cmark_parse_document(text, text.utf8.count, CMARK_OPT_VALIDATE_UTF8) else { return nil }
        self.root = root
        MarkdownTree.disarm(root)
    }

    deinit { cmark_node_free(root) }

    /// HTML with headings moved down by `headingShift`, so that they nest below the page's own; of the links only those
    /// that `isLink` allows, the others as text.
    func html(headingShift: Int, isLink: (String) -> Bool = { _ in true }) -> String {
        for node in MarkdownTree.nodes(of: root) {
            switch cmark_node_get_type(node) {
            case CMARK_NODE_HEADING:
                cmark_node_set_heading_level(node, min(6, cmark_node_get_heading_level(node) + Int32(headingShift)))
            case CMARK_NODE_LINK where !isLink(MarkdownTree.string(cmark_node_get_url(node))):
                MarkdownTree.flatten(node)
            default: continue  // A C enumeration; the other kinds stay as they are.
            }
        }
        // The default is the safe mode: even what disarm might miss would be left out by the renderer.
        guard let bytes = cmark_render_html(root, CMARK_OPT_VALIDATE_UTF8) else { return "" }
        defer { cmark_get_default_mem_allocator().pointee.free(bytes) }
        // In text the renderer escapes quotes and angle brackets, so this is nothing but its own beginning of a link.
        return String(cString: bytes).replacing("<a href=\"", with: "<a rel=\"noopener noreferrer\" href=\"")
    }

    /// A link becomes its text, followed by the address unless the text says it already.
    private static func flatten(_ node: OpaquePointer) {
        let url = string(cmark_node_get_url(node))
        let first = cmark_node_first_child(node)
        let saysIt = first.map { string(cmark_node_get_literal($0)) == url && cmark_node_next($0) == nil } ?? false
        if !saysIt, let text = cmark_node_new(CMARK_NODE_TEXT) {
            cmark_node_set_literal(text, " <\(url)>")
            if cmark_node_insert_after(node, text) != 1 { cmark_node_free(text) }
        }
        unwrap(node)
    }

    private static func disarm(_ root: OpaquePointer) {
        // Collected first: an iterator must not see its own node vanish.
        for node in nodes(of: root) {
            switch cmark_node_get_type(node) {
            case CMARK_NODE_HTML_BLOCK, CMARK_NODE_HTML_INLINE:
                cmark_node_unlink(node)
                cmark_node_free(node)
            case CMARK_NODE_IMAGE:
                unwrap(node)
            case CMARK_NODE_LINK where !SafeLink.isAllowed(string(cmark_node_get_url(node))):
                unwrap(node)
            default:
                // A C enumeration has no exhaustive switch; all other kinds are text and structure.
                continue
            }
        }
    }

    /// Puts a node's children in its place.
    private static func unwrap(_ node: OpaquePointer) {
        while let child = cmark_node_first_child(node) {
            guard cmark_node_insert_before(node, child) == 1 else { break }
        }
        cmark_node_unlink(node)
        cmark_node_free(node)
    }

    private static func nodes(of root: OpaquePointer) -> [OpaquePointer] {
        guard let iterator = cmark_iter_new(root) else { return [] }
        defer { cmark_iter_free(iterator) }
        var nodes: [OpaquePointer] = []
        var event = cmark_iter_next(iterator)
        while event != CMARK_EVENT_DONE {
            // Leaving comes after the children, so a node is handled when they are; leaves are only entered.
            let node = cmark_iter_get_node(iterator)
            if let node, event == CMARK_EVENT_EXIT || cmark_node_first_child(node) == nil {
                if nodes.last != node { nodes.append(node) }
            }
            event = cmark_iter_next(iterator)
        }
        return nodes
    }

    static func string(_ text: UnsafePointer<CChar>?) -> String { text.map { String(cString: $0) } ?? "" }
}
