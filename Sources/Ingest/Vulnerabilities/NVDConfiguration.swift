import Vocabulary

/// One of `configurations[]`: nodes of CPE match criteria, joined by AND or OR.
///
/// What can be decided of an asset alone becomes a statement of *affected*: each vulnerable criterion of a
/// configuration without a condition, and firmware whose condition is a piece of hardware. Whether an application runs
/// on a certain system, or two products stand together, the register does not know: *unknown*, so that a person is
/// asked.
struct NVDConfiguration {
    private var isConjunction = false
    private var isNegated = false
    private var nodes: [NVDNode] = []

    /// A node of the form 1.1, whose children are what nodes are in a configuration of the form 2.0.
    init(legacy node: NVDNode) {
        isConjunction = node.isConjunction && !node.children.isEmpty
        isNegated = node.isNegated
        nodes = node.children.isEmpty ? [node] : node.children
    }

    init(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "operator": isConjunction = try cursor.optionalString() == "AND"
            case "negate": isNegated = try cursor.readFlag()
            case "nodes":
                try cursor.eachElement { cursor throws(JSONFailure) in
                    let node = try NVDNode(&cursor)
                    if nodes.count < 1000 { nodes.append(node) }
                }
            default: try cursor.skipValue()
            }
        }
    }

    /// One statement for each vulnerable criterion that is named, with all its ranges; in order of appearance.
    var products: [ProductStatement] {
        var places: [String: Int] = [:]
        var out: [ProductStatement] = []
        // A node with a vulnerable criterion is none of hardware alone: all the others are, if it is the only such one.
        let isAmongHardware = nodes.count { !$0.isHardware } == 1
        for node in nodes where !node.isNegated && !isNegated {
            for match in node.matches where match.isVulnerable {
                let isDecided = isDecided(match, within: node, isAmongHardware: isAmongHardware)
                let key = "\(isDecided)\(match.criteria)"
                if let known = places[key] {
                    // A range without bounds says all there is to say.
                    if match.range == nil { out[known].versions = [] }
                    if let range = match.range, !out[known].versions.isEmpty { out[known].versions.append(range) }
                    continue
                }
                places[key] = out.count
                out.append(match.statement(isDecided ? .affected : .unknown))
            }
        }
        return out
    }

    private func isDecided(_ match: NVDMatch, within node: NVDNode, isAmongHardware: Bool) -> Bool {
        if node.isConjunction, node.matches.count > 1 { return false }
        guard isConjunction, nodes.count > 1 else { return true }
        return match.part == "o" && isAmongHardware
    }
}

/// One of `nodes[]`.
struct NVDNode {
    private(set) var isConjunction = false
    private(set) var isNegated = false
    private(set) var matches: [NVDMatch] = []
    /// Only in the form 1.1, and there of one level (`nvd_cve_feed_json_1.1`); what is deeper is left out.
    private(set) var children: [NVDNode] = []
    /// Whether it names hardware alone, none of it vulnerable.
    private(set) var isHardware = false

    private static let childrenMax = 1000
    private static let matchesMax = 20_000

    init(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "operator": isConjunction = try cursor.optionalString() == "AND"
            case "negate": isNegated = try cursor.readFlag()
            case "children":
                try cursor.eachElement { cursor throws(JSONFailure) in
                    let node = try NVDNode(&cursor)
                    if children.count < NVDNode.childrenMax { children.append(node) }
                }
            case "cpeMatch", "cpe_match":
                try cursor.eachElement { cursor throws(JSONFailure) in
                    let match = try NVDMatch(&cursor)
                    if matches.count < NVDNode.matchesMax, !match.criteria.isEmpty { matches.append(match) }
                }
            default: try cursor.skipValue()
            }
        }
        isHardware = !isNegated && matches.allSatisfy { $0.part == "h" && !$0.isVulnerable }
    }
}

/// One of `cpeMatch[]`: a CPE name with bounds of versions.
struct NVDMatch {
    private(set) var isVulnerable = false
    private(set) var criteria = ""
    private var start: String?
    private var startExcluded: String?
    private var before: String?
    private var through: String?

    init(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "vulnerable": isVulnerable = try cursor.readFlag()
            case "criteria", "cpe23Uri": criteria = try cursor.optionalLine(limit: 1024) ?? ""
            case "versionStartIncluding": start = try cursor.optionalLine(limit: 256)
            case "versionStartExcluding": startExcluded = try cursor.optionalLine(limit: 256)
            case "versionEndIncluding": through = try cursor.optionalLine(limit: 256)
            case "versionEndExcluding": before = try cursor.optionalLine(limit: 256)
            default: try cursor.skipValue()
            }
        }
    }

    /// `a`, `o` or `h`; empty when this is no CPE 2.3 formatted string.
    var part: String { parts.count == 13 ? parts[2] : "" }

    /// Nil without bounds: then the name's own version counts, if it has one.
    var range: VersionRange? {
        let after = start == nil ? startExcluded : nil
        return start == nil && after == nil && before == nil && through == nil
            ? nil
            : VersionRange(from: start, after: after, before: before, through: before == nil ? through : nil)
    }

    func statement(_ status: ProductStatus) -> ProductStatement {
        let named = parts.count == 13
        var statement = ProductStatement(
            vendor: named ? parts[3] : "", product: named ? parts[4] : criteria, status: status)
        statement.cpe = criteria
        statement.versions = range.map { [$0] } ?? []
        return statement
    }

    /// Attributes of the formatted string (NISTIR 7695 § 6.2): cut at unquoted colons, quotes removed.
    private var parts: [String] {
        var parts: [[UInt8]] = [[]]
        var isQuoted = false
        for byte in criteria.utf8 {
            if isQuoted {
                parts[parts.count - 1].append(byte)
                isQuoted = false
            } else if byte == UInt8(ascii: "\\") {
                isQuoted = true
            } else if byte == UInt8(ascii: ":") {
                parts.append([])
            } else {
                parts[parts.count - 1].append(byte)
            }
        }
        return parts.map { String(decoding: $0, as: UTF8.self) }
    }
}

extension JSONCursor {
    /// True or false; null is false.
    package mutating func readFlag() throws(JSONFailure) -> Bool {
        if try takeNull() { return false }
        guard try kind() == .bool else { throw try mismatch("true or false") }
        let isTrue = base[at] == UInt8(ascii: "t")
        skipWord()
        return isTrue
    }
}
