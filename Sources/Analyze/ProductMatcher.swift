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
            guard let verdict = verdict(products, asset, at: Int(reference.asset), register.aliases),
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
    ) -> [AssetVerdict] {
        entity.assets.indices.compactMap { verdict(products, entity.assets[$0], at: $0, aliases) }
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
    private static func verdict(
        _ products: [Sourced<ProductStatement>], _ asset: Asset, at place: Int, _ aliases: ProductAliases
    ) -> AssetVerdict? {
        guard case .software(let software) = asset.fact else { return nil }
        let all = products.map { product in
            AssetVerdict(
                asset: place, verdict: .of(product.value, software, aliases), source: product.source, tlp: product.tlp)
        }
        var match: (verdict: AssetVerdict, evidence: ProductEvidence)?
        var exclusion: (verdict: AssetVerdict, evidence: ProductEvidence)?
        var miss: (verdict: AssetVerdict, rule: Int)?
        for one in all {
            switch one.verdict {
            case .matched(let evidence): if weight(evidence) > weight(match?.evidence) { match = (one, evidence) }
            case .excluded(let evidence):
                if evidence.confidence != .possible, weight(evidence) > weight(exclusion?.evidence) {
                    exclusion = (one, evidence)
                }
            case .missed(let failed):
                if failed.rule.rawValue > miss?.rule ?? -1 { miss = (one, failed.rule.rawValue) }
            }
        }
        guard let match else { return exclusion?.verdict ?? miss?.verdict }
        guard let exclusion else { return match.verdict }
        if match.evidence.isVersioned, !exclusion.evidence.isVersioned {
            var doubtful = match.evidence
            doubtful.confidence = .possible
            let status = exclusion.evidence.status.rawValue
            doubtful.reason += "; but \(exclusion.verdict.source) states the product is \(status)"
            var verdict = match.verdict
            verdict.verdict = .matched(doubtful)
            verdict.tlp = verdict.tlp.strictest(exclusion.verdict.tlp)
            return verdict
        }
        return exclusion.verdict
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
