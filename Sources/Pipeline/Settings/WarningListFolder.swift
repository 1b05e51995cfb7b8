package import Analyze
import Durability
import Foundation
package import Vocabulary

extension Policies {
    /// The warning lists of a folder: `*.yaml` of ours, `*.json` in MISP's format, and MISP's own layout, in which each
    /// list is a folder with a `list.json`. Problems of all join; empty without a folder.
    package static func readWarningLists(
        in directory: String?, problems: inout [SettingsProblem]
    ) -> WarningIndex {
        guard let directory else { return .empty }
        var lists: [WarningList] = []
        var entries = 0
        do throws(DurabilityFailure) {
            for file in try files(in: directory) {
                guard let node = listNode(file, problems: &problems) else { continue }
                let strict = file.hasSuffix(".yaml")
                guard let list = WarningList(settings: node, strict: strict, problems: &problems) else { continue }
                entries += list.entries.count
                if lists.contains(where: { $0.name == list.name }) {
                    problems.append(
                        SettingsProblem(
                            file: file, line: 0, key: "name", message: "another list is called `\(list.name)` too"))
                }
                lists.append(list)
            }
        } catch {
            problems.append(
                SettingsProblem(file: directory, line: 0, key: "warninglists_dir", message: "cannot be read: \(error)"))
        }
        guard entries <= WarningIndex.entriesMax else {
            let message = "\(entries) entries in all lists; accepted: at most \(WarningIndex.entriesMax)"
            problems.append(SettingsProblem(file: directory, line: 0, key: "warninglists_dir", message: message))
            return .empty
        }
        return WarningIndex(lists)
    }

    private static func files(in directory: String) throws(DurabilityFailure) -> [String] {
        var found: [String] = []
        for (name, kind) in try DurableFolder.list(directory) {
            let path = directory + "/" + name
            if kind == .folder {
                let inner = try DurableFolder.list(path)
                if inner.contains(where: { $0.name == "list.json" && $0.kind != .folder }) {
                    found.append(path + "/list.json")
                }
            } else if name.hasSuffix(".yaml") || name.hasSuffix(".json") {
                found.append(path)
            }
        }
        return found.sorted()
    }

    private static func listNode(_ file: String, problems: inout [SettingsProblem]) -> SettingsNode? {
        do {
            guard file.hasSuffix(".json") else { return try SettingsFile.load(file) }
            let bytes = try DurableFile.read(file, limit: SettingsFile.bytesMax)
            return try JSONDecoder().decode(PublishedList.self, from: Data(bytes)).node(file: file)
        } catch let failure as SettingsFailure {
            problems += failure.problems
        } catch let failure as DurabilityFailure {
            problems.append(SettingsProblem(file: file, line: 0, key: "file", message: "\(failure)"))
        } catch {
            let message = "not a warning list in JSON\(PublishedList.place(of: error))"
            problems.append(SettingsProblem(file: file, line: 0, key: "file", message: message))
        }
        return nil
    }
}

/// A list as MISP publishes it (misp-warninglists, `schema.json`), and as the tree that settings readers read: it knows
/// its file, not its lines. A plain struct, because lists of ten thousand names are decoded at each start.
private struct PublishedList: Decodable {
    var name: String?
    var version: Version?
    var description: String?
    var type: String?
    var matching_attributes: [String]?
    var list: [String]?

    /// A number in nearly all lists.
    struct Version: Decodable {
        let text: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Int.self) {
                // Asking for a number first is how a Decoder is asked what it holds; the text throws for good.
                text = String(number)
            } else {
                text = try container.decode(String.self)
            }
        }
    }

    /// `, at list[17]`: where decoding stopped; empty when it does not say.
    static func place(of error: any Error) -> String {
        let path: [any CodingKey]
        switch error {
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
            DecodingError.keyNotFound(_, let context), DecodingError.dataCorrupted(let context):
            path = context.codingPath
        default: return ""  // Proof: DecodingError belongs to Foundation; its other cases carry no place.
        }
        let written = path.map { key in key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)" }.joined()
        return written.isEmpty ? "" : ", at \(written.drop { $0 == "." })"
    }

    func node(file: String) -> SettingsNode {
        let scalar = { (text: String?) in
            SettingsNode(content: .scalar(text ?? "", quoted: text != nil), file: file, line: 0)
        }
        let items = { (texts: [String]?) in
            SettingsNode(content: .list((texts ?? []).map(scalar)), file: file, line: 0)
        }
        let members = [
            ("name", scalar(name)), ("version", scalar(version?.text)), ("description", scalar(description)),
            ("type", scalar(type)), ("matching_attributes", items(matching_attributes)), ("list", items(list)),
        ]
        return SettingsNode(content: .map(members.map { (scalar($0.0), $0.1) }), file: file, line: 0)
    }
}
