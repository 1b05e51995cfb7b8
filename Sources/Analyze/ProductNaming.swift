import Constituency
import Vocabulary

/// Whether a statement names a piece of software, before versions are looked at.
struct ProductNaming {
    enum Answer {
        case named(ProductNaming)
        case failed(ProductMiss.Rule, counterfactual: String, alias: String? = nil)
    }

    let rule: MatchRule
    var confidence: Confidence
    var reason: String
    /// The statement's ranges; when it has none, what its package URL or CPE says of the version.
    let versions: [VersionRange]
    /// What a person would confirm; see ``ProductEvidence/alias``.
    var alias: String?
    /// Whether it rests on a name that is only near, or on the vendor's alone: it counts where no statement of the
    /// threat names the software itself.
    var isVague = false

    static func of(
        _ product: StatedProduct, _ registered: RegisteredSoftware, _ aliases: ProductAliases
    ) -> Answer {
        if let package = product.package, package == registered.package {
            return .named(
                ProductNaming(
                    rule: .product, confidence: .certain, reason: "package \(package)",
                    versions: product.packageVersions))
        }
        guard let stated = product.cpe else { return byName(product, registered, aliases) }
        let own = registered.software.cpe
        if let own, let answer = byCPE(product, stated, own) { return versioned(answer, stated, product, registered) }
        var answer = byName(product, registered, aliases)
        if let doubt = updateDoubt(stated, own, isNamed: false) { answer = answer.doubted(because: doubt) }
        return versioned(answer, stated, product, registered)
    }

    private static func byName(
        _ product: StatedProduct, _ registered: RegisteredSoftware, _ aliases: ProductAliases
    ) -> Answer {
        let (name, stated, own) = (product.name, product.names, registered.names)
        let versions = product.versions
        let named = { (confidence: Confidence, reason: String, alias: String?) in
            Answer.named(
                ProductNaming(rule: .product, confidence: confidence, reason: reason, versions: versions, alias: alias))
        }
        for left in stated where !left.product.isEmpty && !left.vendor.isEmpty && own.contains(left) {
            return named(.probable, "vendor `\(left.vendor)` and product `\(left.product)` are the same", nil)
        }
        if let answer = taught(product, registered, aliases) { return answer }
        if let name = same(product, registered) {
            return named(.probable, name, nil)
        }
        let pairs = stated.flatMap { left in
            own.filter { $0.product == left.product && !left.product.isEmpty }.map { (left: left, right: $0) }
        }
        if let pair = pairs.first, name.vendor.isEmpty || registered.software.vendor.isEmpty {
            let reason = "product `\(pair.left.product)` is the same, one side names no vendor"
            return named(.possible, reason, "\(pair.left.text)=\(pair.right.text)")
        }
        if let kin = pairs.first(where: { $0.left.hasKinVendor(of: $0.right) }) {
            let reason = "product `\(kin.left.product)` is the same, and vendor `\(kin.right.vendor)` may be "
                + "`\(kin.left.vendor)` in another spelling"
            return named(.possible, reason, "\(kin.left.text)=\(kin.right.text)")
        }
        if let vague = vague(product, registered) { return .named(vague) }
        guard let pair = pairs.first else {
            return .failed(.product, counterfactual: product.wanted)
        }
        return .failed(
            .vendor, counterfactual: "would match vendor `\(name.vendor)`",
            alias: "\(pair.left.text)=\(pair.right.text)")
    }

    /// What people taught of the names; nil where nothing was.
    private static func taught(
        _ product: StatedProduct, _ registered: RegisteredSoftware, _ aliases: ProductAliases
    ) -> Answer? {
        for left in product.names {
            for right in registered.names {
                switch aliases.isSame(left, right) {
                case true?:
                    return .named(
                        ProductNaming(
                            rule: .product, confidence: .probable,
                            reason: "`\(left.text)` and `\(right.text)` were taught to be the same",
                            versions: product.versions))
                case false?:
                    return .failed(
                        .lesson,
                        counterfactual: "would match if `\(left.text)` and `\(right.text)` were not told apart")
                case nil: continue
                }
            }
        }
        return nil
    }
}
