import Vocabulary

/// One entry of `affected[]`: a product and how its versions stand (CVE Record Format 5.1, `product`).
struct CVEAffected {
    private var vendor = ""
    private var product = ""
    private var packageName = ""
    private var collection = ""
    private var purl: String?
    private var cpes: [String] = []
    private var fallback: String?
    private var versions: [CVEVersion] = []

    init(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "vendor": vendor = try cursor.optionalLine() ?? ""
            case "product": product = try cursor.optionalLine() ?? ""
            case "packageName": packageName = try cursor.optionalLine() ?? ""
            case "collectionURL": collection = try cursor.optionalLine() ?? ""
            case "packageURL": purl = try cursor.optionalLine(limit: 2048)
            case "defaultStatus": fallback = try cursor.optionalString()
            case "cpes":
                try cursor.eachElement { cursor throws(JSONFailure) in
                    let cpe = try cursor.readLine(limit: 1024)
                    if cpes.count < 50, !cpes.contains(cpe) { cpes.append(cpe) }
                }
            case "versions":
                try cursor.eachElement { cursor throws(JSONFailure) in versions.append(try CVEVersion(&cursor)) }
            default: try cursor.skipValue()
            }
        }
    }

    /// One statement for each status that occurs and each CPE name; none for a product that is not named at all.
    ///
    /// Where everything not listed is affected, the affected statement covers all versions, and those that are not
    /// stand in a statement of their own: the schema says the list holds the exceptions of `defaultStatus`.
    var products: [ProductStatement] {
        let name = CVEAffected.isPlaceholder(product) ? packageName : product
        let package = purl ?? PackageCollection.purl(collection: collection, name: packageName)
        guard !CVEAffected.isPlaceholder(name) || !cpes.isEmpty || package != nil else { return [] }
        var found: [ProductStatement] = []
        let all = versions.flatMap(\.parts)
        for status in CVEAffected.statuses {
            let isNamed = all.contains { $0.status == status }
            let isRest = restStatus == status && (status == .affected || versions.isEmpty)
            guard isNamed || isRest else { continue }
            var statement = ProductStatement(
                vendor: CVEAffected.isPlaceholder(vendor) ? "" : vendor, product: name, status: status)
            statement.purl = package
            let isAll = isRest || all.contains { $0.status == status && $0.range == nil }
            if !isAll {
                for part in all where part.status == status {
                    if let range = part.range { statement.versions.append(range) }
                }
            }
            if cpes.isEmpty { found.append(statement) }
            for cpe in cpes {
                statement.cpe = cpe
                found.append(statement)
            }
        }
        return found
    }

    private static let statuses: [ProductStatus] = [.affected, .notAffected, .unknown]

    /// `defaultStatus` is `unknown` when it is not stated.
    private var restStatus: ProductStatus { CVEVersion.status(fallback) }

    private static func isPlaceholder(_ text: String) -> Bool {
        text.isEmpty || text == "n/a" || text == "N/A" || text == "-"
    }
}

/// One entry of `versions[]`, with the changes of status within it.
struct CVEVersion {
    private var version = ""
    private var stated: String?
    private var scheme = ""
    private var before: String?
    private var through: String?
    private var changes = CVEChanges()

    init(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "version": version = try cursor.optionalLine(limit: 1024) ?? ""
            case "status": stated = try cursor.optionalString()
            case "versionType": scheme = try cursor.optionalLine(limit: 128) ?? ""
            case "lessThan": before = try cursor.optionalLine(limit: 1024)
            case "lessThanOrEqual": through = try cursor.optionalLine(limit: 1024)
            case "changes": try cursor.eachElement { cursor throws(JSONFailure) in try changes.read(&cursor) }
            default: try cursor.skipValue()
            }
        }
    }

    /// The ranges with their status, in order; a nil range means all versions.
    ///
    /// A change of status at a version ends the part before it (schema: `changes[].at` is inclusive for the new
    /// status). Where the changes cannot be put in order the whole range is unknown, which a person has to look at.
    var parts: [(status: ProductStatus, range: VersionRange?)] {
        guard before != nil || through != nil else {
            if version == "*" || CVEVersion.isUnstated(version) { return [(CVEVersion.status(stated), nil)] }
            return [(CVEVersion.status(stated), VersionRange(exact: version, scheme: scheme))]
        }
        var parts: [(ProductStatus, VersionRange?)] = []
        var from = CVEVersion.isUnstated(version) || version == "*" ? nil : version
        var status = CVEVersion.status(stated)
        // `*` is no version but says that there is no upper bound.
        let end = before == "*" ? nil : before
        let last = end != nil || through == "*" ? nil : through
        guard let changes = changes.sorted(from: from, scheme: scheme) else {
            if from == nil, end == nil, last == nil { return [(.unknown, nil)] }
            return [(.unknown, VersionRange(from: from, before: end, through: last, scheme: scheme))]
        }
        for change in changes {
            parts.append((status, VersionRange(from: from, before: change.at, through: nil, scheme: scheme)))
            from = change.at
            status = CVEVersion.status(change.status)
        }
        if from == nil, end == nil, last == nil { return parts + [(status, nil)] }
        return parts + [(status, VersionRange(from: from, before: end, through: last, scheme: scheme))]
    }

    static func status(_ text: String?) -> ProductStatus {
        switch text {
        case "affected": .affected
        case "unaffected": .notAffected
        default: .unknown
        }
    }

    private static func isUnstated(_ version: String) -> Bool {
        ["", "n/a", "N/A", "unspecified", "unknown", "-"].contains(version)
    }
}

/// Package collections that a package URL type stands for (purl specification, type definitions).
enum PackageCollection {
    private static let types: [(host: String, type: String)] = [
        ("pkg.go.dev", "golang"), ("pypi.org", "pypi"), ("pypi.python.org", "pypi"), ("registry.npmjs.org", "npm"),
        ("www.npmjs.com", "npm"), ("npmjs.com", "npm"), ("crates.io", "cargo"), ("rubygems.org", "gem"),
        ("www.nuget.org", "nuget"), ("nuget.org", "nuget"), ("packagist.org", "composer"),
    ]

    /// `pkg:npm/lodash` for a known collection and a name of plain characters; nil otherwise.
    static func purl(collection: String, name: String) -> String? {
        guard !name.isEmpty, name.utf8.allSatisfy(isPlain), let host = host(of: collection),
            let type = types.first(where: { $0.host == host })?.type
        else { return nil }
        let encoded = name.hasPrefix("@") ? "%40" + name.dropFirst() : name
        return "pkg:\(type)/\(type == "pypi" ? encoded.lowercased() : encoded)"
    }

    private static func host(of address: String) -> String? {
        guard let scheme = address.firstRange(of: "://") else { return nil }
        return address[scheme.upperBound...].prefix { $0 != "/" }.lowercased()
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "/"), UInt8(ascii: "@"):
            true
        default: false
        }
    }
}
