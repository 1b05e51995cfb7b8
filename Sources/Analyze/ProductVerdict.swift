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
        let stated = [statement.vendor, statement.product].filter { !$0.isEmpty }.joined(separator: " ")
        let naming: ProductNaming
        switch ProductNaming.of(statement, software, aliases) {
        case .named(let found): naming = found
        case .failed(let rule, let counterfactual, let alias):
            return .missed(
                ProductMiss(
                    rule: rule, stated: stated, asset: software.shown, counterfactual: counterfactual, alias: alias))
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

    /// A match that is at most probable for a reason that lies in the register; other verdicts as they are.
    func doubted(because reason: String?) -> ProductVerdict {
        guard let reason, case .matched(var evidence) = self else { return self }
        if evidence.confidence == .certain { evidence.confidence = .probable }
        evidence.reason += "; " + reason
        return .matched(evidence)
    }

    /// Whether some range that contains the version has a promised order, or names it literally, or bounds nothing.
    private static func isExact(_ version: String?, _ ranges: [VersionRange]) -> Bool {
        ranges.isEmpty || ranges.contains { range in
            VersionContainment.of(version, in: range) == .inside
                && (range.exact == version || VersionScheme.isExact(named: range.scheme))
        }
    }
}

/// Whether a statement names a piece of software, before versions are looked at.
struct ProductNaming {
    enum Answer {
        case named(ProductNaming)
        case failed(ProductMiss.Rule, counterfactual: String, alias: String? = nil)
    }

    let rule: MatchRule
    let confidence: Confidence
    let reason: String
    /// The statement's ranges; when it has none, what its package URL or CPE says of the version.
    let versions: [VersionRange]
    /// What a person would confirm; see ``ProductEvidence/alias``.
    var alias: String?

    static func of(_ statement: ProductStatement, _ software: Software, _ aliases: ProductAliases) -> Answer {
        let cpe = statement.cpe.flatMap { CPEName($0) }
        let named = cpe?.version.plain.map { [VersionRange(exact: $0)] } ?? []
        let versions = statement.versions.isEmpty ? named : statement.versions
        if let purl = statement.purl.flatMap(PackageURL.init(reading:)),
            let own = software.purl.flatMap(PackageURL.init(reading:)), purl.package == own.package
        {
            let ranges = statement.versions.isEmpty
                ? purl.orderedVersion.map { [VersionRange(exact: $0)] } ?? [] : statement.versions
            let reason = "package \(purl.package)"
            return .named(
                ProductNaming(
                    rule: .product, confidence: .certain, reason: reason,
                    versions: ranges.map { ordered($0, as: purl.type) }))
        }
        if let cpe, let own = software.cpe, let answer = byCPE(cpe, own, versions) { return answer }
        let name = ProductName(vendor: statement.vendor, product: statement.product)
        return byName(name, cpe, software, versions, aliases)
    }

    /// A range that names no order takes the one of its package's ecosystem, where we know that.
    private static func ordered(_ range: VersionRange, as type: String) -> VersionRange {
        guard range.scheme.isEmpty, VersionScheme(named: type) != nil else { return range }
        var out = range
        out.scheme = type
        return out
    }

    /// Nil when the CPE names speak of different products: vendor and product may still be spelt in another way.
    private static func byCPE(_ stated: CPEName, _ own: CPEName, _ versions: [VersionRange]) -> Answer? {
        guard stated.vendor == own.vendor, stated.product == own.product else { return nil }
        var (source, target) = (stated, own)
        for attribute in [CPEName.Attribute.version, .update] {
            source[attribute] = .any
            target[attribute] = .any
        }
        switch CPERelation.of(source, target) {
        case .equal, .superset:
            let reason = "\(stated) names \(own)"
            return .named(ProductNaming(rule: .cpe, confidence: .certain, reason: reason, versions: versions))
        case .subset, .undefined:
            // The register is less exact than the statement: it may be meant.
            let reason = "\(stated) may name \(own)"
            return .named(ProductNaming(rule: .cpe, confidence: .possible, reason: reason, versions: versions))
        case .disjoint: return .failed(.cpe, counterfactual: counterfactual(source, target))
        }
    }

    /// The attributes by which two names of one product are about different things, as the statement has them.
    private static func counterfactual(_ stated: CPEName, _ own: CPEName) -> String {
        let parts = CPEName.Attribute.allCases.filter { CPERelation.attribute(stated[$0], own[$0]) == .disjoint }
        let wanted = parts.map { "\($0.abbreviation) `\(stated[$0].plain ?? "-")`" }
        let has = parts.map { "`\(own[$0].plain ?? "-")`" }
        return "would match \(wanted.joined(separator: " and ")); the asset has \(has.joined(separator: " and "))"
    }

    private static func byName(
        _ name: ProductName, _ cpe: CPEName?, _ software: Software, _ versions: [VersionRange],
        _ aliases: ProductAliases
    ) -> Answer {
        var stated = [name]
        if let vendor = cpe?.vendor.plain, let product = cpe?.product.plain {
            stated.append(ProductName(vendor: vendor, product: product))
        }
        var own = [ProductName(vendor: software.vendor, product: software.product)]
        if let vendor = software.cpe?.vendor.plain, let product = software.cpe?.product.plain {
            own.append(ProductName(vendor: vendor, product: product))
        }
        let named = { (confidence: Confidence, reason: String, alias: String?) in
            Answer.named(
                ProductNaming(rule: .product, confidence: confidence, reason: reason, versions: versions, alias: alias))
        }
        for left in stated where !left.product.isEmpty && !left.vendor.isEmpty && own.contains(left) {
            return named(.probable, "vendor `\(left.vendor)` and product `\(left.product)` are the same", nil)
        }
        for left in stated {
            for right in own {
                switch aliases.isSame(left, right) {
                case true?:
                    return named(.probable, "`\(left.text)` and `\(right.text)` were taught to be the same", nil)
                case false?:
                    return .failed(
                        .lesson,
                        counterfactual: "would match if `\(left.text)` and `\(right.text)` were not told apart")
                case nil: continue
                }
            }
        }
        let pairs = stated.flatMap { left in
            own.filter { $0.product == left.product && !left.product.isEmpty }.map { (left: left, right: $0) }
        }
        guard let pair = pairs.first else {
            return .failed(.product, counterfactual: "would match product `\(name.product)`")
        }
        let alias = "\(pair.left.text)=\(pair.right.text)"
        if name.vendor.isEmpty || software.vendor.isEmpty {
            return named(.possible, "product `\(pair.left.product)` is the same, one side names no vendor", alias)
        }
        if let kin = pairs.first(where: { $0.left.hasKinVendor(of: $0.right) }) {
            let reason = "product `\(kin.left.product)` is the same, and vendor `\(kin.right.vendor)` may be "
                + "`\(kin.left.vendor)` in another spelling"
            return named(.possible, reason, "\(kin.left.text)=\(kin.right.text)")
        }
        return .failed(.vendor, counterfactual: "would match vendor `\(name.vendor)`", alias: alias)
    }
}
