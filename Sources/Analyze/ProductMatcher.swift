package import Constituency
package import Vocabulary

/// What a threat means for one software asset after all its product statements were heard.
package struct AssetVerdict: Sendable, Hashable, Codable {
    /// Position in the entity's assets.
    package var asset: Int
    package var verdict: ProductVerdict
    /// The report whose statement decided, as `feed/source id`, and its label.
    package var source: String
    package var tlp: TLP
}

/// The software assets of one entity that a threat concerns.
package struct EntityMatch: Sendable, Hashable {
    /// Position in ``RegisterIndex/entities``.
    package var entity: Int
    /// The strongest among the assets.
    package var confidence: Confidence
    /// Sorted by asset; matches only.
    package var assets: [AssetVerdict]
}

/// Matches the products a threat names against registered software.
package enum ProductMatcher {
    /// Every entity with at least one matching verified asset; sorted by position.
    package static func matches(_ products: [Sourced<ProductStatement>], in register: RegisterIndex) -> [EntityMatch] {
        let references = candidates(products, in: register)
        var out: [EntityMatch] = []
        for reference in references {
            let asset = register.entities[Int(reference.entity)].assets[Int(reference.asset)]
            guard let verdict = decide(products, asset, at: Int(reference.asset), register.aliases)?.verdict,
                case .matched(let evidence) = verdict.verdict
            else { continue }
            if let last = out.last, last.entity == Int(reference.entity) {
                out[out.count - 1].assets.append(verdict)
                out[out.count - 1].confidence = stronger(last.confidence, evidence.confidence)
            } else {
                out.append(EntityMatch(
                    entity: Int(reference.entity), confidence: evidence.confidence, assets: [verdict]))
            }
        }
        return out
    }

    /// What the threat means for each software asset of an entity, matches and misses, for `explain`.
    package static func explain(
        _ products: [Sourced<ProductStatement>], for entity: Entity, aliases: ProductAliases = .none
    ) -> [AssetExplanation] {
        entity.assets.enumerated().compactMap { place, asset in
            guard case .software(let software) = asset.fact,
                let decision = decide(products, asset, at: place, aliases)
            else { return nil }
            return AssetExplanation(
                decision.verdict, software: software, of: asset, statement: products[decision.product].value,
                against: decision.against.map { products[$0].value })
        }
    }

    /// Every statement that may mean a verified asset of the entity, not the deciding one alone: what a person who
    /// decides a possible match has to know.
    package static func possibilities(
        _ products: [Sourced<ProductStatement>], for entity: Entity, aliases: ProductAliases
    ) -> [AssetVerdict] {
        entity.assets.enumerated().filter(\.element.isVerified).flatMap { place, asset -> [AssetVerdict] in
            guard case .software(let software) = asset.fact else { return [] }
            return products.compactMap { product in
                let verdict = ProductVerdict.of(product.value, software, aliases)
                guard case .matched = verdict else { return nil }
                return AssetVerdict(asset: place, verdict: verdict, source: product.source, tlp: product.tlp)
            }
        }
    }

    /// The decision over all statements; nil for an asset that is no software, or when there are no statements.
    ///
    /// An exclusion beats a match of no greater precision. Where a sweeping exclusion stands against a match by
    /// version, the sources contradict each other: it becomes `possible`, for a person to resolve.
    private static func decide(
        _ products: [Sourced<ProductStatement>], _ asset: Asset, at place: Int, _ aliases: ProductAliases
    ) -> Decision? {
        guard case .software(let software) = asset.fact else { return nil }
        var heard = Hearing()
        let doubt = staleness(of: asset)
        for (number, product) in products.enumerated() {
            heard.take(.of(product.value, software, aliases), of: product.value.status, number)
        }
        let said = { (number: Int, verdict: ProductVerdict) in
            let product = products[number]
            return AssetVerdict(
                asset: place, verdict: verdict.doubted(because: doubt), source: product.source, tlp: product.tlp)
        }
        guard let match = heard.match else {
            guard let kept = heard.exclusion.map({ ($0.0, ProductVerdict.excluded($0.1)) }) ?? heard.miss else {
                return nil
            }
            return Decision(verdict: said(kept.0, kept.1), product: kept.0)
        }
        guard let exclusion = heard.exclusion else {
            return Decision(verdict: said(match.0, .matched(match.1)), product: match.0)
        }
        guard match.1.isVersioned, !exclusion.1.isVersioned else {
            return Decision(verdict: said(exclusion.0, .excluded(exclusion.1)), product: exclusion.0)
        }
        var doubtful = match.1
        doubtful.confidence = .possible
        let against = products[exclusion.0]
        doubtful.reason += "; but \(against.source) states the product is \(exclusion.1.status.rawValue)"
        var verdict = said(match.0, .matched(doubtful))
        verdict.tlp = verdict.tlp.strictest(against.tlp)
        return Decision(verdict: verdict, product: match.0, against: exclusion.0)
    }

    /// Why what the register says of an asset may be out of date; nil while nothing speaks for it.
    private static func staleness(of asset: Asset) -> String? {
        guard case .stale(let staleness?) = asset.state else { return nil }
        return "the inventory is stale since \(staleness.since.day), \(staleness.reason)"
    }

    /// What an asset's verdict is and which statements gave it, by their places.
    private struct Decision {
        let verdict: AssetVerdict
        let product: Int
        var against: Int?
    }

    /// The strongest of each kind among the verdicts of all statements; of equals the first.
    private struct Hearing {
        private(set) var match: (Int, ProductEvidence)?
        private(set) var exclusion: (Int, ProductEvidence)?
        /// The one of which most holds, among statements that could have matched before those that could not.
        private(set) var miss: (Int, ProductVerdict)?
        private var reached = -1

        mutating func take(_ verdict: ProductVerdict, of status: ProductStatus, _ number: Int) {
            switch verdict {
            case .matched(let evidence):
                if ProductMatcher.weight(evidence) > ProductMatcher.weight(match?.1) { match = (number, evidence) }
            case .excluded(let evidence):
                let isStronger = ProductMatcher.weight(evidence) > ProductMatcher.weight(exclusion?.1)
                if evidence.confidence != .possible, isStronger {
                    exclusion = (number, evidence)
                }
            case .missed(let failed):
                let rank = failed.rule.place + (status == .notAffected || status == .fixed ? 0 : 10)
                guard rank > reached else { return }
                reached = rank
                miss = (number, verdict)
            }
        }
    }

    /// Sorted, unique.
    private static func candidates(
        _ products: [Sourced<ProductStatement>], in register: RegisterIndex
    ) -> [SoftwareReference] {
        let software = register.software
        var found = Set<SoftwareReference>()
        var asked = Set<String>()
        for product in products.map(\.value) {
            if let purl = product.purl { found.formUnion(software.assets(purl: purl)) }
            // By product alone: the verdict looks at the vendor, so that a missing one becomes `possible`.
            for name in [product.product, product.cpe.flatMap { CPEName($0)?.product.plain } ?? ""]
            where !name.isEmpty && asked.insert(name).inserted {
                found.formUnion(software.assets(product: name))
                for other in register.aliases.others(of: ProductName.normalised(name)) {
                    found.formUnion(software.assets(product: other))
                }
            }
        }
        return found.sorted()
    }

    /// Stronger confidence first, then the statement that bounds versions.
    private static func weight(_ evidence: ProductEvidence?) -> Int {
        guard let evidence else { return -1 }
        return rank(evidence.confidence) * 2 + (evidence.isVersioned ? 1 : 0)
    }

    private static func stronger(_ left: Confidence, _ right: Confidence) -> Confidence {
        rank(left) >= rank(right) ? left : right
    }

    private static func rank(_ confidence: Confidence) -> Int {
        switch confidence {
        case .certain: 2
        case .probable: 1
        case .possible: 0
        }
    }
}
