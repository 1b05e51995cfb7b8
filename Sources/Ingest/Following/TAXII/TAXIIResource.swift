import Vocabulary

/// What a TAXII server's answer is, told by its members; only what following needs.
///
/// Source: TAXII 2.1 §§ 4.1 (discovery), 4.2 (API root), 5.1 and 5.2 (collections), 3.7 (envelope).
struct TAXIIResource: Sendable {
    struct Collection: Sendable, Hashable {
        var id: String
        var title = ""
        var canRead = true
    }

    /// Discovery: addresses of API roots.
    var roots: [String]?
    /// An API root says which versions it speaks.
    var isRoot = false
    /// The list of collections; a collection by itself is a list of one.
    var collections: [Collection]?
    /// An envelope: its number of objects, and whether there is more, where.
    var objects = 0
    var more = false
    var next: String?

    static let bytesMax = 1 << 20

    /// - Throws: what is no object.
    init(_ bytes: [UInt8]) throws(JSONFailure) {
        let text = try CheckedJSON(bytes)
        self = try text.read { cursor throws(JSONFailure) in try TAXIIResource(&cursor) }
    }

    private init(_ cursor: inout JSONCursor) throws(JSONFailure) {
        var own = Collection(id: "")
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "api_roots": roots = try Self.texts(&cursor)
            case "versions":
                isRoot = true
                try cursor.skipValue()
            case "collections": collections = try Self.collections(&cursor)
            case "objects":
                try cursor.eachElement { cursor throws(JSONFailure) in
                    objects += 1
                    try cursor.skipValue()
                }
            case "more": more = try Self.truth(&cursor)
            case "next": next = try cursor.optionalString()
            case "id": own.id = try cursor.optionalString() ?? ""
            case "title": own.title = try cursor.optionalLine() ?? ""
            case "can_read":
                own.canRead = try Self.truth(&cursor)
                collections = collections ?? []
            default: try cursor.skipValue()
            }
        }
        // Only a collection has `can_read`.
        if collections?.isEmpty == true, !own.id.isEmpty { collections = [own] }
    }

    private static func texts(_ cursor: inout JSONCursor) throws(JSONFailure) -> [String] {
        var found: [String] = []
        try cursor.eachElement { cursor throws(JSONFailure) in found.append(try cursor.readString()) }
        return found
    }

    private static func truth(_ cursor: inout JSONCursor) throws(JSONFailure) -> Bool {
        guard try cursor.kind() == .bool else {
            throw JSONFailure(.wrongType, at: try cursor.place(), "true or false is expected")
        }
        let start = cursor.at
        try cursor.skipValue()
        return cursor.base[start] == UInt8(ascii: "t")
    }

    private static func collections(_ cursor: inout JSONCursor) throws(JSONFailure) -> [Collection] {
        var found: [Collection] = []
        try cursor.eachElement { cursor throws(JSONFailure) in
            var collection = Collection(id: "")
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                switch key {
                case "id": collection.id = try cursor.readString()
                case "title": collection.title = try cursor.optionalLine() ?? ""
                case "can_read": collection.canRead = try truth(&cursor)
                default: try cursor.skipValue()
                }
            }
            found.append(collection)
        }
        return found
    }
}
