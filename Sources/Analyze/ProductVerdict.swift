package import Constituency
package import Vocabulary

/// What one product statement means for one software asset, and by which rule.
package enum ProductVerdict: Sendable, Hashable {
    case matched(ProductEvidence)
    /// The source says that this very software is not affected, or fixed.
    case excluded(ProductEvidence)
    /// The first rule that failed.
    case missed(ProductMiss)
}

/// What a product match rests on.
package struct ProductEvidence: Sendable, Hashable, Codable {
    package var confidence: Confidence
    package var rule: MatchRule
    package var status: ProductStatus
    /// The statement's product as the source names it.
    package var stated: String
    /// The asset as registered.
    package var asset: String
    /// One sentence on names and version.
    package var reason: String
    /// Whether the statement bounds the versions it means.
    package var isVersioned: Bool
    /// Where only the names leave a doubt: `stated vendor/product=registered vendor/product`, for a person to confirm.
    package var alias: String?

    private enum CodingKeys: String, CodingKey {
        case confidence, rule, status, stated, asset, reason, isVersioned = "versioned", alias
    }
}

/// The first rule that kept a statement from meaning an asset.
package struct ProductMiss: Sendable, Hashable, Codable {
    /// In the order in which they are asked.
    package enum Rule: Int, Sendable, Hashable, Codable, CaseIterable {
        case product, vendor, cpe, version
    }

    package var rule: Rule
    package var stated: String
    package var asset: String
    /// What would have to be otherwise: `would match below 7.4`.
    package var counterfactual: String
}

extension ProductVerdict {
    /// - Parameters:
    ///   - statement: from a report; its status decides between match and exclusion.
    ///   - software: verified or not, as registered.
    ///   - aliases: what people taught about names.
    package static func of(
        _ statement: ProductStatement, _ software: Software, _ aliases: ProductAliases = .none
    ) -> ProductVerdict {
        of(StatedProduct(statement), RegisteredSoftware(software), aliases)
    }

    /// The same with both sides read before, for those that meet many others.
    static func of(
        _ product: StatedProduct, _ registered: RegisteredSoftware, _ aliases: ProductAliases
    ) -> ProductVerdict {
        let (statement, software, stated) = (product.statement, registered.software, product.shown)
        let naming: ProductNaming
        switch ProductNaming.of(product, registered, aliases) {
        case .named(let found): naming = found
        case .failed(let rule, let counterfactual):
            return .missed(
                ProductMiss(rule: rule, stated: stated, asset: software.shown, counterfactual: counterfactual))
        }
        let ranges = naming.versions
        var confidence = naming.confidence
        var reason = naming.reason
        switch VersionContainment.of(software.version, in: ranges) {
        case .inside:
            // An order that the source does not promise makes a likely match, not a certain one.
            if confidence == .certain, !isExact(software.version, ranges) { confidence = .probable }
            reason += ranges.isEmpty
                ? "; all versions" : "; version \(software.version ?? "-") lies in the stated range"
        case .unknown(let why):
            confidence = .possible
            reason += "; " + why
        case .outside(let counterfactual):
            return .missed(
                ProductMiss(rule: .version, stated: stated, asset: software.shown, counterfactual: counterfactual))
        }
        let evidence = { (confidence: Confidence) in
            ProductEvidence(
                confidence: confidence, rule: naming.rule, status: statement.status, stated: stated,
                asset: software.shown, reason: reason, isVersioned: !ranges.isEmpty, alias: naming.alias)
        }
        switch statement.status {
        case .affected: return .matched(evidence(confidence))
        case .underInvestigation, .unknown: return .matched(evidence(.possible))
        case .notAffected, .fixed: return .excluded(evidence(confidence))
        }
    }

    /// Whether some range that contains the version has a promised order, or names it literally, or bounds nothing.
    private static func isExact(_ version: String?, _ ranges: [VersionRange]) -> Bool {
        ranges.isEmpty || ranges.contains { range in
            VersionContainment.of(version, in: range) == .inside
                && (range.exact == version || VersionScheme.isExact(named: range.scheme))
        }
    }
}
