import Vocabulary

/// Reads a ROLIE feed of CSAF documents.
///
/// Source: CSAF 2.0 § 7.1.15; RFC 8322. A bad entry costs itself alone.
enum ROLIEFeed {
    static let bytesMax = 32 << 20

    /// Hands on each document as it is read.
    /// - Throws: when the whole is no ROLIE feed.
    static func read(
        _ bytes: [UInt8], at base: WebLink, _ take: (CSAFListing) -> Void
    ) throws(JSONFailure) -> CSAFListEnd {
        let text = try CheckedJSON(bytes)
        return try text.read { cursor throws(JSONFailure) in
            var end: CSAFListEnd?
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                switch key {
                case "feed": end = try feed(&cursor, base, take)
                default: try cursor.skipValue()
                }
            }
            guard let end else { throw JSONFailure(.notThisFormat, at: 0, "no member `feed`: this is no ROLIE feed") }
            return end
        }
    }

    private static func feed(
        _ cursor: inout JSONCursor, _ base: WebLink, _ take: (CSAFListing) -> Void
    ) throws(JSONFailure) -> CSAFListEnd {
        var list = CSAFListEnd()
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "link":
                for link in try links(&cursor) where link.relation == "next" { list.next = link.target }
            case "entry":
                try cursor.eachElement { cursor throws(JSONFailure) in
                    let start = try cursor.place()
                    do throws(JSONFailure) {
                        if let listing = try entry(&cursor, base) {
                            take(listing)
                        } else {
                            list.unusable += 1
                        }
                    } catch {
                        cursor.at = start
                        try cursor.skipValue()
                        list.unusable += 1
                    }
                }
            default: try cursor.skipValue()
            }
        }
        return list
    }

    private static func entry(_ cursor: inout JSONCursor, _ base: WebLink) throws(JSONFailure) -> CSAFListing? {
        var updated: Instant?
        var found: [(relation: String, target: String)] = []
        var source: String?
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "updated": updated = try cursor.readInstant()
            case "link": found = try links(&cursor)
            case "content": source = try content(&cursor)
            default: try cursor.skipValue()
            }
        }
        let own = found.first { $0.relation == "self" }?.target ?? source
        guard let link = own.flatMap({ base.resolve($0) }), link.path.hasSuffix(".json") else { return nil }
        let hashes = found.filter { $0.relation == "hash" }.compactMap { base.resolve($0.target) }
        let signature = found.first { $0.relation == "signature" }.flatMap { base.resolve($0.target) }
        return CSAFListing(
            link: link, updated: updated, files: CSAFFiles(hashes: hashes, signature: signature, of: link))
    }

    private static func links(
        _ cursor: inout JSONCursor
    ) throws(JSONFailure) -> [(relation: String, target: String)] {
        var found: [(String, String)] = []
        try cursor.eachElement { cursor throws(JSONFailure) in
            var relation = ""
            var target = ""
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                switch key {
                case "rel": relation = try cursor.readString()
                case "href": target = try cursor.readString()
                default: try cursor.skipValue()
                }
            }
            if found.count < 32 { found.append((relation, target)) }
        }
        return found
    }

    private static func content(_ cursor: inout JSONCursor) throws(JSONFailure) -> String? {
        var source: String?
        if try cursor.takeNull() { return nil }
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "src": source = try cursor.optionalString()
            default: try cursor.skipValue()
            }
        }
        return source
    }
}
