package import Constituency
package import Vocabulary

/// What one product statement means for one software asset, and by which rule.
///
/// What it rests on is held apart: one verdict on a piece of software is that on all assets that are this piece.
package indirect enum ProductVerdict: Sendable, Hashable {
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
    package enum Rule: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
        case product, vendor
        /// A person told the names apart.
        case lesson
        case cpe, version

        /// Later: more of what is asked holds.
        package static func < (left: Self, right: Self) -> Bool { left.place < right.place }

        /// 0 for what is asked first.
        package var place: Int {
            switch self {
            case .product: 0
            case .vendor: 1
            case .lesson: 2
            case .cpe: 3
            case .version: 4
            }
        }
    }

    package var rule: Rule
    package var stated: String
    package var asset: String
    /// What would have to be otherwise: `would match below 7.4`.
    package var counterfactual: String
    /// Where only the vendor keeps them apart: the lesson under which the names would be one.
    package var alias: String?
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
        ProductJudgement(product, registered, aliases).verdict
    }

    /// A match that is at most probable for a reason that lies in the register; other verdicts as they are.
    func doubted(because reason: String?) -> ProductVerdict {
        guard let reason, case .matched(var evidence) = self else { return self }
        if evidence.confidence == .certain { evidence.confidence = .probable }
        evidence.reason += "; " + reason
        return .matched(evidence)
    }
}
