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

/// What a threat's products mean for the software of entities, one asset after the other.
package enum ProductMatcher {
    /// What the threat means for each software asset of an entity, matches and misses, for `explain`.
    package static func explain(
        _ products: [Sourced<ProductStatement>], for entity: Entity, aliases: ProductAliases = .none
    ) -> [AssetVerdict] {
        let stated = products.map { (product: StatedProduct($0.value), source: $0.source, tlp: $0.tlp) }
        return entity.assets.enumerated().compactMap { place, asset in
            guard case .software(let software) = asset.fact else { return nil }
            let registered = RegisteredSoftware(software)
            var hearing = ProductHearing()
            for one in stated { hearing.hear(.of(one.product, registered, aliases), one.source, one.tlp) }
            return hearing.verdict(of: place)
        }
    }

    /// Every statement that may mean a verified asset of the entity, not the deciding one alone: what a person who
    /// decides a possible match has to know.
    package static func possibilities(
        _ products: [Sourced<ProductStatement>], for entity: Entity, aliases: ProductAliases
    ) -> [AssetVerdict] {
        let stated = products.map { (product: StatedProduct($0.value), source: $0.source, tlp: $0.tlp) }
        return entity.assets.enumerated().filter(\.element.isVerified).flatMap { place, asset -> [AssetVerdict] in
            guard case .software(let software) = asset.fact else { return [] }
            let registered = RegisteredSoftware(software)
            return stated.compactMap { one in
                let verdict = ProductVerdict.of(one.product, registered, aliases)
                guard case .matched = verdict else { return nil }
                return AssetVerdict(asset: place, verdict: verdict, source: one.source, tlp: one.tlp)
            }
        }
    }
}
