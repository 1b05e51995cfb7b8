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

    private var groups: [Identity] = []
    private var byID: [String: (group: Int, ranges: [VersionRange]?)] = [:]

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
            byID[id] = (group, product.ranges)
        }
    }

    /// Statements in the order in which their products are first named; an id that the tree lacks is left out.
    func statements(_ named: [(id: String, status: ProductStatus)]) -> [ProductStatement] {
        var slots: [Slot: Int] = [:]
        var found: [(slot: Slot, ranges: [VersionRange], seen: Set<VersionRange>, isAll: Bool)] = []
        for (id, status) in named {
            guard let product = byID[id] else { continue }
            let slot = Slot(group: product.group, status: status)
            let index = slots[slot] ?? found.count
            if index == found.count {
                slots[slot] = index
                found.append((slot, [], [], false))
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
            return statement
        }
    }
}
