import Vocabulary

/// What the tags of an event, an object or an attribute say (MISP taxonomies `tlp`, `rsit`).
struct MISPTags {
    /// The strictest label among them; nil without one. An unknown label of TLP is the strictest.
    private(set) var tlp: TLP?
    /// The first RSIT type among them.
    private(set) var type: RSIT?

    init() {}

    /// Reads the list of tags at the cursor: `[{"name": "tlp:amber"}, {"name": "rsit:fraud=\"phishing\""}]`, or as
    /// exports of the database have it: `[{"Tag": {"name": "tlp:amber"}}]`.
    init(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.eachElement { cursor throws(JSONFailure) in try read(&cursor, depth: 0) }
    }

    /// What another list of tags says of the same.
    mutating func add(_ other: MISPTags) {
        tlp = [tlp, other.tlp].compactMap { $0 }.max()
        type = type ?? other.type
    }

    private mutating func read(_ cursor: inout JSONCursor, depth: Int) throws(JSONFailure) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if case "Tag" = key, depth == 0, try cursor.kind() == .object {
                try read(&cursor, depth: 1)
                continue
            }
            guard case "name" = key else {
                try cursor.skipValue()
                continue
            }
            let name = try cursor.readLine(limit: 256).lowercased()
            if name.hasPrefix("tlp:") {
                let label = TLP(label: name) ?? .red
                tlp = max(tlp ?? label, label)
            }
            if name.hasPrefix("rsit:") {
                let parts = name.dropFirst(5).split(separator: "=", maxSplits: 1)
                if parts.count == 2 { type = type ?? RSIT("\(parts[0])/\(parts[1].filter { $0 != "\"" })") }
            }
        }
    }
}

extension JSONCursor {
    /// `deleted` as exports write it: a flag, or 0 and 1 as a number or in quotes.
    mutating func readDeleted() throws(JSONFailure) -> Bool {
        switch try kind() {
        case .number: return try readNumberText() != "0"
        case .string: return !["", "0", "false"].contains(try readLine(limit: 16))
        case .bool, .null, .object, .array: return try readFlag()
        }
    }

    /// A number or a text as it is written; nil for anything else.
    mutating func readWord() throws(JSONFailure) -> String? {
        switch try kind() {
        case .number: return try readNumberText()
        case .string: return try readLine(limit: 64)
        case .bool, .null, .object, .array:
            try skipValue()
            return nil
        }
    }
}
