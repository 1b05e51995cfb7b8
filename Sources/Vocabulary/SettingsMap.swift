/// Reads one mapping of a settings file key by key and gathers *all* problems, each with its place.
///
/// Every key must be asked for; ``finish()`` reports the ones nobody asked for as unknown, with the accepted ones.
/// A reader asks for everything first and builds its value only when ``problems`` is empty.
package struct SettingsMap {
    package private(set) var problems: [SettingsProblem] = []
    package let node: SettingsNode
    /// Dotted path of this mapping, empty at the top.
    package let path: String
    private var members: [String: SettingsNode] = [:]
    private var order: [(String, SettingsNode)] = []
    private var asked: [String] = []

    package init(_ node: SettingsNode, path: String = "") {
        self.node = node
        self.path = path
        guard case .map(let pairs) = node.content else {
            if !node.isNull {
                let name = path.isEmpty ? "file" : path
                problems = [SettingsProblem(at: node, key: name, message: "a mapping is expected here")]
            }
            return
        }
        for (key, value) in pairs {
            guard let name = key.scalar else {
                problems.append(SettingsProblem(at: key, key: path, message: "a key must be text"))
                continue
            }
            members[name] = value
            order.append((name, value))
        }
    }

    /// Dotted path of a key of this mapping, for messages.
    package func path(of key: String) -> String {
        path.isEmpty ? key : key.isEmpty ? path : path + "." + key
    }

    /// The raw node of a key; nil when absent or null.
    package mutating func value(_ key: String) -> SettingsNode? {
        asked.append(key)
        guard let value = members[key], !value.isNull else { return nil }
        return value
    }

    /// Parses an optional scalar. `accepts` says what is accepted, for the message.
    package mutating func optional<Value>(_ key: String, accepts: String, _ parse: (String) -> Value?) -> Value? {
        guard let node = value(key) else { return nil }
        guard let text = node.scalar, let parsed = parse(text) else {
            let shown = node.scalar.map { "`\($0.prefix(60))` is not accepted; " } ?? ""
            problems.append(SettingsProblem(at: node, key: path(of: key), message: "\(shown)accepted: \(accepts)"))
            return nil
        }
        return parsed
    }

    /// As ``optional(_:accepts:_:)``; absence is a problem too.
    package mutating func required<Value>(_ key: String, accepts: String, _ parse: (String) -> Value?) -> Value? {
        if members[key].map(\.isNull) ?? true {
            asked.append(key)
            problems.append(SettingsProblem(at: node, key: path(of: key), message: "missing; accepted: \(accepts)"))
            return nil
        }
        return optional(key, accepts: accepts, parse)
    }

    /// The elements of a list; a single scalar counts as a list of one; empty when absent.
    package mutating func list(_ key: String) -> [SettingsNode] {
        guard let node = value(key) else { return [] }
        switch node.content {
        case .list(let items): return items
        case .scalar: return [node]
        case .map:
            problems.append(SettingsProblem(at: node, key: path(of: key), message: "a list is expected here"))
            return []
        }
    }

    /// A list of scalars, each parsed.
    package mutating func list<Value>(_ key: String, accepts: String, _ parse: (String) -> Value?) -> [Value] {
        list(key).enumerated().compactMap { index, item in
            if let text = item.scalar, let value = parse(text) { return value }
            let shown = item.scalar.map { "`\($0.prefix(60))` is not accepted; " } ?? ""
            let name = "\(path(of: key))[\(index)]"
            problems.append(SettingsProblem(at: item, key: name, message: "\(shown)accepted: \(accepts)"))
            return nil
        }
    }

    /// A nested mapping, read by `read`; its problems join ours. Nil when absent.
    package mutating func map<Value>(_ key: String, _ read: (inout SettingsMap) -> Value?) -> Value? {
        guard let node = value(key) else { return nil }
        return nested(node, path: path(of: key), read)
    }

    /// A list of nested mappings.
    package mutating func maps<Value>(_ key: String, _ read: (inout SettingsMap) -> Value?) -> [Value] {
        list(key).enumerated().compactMap { index, item in nested(item, path: "\(path(of: key))[\(index)]", read) }
    }

    /// All members in file order, for mappings whose keys are names; marks every key as asked for.
    package mutating func entries() -> [(key: String, value: SettingsNode)] {
        asked += order.map(\.0)
        return order.map { ($0.0, $0.1) }
    }

    /// Adds a problem of a key, at its own place when it is there.
    package mutating func fail(_ key: String, _ message: String) {
        problems.append(SettingsProblem(at: members[key] ?? node, key: path(of: key), message: message))
    }

    /// Adds problems that a nested reader found.
    package mutating func adopt(_ others: [SettingsProblem]) { problems += others }

    /// Reports unknown keys. Call last.
    package mutating func finish() {
        let known = Set(asked)
        for (name, value) in order where !known.contains(name) {
            let accepted = known.sorted().joined(separator: ", ")
            let message = "unknown key; accepted here: \(accepted)"
            problems.append(SettingsProblem(at: value, key: path(of: name), message: message))
        }
    }

    private mutating func nested<Value>(
        _ node: SettingsNode, path: String, _ read: (inout SettingsMap) -> Value?
    ) -> Value? {
        var inner = SettingsMap(node, path: path)
        let value = read(&inner)
        inner.finish()
        problems += inner.problems
        return inner.problems.isEmpty ? value : nil
    }
}

/// The problems of one or more settings files, all at once.
package struct SettingsFailure: Error, Sendable, CustomStringConvertible {
    package let problems: [SettingsProblem]
    package init(_ problems: [SettingsProblem]) { self.problems = problems }
    package var description: String { problems.map(\.description).joined(separator: "\n") }
}
