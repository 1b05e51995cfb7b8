import Vocabulary

/// The products of a threat: one statement for each (vendor, product, status, label), with all ranges.
enum ThreatProducts {
    /// Sorted by (vendor, product, status, source); statements that say the same are kept once, the first by source.
    static func merged(_ mentions: [ThreatMention]) -> [Sourced<ProductStatement>] {
        var seen = Set<Key>()
        var out: [Sourced<ProductStatement>] = []
        for mention in mentions {
            for product in mention.statement.products where seen.insert(Key(product, mention.tlp)).inserted {
                out.append(mention.sourced(product))
            }
        }
        return out.enumerated().sorted { left, right in
            let (a, b) = (left.element.value, right.element.value)
            let (x, y) = ((a.vendor, a.product, a.status.rawValue), (b.vendor, b.product, b.status.rawValue))
            return x == y ? left.offset < right.offset : x < y
        }.map(\.element)
    }

    private struct Key: Hashable {
        let product: ProductStatement
        let tlp: TLP

        init(_ product: ProductStatement, _ tlp: TLP) {
            self.product = product
            self.tlp = tlp
        }
    }
}
