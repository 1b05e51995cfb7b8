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
    /// Of a match the feeds of all reports that make it by statements of their own; sorted.
    package var feeds: [String] = []
}

/// The software assets of one entity that a threat concerns.
package struct EntityMatch: Sendable, Hashable {
    /// Position in ``RegisterIndex/entities``.
    package var entity: Int
    /// The strongest among the assets.
    package var confidence: Confidence
    /// Sorted by asset; matches only.
    package var assets: [AssetVerdict]
    /// The reports by whose statements the assets match, `feed/source id`; sorted, unique.
    package var reports: [String] = []
}

/// What a threat's product statements mean for the whole register.
package struct HeardProducts: Sendable, Hashable {
    /// Sorted by entity.
    package var matches: [EntityMatch] = []
    /// Positions of entities of which a source says that software of theirs is not affected, or fixed; some of them may
    /// have other software that matches.
    package var excluded: Set<Int> = []

    package init() {}

    init(matches: [EntityMatch], excluded: Set<Int>) {
        self.matches = matches
        self.excluded = excluded
    }
}

/// What a threat's products mean for the software of entities, one asset after the other.
package enum ProductMatcher {
    /// What the threat means for each software asset of an entity, matches and misses, for `explain`.
    /// - Parameter sources: of the threat, for their grades where statements contradict.
    package static func explain(
        _ products: [Sourced<ProductStatement>], of sources: [ThreatSource] = [], for entity: Entity,
        aliases: ProductAliases = .none
    ) -> [AssetExplanation] {
        let stated = read(products)
        let grades = SourceGrades(sources)
        return entity.assets.enumerated().compactMap { place, asset in
            guard case .software(let software) = asset.fact else { return nil }
            let registered = RegisteredSoftware(software)
            var hearing = ProductHearing()
            for one in judged(stated, registered, aliases) { hearing.hear(one.judgement, one.product) }
            guard var decided = hearing.decision(of: place, grades) else { return nil }
            decided.verdict.verdict = decided.verdict.verdict.doubted(because: asset.doubt)
            return AssetExplanation(
                decided.verdict, software: software, of: asset, statement: decided.statement,
                against: decided.against)
        }
    }

    /// Every statement that may mean a verified asset of the entity, not the deciding one alone: what a person who
    /// decides a possible match has to know.
    package static func possibilities(
        _ products: [Sourced<ProductStatement>], for entity: Entity, aliases: ProductAliases
    ) -> [AssetVerdict] {
        let stated = read(products)
        return entity.assets.enumerated().filter(\.element.isVerified).flatMap { place, asset -> [AssetVerdict] in
            guard case .software(let software) = asset.fact else { return [] }
            return judged(stated, RegisteredSoftware(software), aliases).compactMap { one in
                guard case .matched = one.judgement.verdict else { return nil }
                return AssetVerdict(
                    asset: place, verdict: one.judgement.verdict, source: one.product.source, tlp: one.product.tlp)
            }
        }
    }

    private static func read(
        _ products: [Sourced<ProductStatement>]
    ) -> [(stated: StatedProduct, product: Sourced<ProductStatement>)] {
        StatedNames.heard(products).map { (stated: StatedProduct($0.product.value, $0.names), product: $0.product) }
    }

    /// What each statement means for a piece of software; those that only may mean it go where another speaks of it.
    private static func judged(
        _ stated: [(stated: StatedProduct, product: Sourced<ProductStatement>)], _ registered: RegisteredSoftware,
        _ aliases: ProductAliases
    ) -> [(judgement: ProductJudgement, product: Sourced<ProductStatement>)] {
        let all = stated.map { (judgement: ProductJudgement($0.stated, registered, aliases), product: $0.product) }
        guard all.contains(where: \.judgement.isVague), all.contains(where: \.judgement.isDirect) else { return all }
        return all.filter { !$0.judgement.isVague }
    }
}

extension Asset {
    /// Why what the register says of it may be out of date; nil while nothing speaks for it.
    var doubt: String? {
        guard case .stale(let staleness?) = state else { return nil }
        return "the inventory is stale since \(staleness.since.day), \(staleness.reason)"
    }
}
