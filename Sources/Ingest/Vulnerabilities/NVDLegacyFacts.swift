import Vocabulary

/// What stands around the record in an item of the form 1.1 (`nvd_cve_feed_json_1.1`, `def_cve_item`).
struct NVDLegacyFacts {
    var published: Instant?
    var modified: Instant?
    var metrics = NVDMetrics()
    private(set) var products: [ProductStatement] = []

    private static let nodesMax = 20_000

    /// `configurations`: nodes of which any may hold, each with criteria of its own or children that have them.
    mutating func readConfigurations(_ cursor: inout JSONCursor) throws(JSONFailure) {
        var count = 0
        try cursor.eachMember { key, cursor throws(JSONFailure) in
            guard case "nodes" = key else { return try cursor.skipValue() }
            try cursor.eachElement { cursor throws(JSONFailure) in
                let node = try NVDNode(&cursor)
                count += 1
                if count <= NVDLegacyFacts.nodesMax { products += NVDConfiguration(legacy: node).products }
            }
        }
    }
}
