package import Foundation
package import Vocabulary
import Yams

/// Reads a YAML file into nodes that know their place. The only reader of YAML; rooms see ``SettingsNode``.
package enum SettingsFile {
    /// Bytes of one settings file; a register may be larger.
    package static let bytesMax = 64 << 20

    /// - Throws: ``SettingsFailure`` with one problem: unreadable, too large, not YAML, a repeated key, nested too
    ///   deep.
    package static func load(_ path: String) throws(SettingsFailure) -> SettingsNode {
        try parse(try bytes(path), file: path)
    }

    /// What stands in a file, of whatever form.
    /// - Throws: ``SettingsFailure`` with one problem: unreadable, too large.
    static func bytes(_ path: String) throws(SettingsFailure) -> Data {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            let why = access(path, F_OK) == 0 ? "you may not read it" : "there is no such file"
            throw failure(path, 0, why)
        }
        guard data.count <= bytesMax else { throw failure(path, 0, "larger than \(bytesMax >> 20) MiB") }
        return data
    }

    /// As ``load(_:)``, on bytes that came over the socket; `file` is for messages only.
    package static func parse(_ data: Data, file: String) throws(SettingsFailure) -> SettingsNode {
        guard data.count <= bytesMax else { throw failure(file, 0, "larger than \(bytesMax >> 20) MiB") }
        guard let text = String(data: data, encoding: .utf8) else { throw failure(file, 0, "not UTF-8 text") }
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw failure(file, line(of: error), "not YAML: \(error)")
        }
        guard let root else { return SettingsNode(content: .scalar("", quoted: false), file: file, line: 1) }
        // Each node of a text without aliases has a byte of its own; aliases of aliases have thousands of millions.
        var budget = data.count + 16
        return try convert(root, file: file, depth: 0, budget: &budget)
    }

    private static func convert(
        _ node: Node, file: String, depth: Int, budget: inout Int
    ) throws(SettingsFailure) -> SettingsNode {
        let line = node.mark?.line ?? 0
        budget -= 1
        guard budget > 0 else { throw failure(file, line, "aliases are not accepted; write the value out") }
        guard depth < 32 else { throw failure(file, line, "nested deeper than 32") }
        switch node {
        case .scalar(let scalar):
            let quoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
            return SettingsNode(content: .scalar(scalar.string, quoted: quoted), file: file, line: line)
        case .sequence(let items):
            var nodes: [SettingsNode] = []
            for item in items { nodes.append(try convert(item, file: file, depth: depth + 1, budget: &budget)) }
            return SettingsNode(content: .list(nodes), file: file, line: line)
        case .mapping(let pairs):
            var members: [(key: SettingsNode, value: SettingsNode)] = []
            var seen = Set<String>()
            for (key, value) in pairs {
                let name = try convert(key, file: file, depth: depth + 1, budget: &budget)
                if let text = name.scalar, !seen.insert(text).inserted {
                    throw failure(file, name.line, "the key `\(text)` stands here twice")
                }
                members.append((name, try convert(value, file: file, depth: depth + 1, budget: &budget)))
            }
            return SettingsNode(content: .map(members), file: file, line: line)
        case .alias:
            throw failure(file, line, "aliases are not accepted; write the value out")
        }
    }

    private static func line(of error: any Error) -> Int {
        guard let yaml = error as? YamlError else { return 0 }
        switch yaml {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): return mark.line
        default: return 0  // Proof: YamlError belongs to Yams; its other cases carry no place.
        }
    }

    private static func failure(_ file: String, _ line: Int, _ message: String) -> SettingsFailure {
        SettingsFailure([SettingsProblem(file: file, line: line, key: "file", message: message)])
    }
}
