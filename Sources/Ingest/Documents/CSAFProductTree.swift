import Vocabulary

/// What a product id of the document means.
struct CSAFProduct {
    var vendor: String
    var product: String
    /// Nil: all versions.
    var ranges: [VersionRange]?
    var cpe: String?
    var purl: String?
    /// The platform on which it is meant; nil: wherever it runs.
    var platform: String?
}

/// The product tree of a CSAF document (§ 3.2.2), resolved: every product id with its meaning.
///
/// Branches are noted with their parents while reading, and looked up from each leaf afterwards, so members may stand
/// in any order and the cost is the number of leaves times their depth (at most 64).
struct CSAFProductTree {
    private(set) var products: [String: CSAFProduct] = [:]
    private var branches: [(parent: Int, category: String, name: String)] = []
    private var leaves: [(branch: Int, name: CSAFFullName)] = []
    private var relations: [CSAFRelationship] = []

    init() {}

    init(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "branches": try readBranches(&cursor, parent: -1)
            case "full_product_names":
                try cursor.eachElement { cursor throws(JSONFailure) in
                    leaves.append((-1, try CSAFFullName(&cursor)))
                }
            case "relationships":
                try cursor.eachElement { cursor throws(JSONFailure) in
                    relations.append(try CSAFRelationship(&cursor))
                }
            default: try cursor.skipValue()
            }
        }
        products.reserveCapacity(leaves.count + relations.count)
        for leaf in leaves where products[leaf.name.id] == nil {
            products[leaf.name.id] = resolve(leaf.name, leaf.branch)
        }
        let named = leaves.map(\.name) + relations.map(\.name)
        resolveRelations(names: Dictionary(named.map { ($0.id, $0.name) }) { first, _ in first })
        (branches, leaves, relations) = ([], [], [])
    }

    /// The checked text holds at most 64 containers within each other, and a branch is two: the recursion ends there.
    private mutating func readBranches(_ cursor: inout JSONCursor, parent: Int) throws(JSONFailure) {
        if try cursor.takeNull() { return }
        try cursor.beginArray()
        while try cursor.nextElement() {
            let branch = branches.count
            branches.append((parent, "", ""))
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                switch key {
                case "category": branches[branch].category = try cursor.optionalString() ?? ""
                case "name": branches[branch].name = try cursor.optionalLine() ?? ""
                case "branches": try readBranches(&cursor, parent: branch)
                case "product": leaves.append((branch, try CSAFFullName(&cursor)))
                default: try cursor.skipValue()
                }
            }
        }
    }

    private func resolve(_ name: CSAFFullName, _ leaf: Int) -> CSAFProduct {
        var vendor: String?, product: String?, family: String?, version: String?
        var branch = leaf
        while branch >= 0 {
            let (parent, category, text) = branches[branch]
            switch category {
            case "vendor": vendor = vendor ?? text
            case "product_name": product = product ?? text
            case "product_family": family = family ?? text
            case "product_version", "product_version_range": version = version ?? text
            default: break
            }
            branch = parent
        }
        // A package's branch often names package, version and architecture in one; its package URL has them apart.
        if product == nil, let purl = name.purl, let package = PackageURL(reading: purl) {
            let range = package.orderedVersion.map { [VersionRange(exact: $0, scheme: package.type)] }
            return CSAFProduct(
                vendor: vendor ?? "", product: package.name, ranges: range ?? version.flatMap(CSAFVersions.ranges),
                cpe: name.cpe, purl: purl)
        }
        if product == nil, let version, let package = RPMName(version) {
            return CSAFProduct(
                vendor: vendor ?? "", product: package.name,
                ranges: [VersionRange(exact: package.version, scheme: "rpm")], cpe: name.cpe, purl: name.purl)
        }
        // Without any name above it, a "version" is the package itself (Red Hat's VEX): a name, and all its versions.
        let isName = product == nil && family == nil
        return CSAFProduct(
            vendor: vendor ?? "", product: product ?? family ?? version ?? name.name,
            ranges: isName || version == product ? nil : version.flatMap(CSAFVersions.ranges),
            cpe: name.cpe, purl: name.purl)
    }

    /// A relationship is its component, seen on a platform (§ 3.2.2.4).
    ///
    /// The component's vendor, name, versions and identifiers stand; the platform lends its vendor where the component
    /// has none, and its name to the statement: what holds on one platform need not hold on another. The platform's CPE
    /// is not taken over: it would make every system of that platform carry the component.
    private mutating func resolveRelations(names: [String: String]) {
        var open = relations
        // Relationships may rest on others; one pass for each level, and rings resolve never.
        for _ in 0..<8 where !open.isEmpty {
            var left: [CSAFRelationship] = []
            for relation in open {
                guard products[relation.name.id] == nil else { continue }
                guard var product = products[relation.component] else {
                    left.append(relation)
                    continue
                }
                if product.vendor.isEmpty { product.vendor = products[relation.platform]?.vendor ?? "" }
                let platform = names[relation.platform] ?? ""
                product.platform = platform.isEmpty ? relation.platform : platform
                product.cpe = relation.name.cpe ?? product.cpe
                product.purl = relation.name.purl ?? product.purl
                products[relation.name.id] = product
            }
            open = left
        }
        for relation in open where products[relation.name.id] == nil {
            products[relation.name.id] = resolve(relation.name, -1)
        }
    }
}

/// `full_product_name_t` (§ 3.1.3).
struct CSAFFullName {
    private(set) var id = ""
    private(set) var name = ""
    private(set) var cpe: String?
    private(set) var purl: String?

    init(_ cursor: inout JSONCursor) throws(JSONFailure) {
        let start = try cursor.place()
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "product_id": id = try cursor.readString()
            case "name": name = try cursor.optionalLine() ?? ""
            case "product_identification_helper": try readHelper(&cursor)
            default: try cursor.skipValue()
            }
        }
        if id.isEmpty { throw JSONFailure(.missingField, at: start, "the product has no `product_id`") }
    }

    private mutating func readHelper(_ cursor: inout JSONCursor) throws(JSONFailure) {
        if try cursor.takeNull() { return }
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "cpe": cpe = try cursor.optionalLine(limit: 1024)
            case "purl": purl = try cursor.optionalLine(limit: 2048)
            default: try cursor.skipValue()
            }
        }
    }
}

/// One entry of `relationships[]` (§ 3.2.2.4).
struct CSAFRelationship {
    private(set) var component = ""
    private(set) var platform = ""
    let name: CSAFFullName

    init(_ cursor: inout JSONCursor) throws(JSONFailure) {
        let start = try cursor.place()
        var found: CSAFFullName?
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "product_reference": component = try cursor.readString()
            case "relates_to_product_reference": platform = try cursor.readString()
            case "full_product_name": found = try CSAFFullName(&cursor)
            default: try cursor.skipValue()
            }
        }
        guard let found else {
            throw JSONFailure(.missingField, at: start, "the relationship has no `full_product_name`")
        }
        name = found
    }
}
