import Constituency
import Vocabulary

/// What one product statement means for one piece of software, with the versions that were compared.
struct ProductJudgement {
    let verdict: ProductVerdict
    /// How surely the names mean the software, whatever its version; nil where they do not.
    let naming: Confidence?
    /// Whether it rests on a name that is only near, or on the vendor's; see ``ProductNaming/isVague``.
    let isVague: Bool
    private let version: String?
    private let versions: [VersionRange]

    init(_ product: StatedProduct, _ registered: RegisteredSoftware, _ aliases: ProductAliases) {
        let (software, stated) = (registered.software, product.shown)
        switch ProductNaming.of(product, registered, aliases) {
        case .named(let naming):
            version = software.version.map { VersionReading.bare($0, of: registered.names + product.names) }
            versions = naming.versions
            self.naming = naming.confidence
            isVague = naming.isVague
            verdict = ProductJudgement.verdict(naming, product, software, version)
        case .failed(let rule, let counterfactual, let alias):
            (version, versions, naming, isVague) = (nil, [], nil, false)
            verdict = .missed(
                ProductMiss(
                    rule: rule, stated: stated, asset: software.shown, counterfactual: counterfactual, alias: alias))
        }
    }

    /// Whether the statement speaks of this very software, be it to leave it out by its version or by its CPE name.
    var isDirect: Bool {
        if naming != nil { return !isVague }
        guard case .missed(let miss) = verdict else { return false }
        return miss.rule == .cpe || miss.rule == .version
    }

    /// How closely the statement says which versions it is about.
    /// - Complexity: compares the version with each range once more, so it is asked only where statements contradict.
    var precision: StatedPrecision { StatedPrecision(of: version, in: versions) }

    private static func verdict(
        _ naming: ProductNaming, _ product: StatedProduct, _ software: Software, _ version: String?
    ) -> ProductVerdict {
        let (ranges, status) = (naming.versions, product.statement.status)
        var (confidence, reason) = (naming.confidence, naming.reason)
        let isVersioned = !ranges.isEmpty && ranges.allSatisfy(VersionContainment.isBounded)
        switch VersionContainment.of(version, in: ranges) {
        case .inside:
            // An order that the source does not promise makes a likely match, not a certain one.
            if confidence == .certain, !isExact(version, ranges) { confidence = .probable }
            reason += isVersioned
                ? "; version \(software.version ?? "-") lies in the stated range"
                : ranges.isEmpty ? "; the source states no versions" : "; all versions"
        case .unknown(let why):
            confidence = .possible
            reason += "; " + why
        case .outside(let counterfactual):
            return .missed(
                ProductMiss(
                    rule: .version, stated: product.shown, asset: software.shown, counterfactual: counterfactual))
        }
        let isDoubt = status == .underInvestigation || status == .unknown
        let evidence = ProductEvidence(
            confidence: isDoubt ? .possible : confidence, rule: naming.rule, status: status, stated: product.shown,
            asset: software.shown, reason: reason, isVersioned: isVersioned, alias: naming.alias)
        return switch status {
        case .affected, .underInvestigation, .unknown: .matched(evidence)
        case .notAffected, .fixed: .excluded(evidence)
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
