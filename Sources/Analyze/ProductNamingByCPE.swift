import Constituency
import Vocabulary

/// Names of CPE as sets of products (NISTIR 7696 § 6): what contains the registered name is meant for certain, what is
/// less exact than the statement may be meant. Versions are compared with the ranges, all else is the names' own.
extension ProductNaming {
    /// Nil when the CPE names speak of different products: vendor and product may still be spelt in another way.
    static func byCPE(_ product: StatedProduct, _ stated: CPEName, _ own: CPEName) -> Answer? {
        guard isNamed(stated, own) else { return nil }
        var (source, target) = (stated, own)
        source[.version] = .any
        target[.version] = .any
        // Ranges take the place of the name's version, and its update is one of that version.
        let isOverruled = stated.version.plain != nil && !product.statement.versions.isEmpty
        if isOverruled {
            source[.update] = .any
            target[.update] = .any
        }
        let named = { (confidence: Confidence, reason: String) in
            Answer.named(
                ProductNaming(rule: .cpe, confidence: confidence, reason: reason, versions: product.versions))
        }
        switch CPERelation.of(source, target) {
        case .equal, .superset:
            if stated.vendor.isPattern { return named(.possible, "\(stated) may name \(own), whoever its vendor is") }
            let answer = named(.certain, "\(stated) names \(own)")
            guard isOverruled, let doubt = updateDoubt(stated, own, isNamed: true) else { return answer }
            return answer.doubted(because: doubt)
        case .subset, .undefined:
            // The register is less exact than the statement: it may be meant.
            return named(.possible, "\(stated) may name \(own)")
        case .disjoint: return .failed(.cpe, counterfactual: counterfactual(source, target))
        }
    }

    /// Whether vendor and product are those of the registered name, or contain them by wildcards (§ 6.2). One of both
    /// is literal, so that software can be looked up by it; a product that is ANY is ``StatedBreadth``'s.
    private static func isNamed(_ stated: CPEName, _ own: CPEName) -> Bool {
        if stated.vendor == own.vendor, stated.product == own.product { return stated.product != .any }
        if stated.vendor == own.vendor, stated.product.isPattern, !stated.vendor.isPattern {
            return CPERelation.attribute(stated.product, own.product) == .superset
        }
        return stated.product == own.product && stated.product.plain != nil && stated.vendor.isPattern
            && CPERelation.attribute(stated.vendor, own.vendor) == .superset
    }

    /// Why the update that the statement's name has may not be the asset's; nil where it says nothing of that.
    /// - Parameter isNamed: whether the names were compared as CPE names. Plain names tell updates nowhere, so for
    ///   them only one that is stated leaves a doubt.
    static func updateDoubt(_ stated: CPEName, _ own: CPEName?, isNamed: Bool) -> String? {
        if own == nil, stated.update == .notApplicable { return nil }
        let update = own?.update ?? .any
        switch CPERelation.attribute(stated.update, update) {
        case .equal, .superset: return nil
        case .subset, .undefined, .disjoint:
            return "the source means update `\(shown(stated.update))`, the asset has `\(shown(update))`"
        }
    }

    /// An answer on names with what the statement's CPE says of the version, where it is no version to be compared.
    static func versioned(
        _ answer: Answer, _ stated: CPEName, _ product: StatedProduct, _ registered: RegisteredSoftware
    ) -> Answer {
        guard case .named(let naming) = answer, product.statement.versions.isEmpty else { return answer }
        let software = registered.software
        if let pattern = product.versionPattern {
            let version = software.version.map(CPEName.Value.init(plain:)) ?? software.cpe?.version ?? .any
            switch CPERelation.attribute(pattern, version) {
            case .equal, .superset: return answer
            case .disjoint:
                return .failed(
                    naming.isVague ? .product : .version, counterfactual: "would match version `\(shown(pattern))`")
            case .subset, .undefined: return answer.doubted(because: "whether the asset is one of them is not stated")
            }
        }
        guard stated.version == .notApplicable else { return answer }
        // NA is disjoint with every version (Table 6-2, row 7); sources also write it where they know none.
        if let version = software.version {
            return answer.doubted(because: "the source's name has no version (`-`), the asset has `\(version)`")
        }
        guard let own = software.cpe, own.version != .notApplicable else { return answer }
        return answer.doubted(because: "the source's name has no version (`-`), the asset's may have one")
    }

    /// The attributes by which two names of one product are about different things, as the statement has them.
    private static func counterfactual(_ stated: CPEName, _ own: CPEName) -> String {
        let parts = CPEName.Attribute.allCases.filter { CPERelation.attribute(stated[$0], own[$0]) == .disjoint }
        let wanted = parts.map { "\($0.abbreviation) `\(shown(stated[$0]))`" }
        let has = parts.map { "`\(shown(own[$0]))`" }
        return "would match \(wanted.joined(separator: " and ")); the asset has \(has.joined(separator: " and "))"
    }

    /// As the formatted string has the logical values (NISTIR 7695 § 6.2.3).
    private static func shown(_ value: CPEName.Value) -> String {
        switch value {
        case .any: "*"
        case .notApplicable: "-"
        case .text: value.plain ?? ""
        }
    }
}

extension ProductNaming.Answer {
    /// A name that is no more than possible, for this reason; a failure as it is.
    func doubted(because reason: String) -> Self {
        guard case .named(var naming) = self else { return self }
        naming.confidence = .possible
        naming.reason += "; " + reason
        return .named(naming)
    }
}
