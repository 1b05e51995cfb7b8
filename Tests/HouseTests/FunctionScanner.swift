/// Finds functions, initialisers and computed properties by their braces.
enum FunctionScanner {
    struct Function {
        let name: String
        /// Line of the keyword and line of the closing brace, from 1.
        let first: Int
        let last: Int
        var lineCount: Int { last - first + 1 }
    }

    static func functions(in file: SourceText) -> [Function] {
        let code = file.code
        return file.words.compactMap { word in
            let before = word.range.lowerBound > 0 ? code[word.range.lowerBound - 1] : 0x20
            guard starts(word.text), before != UInt8(ascii: "."), before != UInt8(ascii: "\\") else { return nil }
            guard let open = body(of: word.text, after: word.range.upperBound, in: code),
                let close = matchingBrace(from: open, in: code)
            else { return nil }
            let name = word.text == "func" || word.text == "var" ? nameAfter(word.range.upperBound, code) : word.text
            return Function(name: name, first: file.line(of: word.range.lowerBound), last: file.line(of: close))
        }
    }

    /// The bytes between the braces of each `protocol`, as ranges of the file's code.
    static func protocolBodies(in file: SourceText) -> [Range<Int>] {
        file.words.filter { $0.text == "protocol" }.compactMap { word in
            guard let open = file.code[word.range.upperBound...].firstIndex(of: UInt8(ascii: "{")),
                let close = matchingBrace(from: open, in: file.code)
            else { return nil }
            return open + 1..<close
        }
    }

    /// Identifiers and keywords in order.
    static func words(of code: [UInt8]) -> [(text: String, range: Range<Int>)] {
        var found: [(String, Range<Int>)] = []
        var at = 0
        while at < code.count {
            guard isWord(code[at]) else {
                at += 1
                continue
            }
            let start = at
            while at < code.count, isWord(code[at]) { at += 1 }
            found.append((String(decoding: code[start..<at], as: UTF8.self), start..<at))
        }
        return found
    }

    static func isWord(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x5F || byte >= 0x80
    }

    private static func starts(_ word: String) -> Bool {
        ["func", "init", "deinit", "subscript", "var"].contains(word)
    }

    private static let endings: Set<String> = [
        "func", "var", "let", "init", "case", "static", "package", "private", "internal", "fileprivate", "mutating",
        "subscript", "deinit", "associatedtype", "typealias", "struct", "enum", "class", "actor", "protocol",
        "extension", "import", "return", "if", "guard", "for", "while", "switch", "in",
    ]

    /// Index of the brace that opens the body; nil when the declaration has none (a requirement, a stored property).
    private static func body(of keyword: String, after start: Int, in code: [UInt8]) -> Int? {
        var depth = 0
        var at = start
        while at < code.count {
            switch code[at] {
            case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "{") where depth == 0: return at
            case UInt8(ascii: "}") where depth == 0: return nil
            case UInt8(ascii: "="), UInt8(ascii: "\n"):
                if keyword == "var", depth == 0 { return nil }
            default: break
            }
            if depth < 0 { return nil }
            if depth == 0, isWord(code[at]), at == start || !isWord(code[at - 1]) {
                let word = code[at...].prefix(while: isWord)
                if endings.contains(String(decoding: word, as: UTF8.self)) { return nil }
                at += word.count
            } else {
                at += 1
            }
        }
        return nil
    }

    private static func matchingBrace(from open: Int, in code: [UInt8]) -> Int? {
        var depth = 0
        for at in open..<code.count {
            if code[at] == UInt8(ascii: "{") { depth += 1 }
            if code[at] == UInt8(ascii: "}") { depth -= 1 }
            if depth == 0 { return at }
        }
        return nil
    }

    private static func nameAfter(_ start: Int, _ code: [UInt8]) -> String {
        let rest = code[start...].drop { $0 == 0x20 }
        let name = rest.prefix { $0 != 0x20 && $0 != UInt8(ascii: "(") && $0 != UInt8(ascii: ":") && $0 != 0x0A }
        return name.isEmpty ? "raw name" : String(decoding: name, as: UTF8.self)
    }
}
