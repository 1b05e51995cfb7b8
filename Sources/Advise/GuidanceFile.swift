package import Vocabulary

/// The text of one file of `Config/guidance/`, as found.
package struct GuidanceFile: Sendable, Hashable {
    /// Last component: `close-open-telnet.en.md`.
    package var name: String
    package var bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    /// Bytes of one file.
    package static let bytesMax = 64 * 1024

    /// Reads the front matter (`---`, `key: value` lines, lists by commas, `---`) and the Markdown after it.
    ///
    /// Nil when there are problems; all of them are added, each with its line.
    package func read(problems: inout [SettingsProblem]) -> Guidance? {
        var reader = FrontMatter(file: name)
        guard bytes.count <= GuidanceFile.bytesMax else {
            reader.fail(1, "file", "\(bytes.count) bytes; accepted: at most \(GuidanceFile.bytesMax)")
            problems += reader.problems
            return nil
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let guidance = reader.read(text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
        problems += reader.problems
        return reader.problems.isEmpty ? guidance : nil
    }
}

/// A few keys only, so no YAML library is needed here; an unknown key is a problem.
private struct FrontMatter {
    let file: String
    var problems: [SettingsProblem] = []
    private var values: [String: (text: String, line: Int)] = [:]

    private static let known = [
        "id", "kinds", "language", "marks", "products", "rsit", "status", "title", "urgency", "weaknesses", "words",
    ]

    init(file: String) { self.file = file }

    mutating func fail(_ line: Int, _ key: String, _ message: String) {
        problems.append(SettingsProblem(file: file, line: line, key: key, message: message))
    }

    mutating func read(_ lines: [String]) -> Guidance? {
        guard lines.first.map(trim) == "---", let end = lines.dropFirst().firstIndex(where: { trim($0) == "---" })
        else {
            fail(1, "front matter", "missing; the file begins with `---`, keys, `---`")
            return nil
        }
        for index in 1..<end { readKey(lines[index], line: index + 1) }
        let body = CleanText.body(lines[(end + 1)...].joined(separator: "\n"), bytesMax: GuidanceFile.bytesMax)
        if body.isEmpty { fail(end + 2, "text", "missing; Markdown follows the front matter") }
        let id = one("id", accepts: "lower-case letters, digits, `-`") { GuidanceID($0) }
        let language = one("language", accepts: names(Language.self)) { Language(rawValue: $0) }
        let title = one("title", accepts: "one line") { CleanText.line($0, bytesMax: 200) }
        let status = one("status", accepts: names(Guidance.Status.self)) { Guidance.Status(rawValue: $0) }
        let urgency = one("urgency", accepts: names(Urgency.self)) { Urgency(rawValue: $0) }
        let keys = readKeys()
        guard let id, let language, let title, let status, let urgency else { return nil }
        if file != "\(id).\(language.rawValue).md" {
            fail(1, "id", "the file must be named \(id).\(language.rawValue).md")
        }
        return Guidance(
            id: id, language: language, title: title, status: status, urgency: urgency, keys: keys, markdown: body)
    }

    private mutating func readKeys() -> GuidanceKeys {
        var keys = GuidanceKeys()
        keys.kinds = list("kinds", accepts: names(ThreatKind.self)) { ThreatKind(rawValue: $0) }
        keys.types = list("rsit", accepts: "RSIT class/type") { RSIT($0) }
        keys.weaknesses = list("weaknesses", accepts: "CWE-<digits>") { $0.hasPrefix("CWE-") ? $0 : nil }
        keys.products = list("products", accepts: "vendor or vendor/product") { $0.lowercased() }
        keys.words = list("words", accepts: "words") { $0.lowercased() }
        keys.marks = list("marks", accepts: names(GuidanceMark.self)) { GuidanceMark(rawValue: $0) }
        if keys == GuidanceKeys() { fail(1, "keys", "none; give at least one of kinds, rsit, weaknesses, …") }
        return keys
    }

    private mutating func readKey(_ text: String, line: Int) {
        let text = trim(text)
        if text.isEmpty || text.hasPrefix("#") { return }
        guard let colon = text.firstIndex(of: ":") else {
            fail(line, "front matter", "`\(CleanText.line(text, bytesMax: 60))` is no `key: value`")
            return
        }
        let key = trim(String(text[..<colon]))
        let value = trim(String(text[text.index(after: colon)...]))
        if !FrontMatter.known.contains(key) {
            let known = FrontMatter.known.joined(separator: ", ")
            fail(line, CleanText.line(key, bytesMax: 60), "unknown key; accepted: \(known)")
        } else if values[key] != nil {
            fail(line, key, "stands twice")
        } else {
            values[key] = (value, line)
        }
    }

    private mutating func one<Value>(_ key: String, accepts: String, _ parse: (String) -> Value?) -> Value? {
        guard let (text, line) = values[key], !text.isEmpty else {
            fail(1, key, "missing; accepted: \(accepts)")
            return nil
        }
        if let value = parse(text) { return value }
        fail(line, key, "`\(CleanText.line(text, bytesMax: 60))` is not accepted; accepted: \(accepts)")
        return nil
    }

    private mutating func list<Value>(_ key: String, accepts: String, _ parse: (String) -> Value?) -> [Value] {
        guard let (text, line) = values[key] else { return [] }
        return text.split(separator: ",").map { trim(String($0)) }.filter { !$0.isEmpty }.compactMap { item in
            if let value = parse(item) { return value }
            fail(line, key, "`\(CleanText.line(item, bytesMax: 60))` is not accepted; accepted: \(accepts)")
            return nil
        }
    }
}

private func names<Value: CaseIterable & RawRepresentable>(_: Value.Type) -> String where Value.RawValue == String {
    Value.allCases.map(\.rawValue).joined(separator: ", ")
}

private func trim(_ text: String) -> String {
    var bytes = text.utf8[...]
    while let first = bytes.first, first == 0x20 || first == 0x09 { bytes = bytes.dropFirst() }
    while let last = bytes.last, last == 0x20 || last == 0x09 || last == 0x0D { bytes = bytes.dropLast() }
    return String(Substring(bytes))
}
