import Vocabulary

/// Merges the products that a vulnerability names into statements: one for each vendor, product, status, CPE and purl.
///
/// Products are grouped once for the document; each vulnerability then works with small numbers only, so a document
/// with thousands of products and many vulnerabilities costs what it names, and no more.
struct CSAFProductStatements {
    private struct Identity: Hashable {
        var vendor: String
        var product: String
        var cpe: String?
        var purl: String?
    }

    private struct Slot: Hashable {
        var group: Int
        var status: ProductStatus
    }

    private struct Naming: Hashable {
        var id: String
        var status: ProductStatus
    }

    private var groups: [Identity] = []
    private var byID: [String: (group: Int, ranges: [VersionRange]?, platform: String?)] = [:]

    init(_ tree: CSAFProductTree) { self.init(tree.products) }

    /// Products by the ids with which statements name them.
    init(_ products: [String: CSAFProduct]) {
        var known: [Identity: Int] = [:]
        byID.reserveCapacity(products.count)
        for (id, product) in products {
            let identity = Identity(
                vendor: product.vendor, product: product.product, cpe: product.cpe, purl: product.purl)
            let group = known[identity] ?? groups.count
            if group == groups.count {
                groups.append(identity)
                known[identity] = group
            }
            byID[id] = (group, product.ranges, product.platform)
        }
    }

    /// What is said of a group under one status.
    private struct Said {
        let slot: Slot
        var ranges: [VersionRange] = []
        var seen: Set<VersionRange> = []
        var isAll = false
        var platforms: Set<String> = []
        var isEverywhere = false
    }

    /// Statements in the order in which their products are first named; an id that the tree lacks is left out.
    func statements(_ named: [(id: String, status: ProductStatus)]) -> [ProductStatement] {
        var slots: [Slot: Int] = [:]
        var found: [Said] = []
        var seen = Set<Naming>()
        for (id, status) in named {
            guard let product = byID[id], seen.insert(Naming(id: id, status: status)).inserted else { continue }
            let slot = Slot(group: product.group, status: status)
            let index = slots[slot] ?? found.count
            if index == found.count {
                slots[slot] = index
                found.append(Said(slot: slot))
            }
            if let platform = product.platform {
                found[index].platforms.insert(platform)
            } else {
                found[index].isEverywhere = true
            }
            guard let ranges = product.ranges else {
                found[index].isAll = true
                continue
            }
            for range in ranges where found[index].seen.insert(range).inserted { found[index].ranges.append(range) }
        }
        return found.map { entry in
            let identity = groups[entry.slot.group]
            var statement = ProductStatement(
                vendor: identity.vendor, product: identity.product, status: entry.slot.status)
            statement.cpe = identity.cpe
            statement.purl = identity.purl
            statement.versions = entry.isAll ? [] : entry.ranges
            statement.platforms = entry.isEverywhere ? nil : entry.platforms.sorted()
            return statement
        }
    }
}
