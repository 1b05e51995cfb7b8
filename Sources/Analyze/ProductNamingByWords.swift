import Constituency
import Vocabulary

/// Names that are not spelt alike: with the vendor's words or without, as a pattern, longer or shorter, or the vendor's
/// alone. Vendors must have the same letters; how much of a product's name is shared is a matter of its words.
extension ProductNaming {
    /// Why both names are one product's though they are written in two ways; nil where they are not.
    static func same(_ product: StatedProduct, _ registered: RegisteredSoftware) -> String? {
        if let pattern = pattern(product, registered) { return pattern }
        guard registered.words.contains(where: { !$0.vendor.isEmpty }) else { return nil }
        for (left, words) in zip(product.names, product.said.words) where !words.vendor.isEmpty {
            for (right, own) in zip(registered.names, registered.words)
            where right.vendor == left.vendor && words.relation(to: own) == .same {
                return "`\(left.text)` and `\(right.text)` are the same but for the vendor's name"
            }
        }
        return nil
    }

    /// A match that is never more than a question.
    static func vague(_ product: StatedProduct, _ registered: RegisteredSoftware) -> ProductNaming? {
        for (left, words) in zip(product.names, product.said.words) where !words.vendor.isEmpty {
            for (right, own) in zip(registered.names, registered.words) where words.relation(to: own) != nil {
                return ProductNaming(
                    rule: .product, confidence: .possible,
                    reason: "product `\(right.product)` may be `\(left.product)` of the same vendor",
                    versions: product.versions, alias: "\(left.text)=\(right.text)", isVague: true)
            }
        }
        guard product.said.breadth != .one else { return nil }
        let vendors = product.said.vendors
        guard let own = registered.words.first(where: { vendors.contains($0.vendor) }) else { return nil }
        // Versions of many products together say nothing of one.
        return ProductNaming(
            rule: .product, confidence: .possible,
            reason: "the source names no product, only the vendor `\(own.vendor)`", versions: [], isVague: true)
    }

    /// A product of the CPE with wildcards, and software that is registered by a plain name of that vendor.
    private static func pattern(_ product: StatedProduct, _ registered: RegisteredSoftware) -> String? {
        guard let cpe = product.cpe, cpe.product.isPattern, let vendor = product.said.codedVendor else { return nil }
        let letters = ProductWords.letters(vendor)
        for (name, words) in zip(registered.names, registered.words) where words.vendor == letters {
            if CPERelation.attribute(cpe.product, CPEName.Value(plain: name.product)) == .superset {
                return "`\(cpe)` means product `\(name.product)`"
            }
        }
        return nil
    }
}

extension StatedProduct {
    /// What of its name a piece of software would have to have.
    var wanted: String {
        if said.breadth != .one {
            return "would match software of vendor `\(said.vendors.joined(separator: "` or `"))`"
        }
        if let cpe, cpe.product.isPattern { return "would match `\(cpe)`" }
        return name.product.isEmpty
            ? "would match `\(statement.cpe ?? statement.purl ?? shown)`" : "would match product `\(name.product)`"
    }
}
