package import Vocabulary

/// Lessons about names of products that stand in a file (`aliases.yaml`), as `ess gap lessons --yaml` writes them.
package struct AliasBook: Sendable, Hashable {
    /// One lesson with what is kept of it for people.
    package struct Alias: Sendable, Hashable {
        package var lesson: ProductLesson
        package var reason: String
        package var by: String
        /// Nil where the file does not say when it was taught.
        package var at: Instant?

        package init(lesson: ProductLesson, reason: String, by: String, at: Instant?) {
            self.lesson = lesson
            self.reason = reason
            self.by = by
            self.at = at
        }
    }

    /// Sorted by stated and registered name; each pair once.
    package let aliases: [Alias]

    /// Nothing.
    package static let empty = AliasBook([])

    /// Of equal pairs the last stands.
    package init(_ aliases: [Alias]) {
        let pairs = Dictionary(aliases.map { ([$0.lesson.stated, $0.lesson.registered], $0) }) { _, later in later }
        self.aliases = pairs.values.sorted {
            ($0.lesson.stated, $0.lesson.registered) < ($1.lesson.stated, $1.lesson.registered)
        }
    }

    /// Reads the file; nil when there are problems.
    package init?(settings: SettingsNode, problems: inout [SettingsProblem]) {
        var map = SettingsMap(settings)
        var seen: Set<[ProductName]> = []
        let aliases = map.maps("aliases") { (entry: inout SettingsMap) -> Alias? in
            let form = "vendor/product; the vendor may be missing"
            let stated = entry.required("stated", accepts: form) { ProductName($0) }
            let registered = entry.required("registered", accepts: form) { ProductName($0) }
            let isSame = entry.optional("verdict", accepts: "match, no-match") {
                ["match": true, "no-match": false][$0]
            }
            let reason = entry.optional("reason", accepts: "text") { $0 }
            let by = entry.optional("by", accepts: "text") { $0 }
            let at = entry.optional("at", accepts: "a UTC time") { Instant($0) }
            guard let stated, let registered else { return nil }
            if stated == registered {
                entry.fail("registered", "`\(registered.text)` is the same name in its normal spelling")
            } else if !seen.insert([stated, registered]).inserted {
                entry.fail("stated", "`\(stated.text)` and `\(registered.text)` stand twice")
            }
            let lesson = ProductLesson(stated: stated, registered: registered, isSame: isSame ?? true)
            return Alias(lesson: lesson, reason: reason ?? "", by: by ?? "", at: at)
        }
        map.finish()
        problems += map.problems
        guard map.problems.isEmpty else { return nil }
        self.init(aliases)
    }

    /// The file's text. Texts stand in double quotes with the escapes that JSON and YAML share.
    package var yaml: String {
        let head = """
            # Names of products, as sources write them and as the register does: the same (match), or apart (no-match).
            # What people teach later with `ess gap resolve` stands beside it, and wins over it.
            """
        guard !aliases.isEmpty else { return head + "\naliases: []\n" }
        let quote = { (text: String) in String(decoding: JSONValue.string(text).canonical, as: UTF8.self) }
        let lines = aliases.map { alias in
            var members = [
                ("stated", quote(alias.lesson.stated.text)), ("registered", quote(alias.lesson.registered.text)),
                ("verdict", alias.lesson.isSame ? "match" : "no-match"),
            ]
            if !alias.reason.isEmpty { members.append(("reason", quote(alias.reason))) }
            if !alias.by.isEmpty { members.append(("by", quote(alias.by))) }
            if let at = alias.at { members.append(("at", quote(at.description))) }
            return "  - {" + members.map { "\($0.0): \($0.1)" }.joined(separator: ", ") + "}"
        }
        return head + "\naliases:\n" + lines.joined(separator: "\n") + "\n"
    }
}
