import Vocabulary

extension RowMapping {
    /// Reads `mapping` of a feed's file; nil when something is wrong, all of it told.
    ///
    /// Keys: `fields {address, network, domain, url, hash, indicator, port, prefix, asn, time, type, name, evidence}`,
    /// `types`, `time_format`, `zone`; for `csv` also `delimiter`, `comment`, `header`; for `json` also `rows`.
    static func read(_ map: inout SettingsMap, isTable: Bool) -> RowMapping? {
        var mapping = RowMapping()
        if isTable {
            mapping.readTable(&map)
        } else {
            let accepts = "the name of a member, 1–64 bytes"
            mapping.rows = map.optional("rows", accepts: accepts) { RowMapping.readName($0) }
        }
        let hasHeader = mapping.hasHeader
        let accepted = isTable ? (hasHeader ? columns : numbers) : paths
        let parse: (String) -> String? = { isTable && !hasHeader ? readNumber($0) : readName($0) }
        let fields: Bool? = map.map("fields") { map in
            mapping.readFields(&map, accepts: accepted, parse)
            return true
        }
        if fields == nil, map.problems.isEmpty {
            map.fail("fields", "missing; it says where address, domain, url, hash, time and so on stand")
        }
        mapping.readTypes(&map)
        mapping.readTime(&map)
        return map.problems.isEmpty ? mapping : nil
    }

    private static let columns = "the name of a column, 1–64 bytes"
    private static let numbers =
        "the number of a column, because the table has no header: 1 to 1000, or -1 to -1000 from the end"
    private static let paths = "the path of a member, as `source.ip`, 1–64 bytes"

    private mutating func readTable(_ map: inout SettingsMap) {
        let written = "`,` `;` `|` or `tab`, `blanks`"
        delimiter =
            map.optional("delimiter", accepts: written) { text in
                switch text {
                case "tab": .byte(0x09)
                case "blanks": .blanks
                case ",", ";", "|": text.utf8.first.map { .byte($0) }
                default: nil
                }
            } ?? delimiter
        comment = map.optional("comment", accepts: "what a comment begins with, 1–8 bytes, as `#`") {
            (1...8).contains($0.utf8.count) ? $0 : nil
        }
        hasHeader =
            map.optional("header", accepts: "true, false") { $0 == "true" ? true : $0 == "false" ? false : nil } ?? true
    }

    private mutating func readFields(
        _ map: inout SettingsMap, accepts: String, _ parse: @escaping (String) -> String?
    ) {
        for role in Role.allCases { places[role] = map.optional(role.rawValue, accepts: accepts, parse) }
        port = map.optional("port", accepts: accepts, parse)
        prefix = map.optional("prefix", accepts: accepts, parse)
        asn = map.optional("asn", accepts: accepts, parse)
        times = map.list("time", accepts: accepts, parse)
        type = map.optional("type", accepts: accepts, parse)
        name = map.optional("name", accepts: accepts, parse)
        evidence = map.list("evidence", accepts: accepts, parse)
        if places.isEmpty, map.problems.isEmpty {
            let roles = Role.allCases.map(\.rawValue).joined(separator: ", ")
            map.adopt([SettingsProblem(at: map.node, key: map.path, message: "at least one is needed of: \(roles)")])
        }
        if port != nil, places[.address] == nil, map.problems.isEmpty {
            map.fail("port", "a port belongs to an `address`, and none is mapped")
        }
        if prefix != nil, places[.network] == nil, map.problems.isEmpty {
            map.fail("prefix", "a prefix length belongs to a `network`, and none is mapped")
        }
    }

    private mutating func readTypes(_ map: inout SettingsMap) {
        let found: [String: RSIT]? = map.map("types") { map in
            var types: [String: RSIT] = [:]
            for (key, node) in map.entries() {
                if let type = node.scalar.flatMap({ RSIT($0) }) {
                    types[key] = type
                } else {
                    let shown = node.scalar.map { "`\($0.prefix(60))` is not accepted; " } ?? ""
                    map.fail(key, "\(shown)accepted: an RSIT type as vulnerable/vulnerable-system")
                }
            }
            return types
        }
        types = found ?? [:]
        if found != nil, type == nil, map.problems.isEmpty {
            map.fail("types", "nothing is mapped to `type`, whose words these are")
        }
    }

    private mutating func readTime(_ map: inout SettingsMap) {
        let accepts = "`common`, `unix`, `unix-ms`, or digits as `dd/MM/yyyy HH:mm:ss`"
        timeFormat =
            map.optional("time_format", accepts: accepts) { text in
                switch text {
                case "common": .common
                case "unix": .unixSeconds
                case "unix-ms": .unixMilliseconds
                default: TimePattern(text).map { .pattern($0) }
                }
            } ?? .common
        let zone = map.optional("zone", accepts: "`UTC`, or minutes east as `+09:00`", RowMapping.readZone)
        if let zone {
            guard case .pattern(var pattern) = timeFormat else {
                return map.fail(
                    "zone", "only a `time_format` of digits takes a zone; the others state theirs or are UTC")
            }
            pattern.zone = zone
            timeFormat = .pattern(pattern)
        }
    }

    private static func readName(_ text: String) -> String? {
        let isQuiet = text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        return (1...64).contains(text.utf8.count) && isQuiet ? text : nil
    }

    private static func readNumber(_ text: String) -> String? {
        guard let value = Int(text), value != 0, abs(value) <= 1000, String(value) == text else {
            return nil
        }
        return text
    }

    private static func readZone(_ text: String) -> Int? {
        if text == "UTC" { return 0 }
        let bytes = Array(text.utf8)
        guard bytes.count == 6, bytes[0] == 0x2B || bytes[0] == 0x2D, bytes[3] == 0x3A,
            let hours = Int(String(decoding: bytes[1...2], as: UTF8.self)), (0...14).contains(hours),
            let minutes = Int(String(decoding: bytes[4...5], as: UTF8.self)), (0...59).contains(minutes)
        else { return nil }
        return (bytes[0] == 0x2B ? 1 : -1) * (hours * 60 + minutes)
    }
}
