package import Vocabulary

extension WarningList {
    /// Reads a list: `name`, `version`, `type`, `list` and, as you like, `description` and `matching_attributes`.
    ///
    /// Nil when there are problems; all of them are added, each with its line. `strict` is for our own files, in which
    /// an unknown key is a misspelt one and an unreadable entry a mistake; files of others have keys of their own, and
    /// one entry of theirs spoils itself alone.
    package init?(settings: SettingsNode, strict: Bool, problems: inout [SettingsProblem]) {
        var map = SettingsMap(settings)
        let line = { (text: String) -> String? in
            let fits = (1...200).contains(text.utf8.count) && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
            return fits ? text : nil
        }
        let name = map.required("name", accepts: "a text of one line", line)
        let version = map.required("version", accepts: "a number or a date", line)
        let kinds = Kind.allCases.map(\.rawValue).joined(separator: ", ")
        let kind = map.required("type", accepts: kinds) { Kind(rawValue: $0) }
        let summary = map.optional("description", accepts: "text") { $0 } ?? ""
        let attributes = map.list("matching_attributes", accepts: "an attribute type of MISP, such as ip-dst", line)
        let written = map.list("list")
        if written.count > WarningList.entriesMax {
            map.fail("list", "\(written.count) entries; accepted: at most \(WarningList.entriesMax)")
        }
        var entries: [WarningEntry] = []
        var leftOut: [String] = []
        if let kind, written.count <= WarningList.entriesMax {
            let wrong = WarningList.read(written, kind, into: &entries)
            if strict { WarningList.report(wrong, kind, &map) } else { leftOut = wrong.map { $0.node.scalar ?? "" } }
        }
        if strict { map.finish() }
        problems += map.problems
        guard map.problems.isEmpty, let name, let version, let kind else { return nil }
        self.name = name
        self.version = version
        self.summary = summary
        self.kind = kind
        speaksOf = WarningList.subjects(attributes, kind)
        self.entries = entries
        self.leftOut = leftOut
    }

    /// Problems of entries named at most; the rest is a number.
    private static let namedMax = 20

    /// Reads the entries; returns those that cannot be read, with their places.
    private static func read(
        _ nodes: [SettingsNode], _ kind: Kind, into entries: inout [WarningEntry]
    ) -> [(place: Int, node: SettingsNode)] {
        var wrong: [(place: Int, node: SettingsNode)] = []
        entries.reserveCapacity(nodes.count)
        for (place, node) in nodes.enumerated() {
            if let text = node.scalar, let entry = WarningEntry.read(text, kind: kind) {
                entries.append(entry)
            } else {
                wrong.append((place, node))
            }
        }
        return wrong
    }

    private static func report(
        _ wrong: [(place: Int, node: SettingsNode)], _ kind: Kind, _ map: inout SettingsMap
    ) {
        map.adopt(wrong.prefix(namedMax).map { place, node in
            let shown = node.scalar.map { "`\($0.prefix(60))` is not accepted; " } ?? ""
            let message = "\(shown)accepted in a list of type \(kind.rawValue): \(WarningEntry.accepts(kind))"
            return SettingsProblem(at: node, key: "list[\(place)]", message: message)
        })
        if wrong.count > namedMax { map.fail("list", "\(wrong.count - namedMax) more entries are not accepted") }
    }

    /// What the attribute types of MISP mean here; without any, all that entries of the kind can meet.
    private static func subjects(_ attributes: [String], _ kind: Kind) -> Set<WarningSubject.Kind> {
        if attributes.isEmpty { return Set(WarningSubject.Kind.allCases) }
        var found: Set<WarningSubject.Kind> = []
        for attribute in attributes {
            // `domain|ip`, `ip-dst|port`: each part is one of the two values of such an attribute.
            for part in attribute.lowercased().split(separator: "|") {
                switch part {
                case "ip-src", "ip-dst", "ip": found.insert(.address)
                case "domain", "hostname": found.insert(.name)
                // The host of a web address is what names and networks are compared with.
                case "url", "uri", "link": found.formUnion([.address, .name, .text])
                case "port": break
                default: found.insert(.text)  // Proof: MISP's attribute types are text, not one of our enums.
                }
            }
        }
        return found
    }
}
