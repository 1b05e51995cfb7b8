/// Every door is documented, and no room declares a type of its own name.
enum DoorRules {
    /// Requirements of the standard library and of packages; documented where the protocol is.
    private static let standardMembers: Set<String> = [
        "encode", "hash", "<", "==", "description", "debugDescription", "codingKey", "hashValue", "errorDescription",
        "run", "makeIterator", "next", "validate", "configuration", "callAsFunction", "id", "rawValue", "allCases",
    ]

    private static let kinds: Set<String> = [
        "func", "struct", "enum", "protocol", "class", "actor", "init", "var", "let", "subscript", "typealias",
    ]

    /// Undocumented `package` declarations. `requirements`: members of our own protocols, documented there.
    static func undocumented(in file: SourceText, requirements: Set<String>) -> [Breach] {
        file.lines.indices.compactMap { index in
            guard let door = door(at: index, in: file), needsDocument(door, requirements: requirements),
                !isDocumented(index, in: file)
            else { return nil }
            let message = "`\(door.kind) \(door.name)` is a door without a `///` line; say what it is in one sentence"
            return Breach(path: file.path, line: index + 1, message: message)
        }
    }

    /// Names of functions, properties and types that our protocols ask for.
    static func requirements(in files: [SourceText]) -> Set<String> {
        var names = Set<String>()
        for file in files {
            for body in FunctionScanner.protocolBodies(in: file) {
                let words = FunctionScanner.words(of: Array(file.code[body]))
                for (index, word) in words.enumerated() where ["func", "var", "associatedtype"].contains(word.text) {
                    if index + 1 < words.count { names.insert(words[index + 1].text) }
                }
            }
        }
        return names
    }

    /// Types that carry their module's name, which makes the module's other names unreachable.
    static func namesakes(in file: SourceText) -> [Breach] {
        guard let room = file.folder, !file.isTest else { return [] }
        let types: Set<String> = ["struct", "enum", "protocol", "class", "actor", "typealias"]
        let words = file.words
        return words.indices.dropLast().filter { types.contains(words[$0].text) && words[$0 + 1].text == room }.map {
            let message = "type `\(room)` has its module's name; \(room).X could no longer be written. Rename it"
            return Breach(path: file.path, line: file.line(of: words[$0].range.lowerBound), message: message)
        }
    }

    private struct Door {
        let kind: String
        let name: String
        /// The declaration's first line after the keyword.
        let rest: String
    }

    private static func door(at index: Int, in file: SourceText) -> Door? {
        var words = file.lines[index].code.split(separator: " ")
        while let first = words.first, first.hasPrefix("@") { words.removeFirst() }
        guard let mark = words.prefix(4).firstIndex(of: "package"), let place = words.firstIndex(where: isKind),
            mark < place, place <= 5
        else { return nil }
        let kind = String(words[place].prefix { $0.isLetter })
        let rest = words[place...].joined(separator: " ")
        let name = words[place].count > kind.count ? kind : String(words[(place + 1)...].first ?? "")
        return Door(kind: kind, name: name.prefixName, rest: rest)
    }

    private static func isKind(_ word: Substring) -> Bool {
        kinds.contains(String(word)) || word.hasPrefix("init(") || word.hasPrefix("init?(") || word.hasPrefix("init<")
            || word.hasPrefix("subscript(")
    }

    private static func needsDocument(_ door: Door, requirements: Set<String>) -> Bool {
        switch door.kind {
        case "init":
            let known = ["init(from ", "init(unchecked ", "init?(codingKey ", "init?(rawValue ", "init?(intValue "]
            if known.contains(where: { door.rest.hasPrefix($0) || door.rest.hasPrefix($0.dropLast() + ":") }) {
                return false
            }
            return door.rest.hasPrefix("init?") || FunctionScanner.words(of: Array(door.rest.utf8)).contains {
                $0.text == "throws"
            }
        case "let", "typealias": return false
        case "var":
            // A property whose name and one line say it may stand alone; what is computed at length needs a sentence.
            let computed = door.rest.contains("{") && !door.rest.contains("}") && !door.rest.contains("= ")
            return computed && !standardMembers.contains(door.name) && !requirements.contains(door.name)
        default:
            return !standardMembers.contains(door.name) && !requirements.contains(door.name)
        }
    }

    /// A `///` stands right above, or above the attributes of the declaration.
    private static func isDocumented(_ index: Int, in file: SourceText) -> Bool {
        var above = index - 1
        while above >= 0 {
            let line = file.lines[above]
            if ["///", "/**", "*/"].contains(where: { line.comment.contains($0) }) { return true }
            let code = line.code.drop { $0 == " " }
            guard code.hasPrefix("@") || (line.isBlankCode && line.comment.contains("//")) else { return false }
            above -= 1
        }
        return false
    }
}

extension String {
    /// `encode(to` → `encode`, `rank:` → `rank`; an operator stays whole.
    fileprivate var prefixName: String {
        let name = prefix { $0 != "(" && $0 != ":" }
        let plain = name.prefix { $0 != "<" }
        return plain.isEmpty ? String(name) : String(plain)
    }
}
