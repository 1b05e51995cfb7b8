import Vocabulary

/// The members of an object.
struct XARFObject: Sendable {
    /// What stands beside the named members.
    enum Others: Sendable {
        case accepted
        case refused
        case each(XARFShape)
    }

    var fields: [String: XARFShape]
    var required: [String] = []
    /// Of each of these lists at least one member must be there.
    var anyOf: [[String]] = []
    var others = Others.accepted
    /// Whether at least one member must be there, whichever.
    var isFilled = false

    func check(_ cursor: inout JSONCursor) throws(JSONFailure) {
        let start = try cursor.place()
        var found: Set<String> = []
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            let name = key.text
            found.insert(name)
            if let shape = fields[name] {
                try shape.check(&cursor)
                continue
            }
            switch others {
            case .accepted: try cursor.skipValue()
            case .each(let shape): try shape.check(&cursor)
            case .refused:
                let shown = MemberScreening.shown(name.utf8.prefix(40))
                let message = "`\(shown)` is unknown; accepted: \(fields.keys.sorted().joined(separator: ", "))"
                throw JSONFailure(.badValue, at: try cursor.place(), message)
            }
        }
        if let missing = required.first(where: { !found.contains($0) }) {
            throw JSONFailure(.missingField, at: start, "`\(missing)` is missing")
        }
        if isFilled, found.isEmpty {
            throw JSONFailure(.missingField, at: start, "the object is empty; at least one member is expected")
        }
        for names in anyOf where found.isDisjoint(with: names) {
            throw JSONFailure(
                .missingField, at: start, "one of \(names.map { "`\($0)`" }.joined(separator: ", ")) is missing")
        }
    }
}
