import Constituency
package import Vocabulary

/// Why an entity has no finding of a threat: the first rule that failed, and what would have to be otherwise.
package struct NonMatch: Sendable, Hashable, Codable {
    /// What is asked. For software the order is that of the cases up to `judgement`; of several assets the one counts
    /// that comes farthest.
    package enum Rule: String, Sendable, Hashable, Codable, CaseIterable {
        /// The source of every record of the threat rejected it.
        case record
        /// No source states an affected product, so there is nothing to compare.
        case products
        case product, vendor
        /// A person taught that the names are two products.
        case lesson
        case cpe, version
        /// A source states that this very software is not affected, or fixed.
        case exclusion
        /// The asset is claimed, disputed or stale, and such carry no finding.
        case verification
        /// A person refused the match.
        case decision
        /// It matches, and waits to be judged.
        case judgement
        /// The address is in no network of the entity, or another's network is closer.
        case network
        case domain
        /// No report of the threat names the entity in a way that counts.
        case naming
        /// The place is the entity's, and no source says so of it.
        case observation
    }

    package var rule: Rule
    /// One sentence: what is, and why that is no match.
    package var reason: String
    /// One sentence: `would match below 7.4`.
    package var wouldMatch: String
    /// The lesson under which the names would be one, as `ess gap` writes it; nil where names are not what failed.
    package var alias: String?

    private enum CodingKeys: String, CodingKey { case rule, reason, wouldMatch = "would_match", alias }

    package init(_ rule: Rule, _ reason: String, wouldMatch: String, alias: String? = nil) {
        self.rule = rule
        self.reason = reason
        self.wouldMatch = wouldMatch
        self.alias = alias
    }
}

extension NonMatch {
    /// Of a vulnerability and an entity's registered software.
    ///
    /// - Parameters:
    ///   - assets: what the threat means for each of the entity's software assets.
    ///   - refusal: what a person decided against the match, one sentence; nil when nobody did.
    package static func ofSoftware(
        _ threat: ThreatAssessment, at entity: EntityID, _ assets: [AssetExplanation], refusal: String?
    ) -> NonMatch {
        if threat.isClosed {
            return NonMatch(
                .record, "the threat is closed: " + threat.trail.joined(separator: "; "),
                wouldMatch: "would be compared again when its source publishes it again")
        }
        let stated = threat.products.map(\.value).filter { $0.status != .notAffected && $0.status != .fixed }
        guard !stated.isEmpty else {
            return NonMatch(
                .products, "no source of \(threat.id) states an affected product",
                wouldMatch: "would be compared when a source states one")
        }
        var best: (asset: AssetExplanation, rank: Int)?
        for asset in assets where asset.reached > best?.rank ?? -1 { best = (asset, asset.reached) }
        guard let best, best.rank > 0 else { return unnamed(stated, at: entity, hasSoftware: !assets.isEmpty) }
        return best.asset.failure(at: entity, refusal)
    }

    /// No asset has the name of any product that is stated.
    private static func unnamed(_ stated: [ProductStatement], at entity: EntityID, hasSoftware: Bool) -> NonMatch {
        var names: [String] = []
        for product in stated {
            let name = [product.vendor, product.product].filter { !$0.isEmpty }.joined(separator: " ")
            let shown = name.isEmpty ? product.purl ?? product.cpe ?? "" : name
            if !names.contains(shown) { names.append(shown) }
        }
        let listed = names.prefix(5).map { "`\($0)`" }.joined(separator: " or ")
        let more = names.count > 5 ? " or one of \(names.count - 5) more" : ""
        let reason = hasSoftware ? "no software of \(entity) has the name of a product it states"
            : "\(entity) has no software in the register"
        return NonMatch(.product, reason, wouldMatch: "would match registered software \(listed)\(more)")
    }
}

extension AssetExplanation {
    /// How much of what is asked holds of the asset.
    fileprivate var reached: Int {
        switch verdict {
        case .missed(let miss): miss.rule.place
        case .excluded: 5
        case .matched: 6
        }
    }

    fileprivate func failure(at entity: EntityID, _ refusal: String?) -> NonMatch {
        switch verdict {
        case .missed(let miss):
            let rule: NonMatch.Rule =
                switch miss.rule {
                case .product: .product
                case .vendor: .vendor
                case .lesson: .lesson
                case .cpe: .cpe
                case .version: .version
                }
            let taught = miss.alias.map { ", or with the alias `\($0)`" } ?? ""
            return NonMatch(
                rule, "`\(miss.stated)` of \(source) is not `\(miss.asset)` by its \(rule.rawValue)",
                wouldMatch: miss.counterfactual + taught, alias: miss.alias)
        case .excluded(let evidence):
            return NonMatch(
                .exclusion, "\(source) states that `\(evidence.asset)` is \(evidence.status.rawValue)",
                wouldMatch: "would match without that statement")
        case .matched(let evidence):
            guard isVerified else {
                return NonMatch(
                    .verification, "`\(evidence.asset)` is meant, and is \(state), not verified",
                    wouldMatch: "would match once somebody has verified it: ess entity coverage \(entity)")
            }
            if let refusal {
                return NonMatch(
                    .decision, "`\(evidence.asset)` may be meant; \(refusal)",
                    wouldMatch: "would match on other evidence")
            }
            return NonMatch(
                .judgement, "`\(evidence.asset)` is meant, and the threat waits to be judged",
                wouldMatch: "matches as soon as it is judged")
        }
    }
}
