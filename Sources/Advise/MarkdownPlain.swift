import CMark

/// Markdown written as plain text: for mail, terminals and feeds.
package struct MarkdownPlain {
    private var out = ""
    /// What stands before a new line of the current block.
    private var indents: [String] = []
    /// One per open list: the next number, nil for bullets.
    private var numbers: [Int?] = []
    /// Marker owed before the first text of an item.
    private var marker: String?
    private var atLineStart = true

    /// Links are followed by their address in angle brackets, unless it is what the text says.
    package static func render(_ markdown: String) -> String {
        guard let tree = MarkdownTree(markdown) else { return "" }
        var plain = MarkdownPlain()
        plain.walk(tree)
        return CleanText.body(plain.out, bytesMax: 4 * AdvisoryContent.textBytesMax)
    }

    private mutating func walk(_ tree: borrowing MarkdownTree) {
        guard let iterator = cmark_iter_new(tree.root) else { return }
        defer { cmark_iter_free(iterator) }
        var event = cmark_iter_next(iterator)
        while event != CMARK_EVENT_DONE {
            if let node = cmark_iter_get_node(iterator) {
                if event == CMARK_EVENT_ENTER { enter(node) } else { exit(node) }
            }
            event = cmark_iter_next(iterator)
        }
    }

    private mutating func enter(_ node: OpaquePointer) {
        switch cmark_node_get_type(node) {
        case CMARK_NODE_TEXT, CMARK_NODE_CODE: write(MarkdownTree.string(cmark_node_get_literal(node)))
        case CMARK_NODE_SOFTBREAK: write(" ")
        case CMARK_NODE_LINEBREAK: newLine()
        case CMARK_NODE_THEMATIC_BREAK:
            write("----")
            endBlock(tight: false)
        case CMARK_NODE_CODE_BLOCK: code(node)
        case CMARK_NODE_BLOCK_QUOTE: indents.append("> ")
        case CMARK_NODE_LIST:
            let ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
            numbers.append(ordered ? Int(cmark_node_get_list_start(node)) : nil)
        case CMARK_NODE_ITEM: item()
        default: break  // A C enumeration; the other kinds print nothing of their own when entered.
        }
    }

    private mutating func exit(_ node: OpaquePointer) {
        switch cmark_node_get_type(node) {
        case CMARK_NODE_PARAGRAPH, CMARK_NODE_HEADING: endBlock(tight: isInTightList(node))
        case CMARK_NODE_BLOCK_QUOTE: _ = indents.popLast()
        case CMARK_NODE_ITEM:
            marker = nil
            _ = indents.popLast()
        case CMARK_NODE_LIST:
            _ = numbers.popLast()
            if numbers.isEmpty { out += "\n" }
        case CMARK_NODE_LINK:
            let url = MarkdownTree.string(cmark_node_get_url(node))
            if !out.hasSuffix(url) { write(" <\(url)>") }
        default: break  // As above.
        }
    }

    private mutating func code(_ node: OpaquePointer) {
        indents.append("    ")
        let literal = MarkdownTree.string(cmark_node_get_literal(node))
        for line in literal.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            write(String(line))
            newLine()
        }
        indents.removeLast()
        endBlock(tight: false)
    }

    private mutating func item() {
        var text = "- "
        if let number = numbers.last ?? nil {
            text = "\(number). "
            numbers[numbers.count - 1] = number + 1
        }
        marker = text
        indents.append(String(repeating: " ", count: text.utf8.count))
    }

    private mutating func write(_ text: String) {
        if atLineStart {
            if let owed = marker {
                out += indents.dropLast().joined() + owed
                marker = nil
            } else {
                out += indents.joined()
            }
            atLineStart = false
        }
        out += text
    }

    private mutating func newLine() {
        out += "\n"
        atLineStart = true
    }

    private mutating func endBlock(tight: Bool) {
        if !atLineStart { newLine() }
        if !tight { out += "\n" }
    }

    private func isInTightList(_ node: OpaquePointer) -> Bool {
        guard let item = cmark_node_parent(node), cmark_node_get_type(item) == CMARK_NODE_ITEM,
            let list = cmark_node_parent(item)
        else { return false }
        return cmark_node_get_list_tight(list) == 1
    }
}
