import Vocabulary

/// The products of a threat: one statement for each (vendor, product, status, label), with all ranges.
enum ThreatProducts {
    /// Sorted by (vendor, product, status, source); statements that say the same are kept once, the first by source,
    /// with the other reports that make them.
    static func merged(_ mentions: [ThreatMention]) -> [Sourced<ProductStatement>] {
        var seen: [Key: Int] = [:]
        var out: [Sourced<ProductStatement>] = []
        for mention in mentions {
            for product in mention.statement.products where mention.isHeard(on: product.status) {
                let key = Key(product, mention.tlp)
                guard let place = seen[key] else {
                    seen[key] = out.count
                    out.append(mention.sourced(product))
                    continue
                }
                // Mentions stand in the order of their places, so the last one named is the last that may be this one.
                if (out[place].also?.last ?? out[place].source) != mention.place {
                    out[place].also = out[place].also ?? []
                    out[place].also?.append(mention.place)
                }
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

extension ThreatMention {
    /// That a product is not affected, or fixed, closes findings: it is heard of sources graded A to C alone. What the
    /// others say of it stands in their reports.
    fileprivate func isHeard(on status: ProductStatus) -> Bool {
        switch status {
        case .notAffected, .fixed: reliability.isBelieved
        default: true
        }
    }
}
