/// One node of a settings file with its place, as a room's settings reader sees it; the YAML library stays outside.
package struct SettingsNode: Sendable {
    /// The three shapes of YAML.
    package indirect enum Content: Sendable {
        /// The text of a scalar, and whether it was quoted; an unquoted empty text or `null`/`~` is null.
        case scalar(String, quoted: Bool)
        case list([SettingsNode])
        /// In file order; the loader refuses repeated keys.
        case map([(key: SettingsNode, value: SettingsNode)])
    }

    package let content: Content
    /// As given to the loader; for messages only.
    package let file: String
    /// From 1.
    package let line: Int

    package init(content: Content, file: String, line: Int) {
        self.content = content
        self.file = file
        self.line = line
    }

    /// An unquoted empty text, `~` or `null`.
    package var isNull: Bool {
        if case .scalar(let text, quoted: false) = content { return ["", "~", "null"].contains(text) }
        return false
    }

    /// The text of a scalar; nil for lists, mappings and null.
    package var scalar: String? {
        if case .scalar(let text, _) = content, !isNull { return text }
        return nil
    }
}

/// Something wrong in a settings file, said so that it can be mended without reading the source.
package struct SettingsProblem: Error, Sendable, Hashable, CustomStringConvertible {
    package let file: String
    package let line: Int
    /// Dotted path: `contacts[2].channel`.
    package let key: String
    /// What is wrong and what is accepted.
    package let message: String

    package init(file: String, line: Int, key: String, message: String) {
        self.file = file
        self.line = line
        self.key = key
        self.message = message
    }

    package init(at node: SettingsNode, key: String, message: String) {
        self.init(file: node.file, line: node.line, key: key, message: message)
    }

    package var description: String {
        // What concerns the file as a whole has no line, and may have no key.
        if line > 0 { return "\(file):\(line): \(key): \(message)" }
        return key == "file" ? "\(file): \(message)" : "\(file): \(key): \(message)"
    }
}
