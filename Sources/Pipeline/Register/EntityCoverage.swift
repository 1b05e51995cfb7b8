import Analyze
package import Constituency
import Storage
package import Vocabulary

/// `ess entity coverage [ENTITY]`: what of the inventory can be matched at all, what cannot and why, what to do.
package struct EntityCoverage: Act {
    package static let name = "entity coverage"
    package static let roles = Role.anyone
    package static let readsOnly = true

    /// Nil: all entities, in counts.
    package var entity: EntityID?
    package init(entity: EntityID?) { self.entity = entity }

    /// One entity's coverage.
    package struct Coverage: Codable, Sendable {
        package var entity: String
        package var assets: Int
        /// Assets that a report can mean and that then carry a finding.
        package var matchable: Int
        /// Each registered spelling of its name, and how far it alone leads from a report's text to the entity.
        package var names: [NameReach]
        package var ways: [Way]
        package var obstacles: [Obstacle]
        /// Inventory lists with their age, by name.
        package var lists: [List]
        /// The first 200 assets with an obstacle, in the order of the register; empty when all entities were asked for.
        package var wanting: [Wanting]
        package var moreWanting: Int

        private enum CodingKeys: String, CodingKey {
            case entity, assets, matchable, names, ways, obstacles, lists, wanting, moreWanting = "more_wanting"
        }
    }

    /// A spelling of the entity's name.
    package struct NameReach: Codable, Sendable {
        package var name: String
        package var weight: NameWeight
        /// What a report that holds it leads to.
        package var leadsTo: String

        private enum CodingKeys: String, CodingKey { case name, weight, leadsTo = "leads_to" }
    }

    /// How many assets are named in one way.
    package struct Way: Codable, Sendable {
        package var way: String
        package var count: Int
    }

    /// What stands in the way of how many, and the remedy.
    package struct Obstacle: Codable, Sendable {
        package var obstacle: String
        package var count: Int
        /// Whether such an asset is not matched at all.
        package var blocks: Bool
        package var remedy: String
    }

    /// An inventory list.
    package struct List: Codable, Sendable {
        package var list: String
        package var owner: String
        package var imported: Instant
        package var ageDays: Int
        package var assets: Int

        private enum CodingKeys: String, CodingKey { case list, owner, imported, ageDays = "age_days", assets }
    }

    /// An asset with what it lacks.
    package struct Wanting: Codable, Sendable {
        package var asset: String
        package var way: String
        package var obstacles: [String]
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> [Coverage] {
        try await engine.mustKnow(entity: entity)
        let register = try await engine.register().index
        let chosen = register.entities.filter { entity == nil || $0.id == entity }
        let known = chosen.contains(where: EntityCoverage.needsNames) ? try await engine.knownNames() : KnownNames()
        return chosen.map { entity in
            cover(entity, in: register.names, at: call.now) { known.contains($0) || register.aliases.knows($0) }
        }
    }

    private static func needsNames(_ entity: Entity) -> Bool {
        entity.assets.contains { AssetCoverage($0) { _ in true }.way == .name }
    }

    private func cover(
        _ entity: Entity, in names: NameIndex, at now: Instant, _ isKnown: (ProductName) -> Bool
    ) -> Coverage {
        var ways: [AssetCoverage.Way: Int] = [:]
        var obstacles: [AssetCoverage.Obstacle: Int] = [:]
        var lists: [String: List] = [:]
        var wanting: [Wanting] = []
        var matchable = 0
        for asset in entity.assets {
            let coverage = AssetCoverage(asset, isKnown: isKnown)
            ways[coverage.way, default: 0] += 1
            for obstacle in coverage.obstacles { obstacles[obstacle, default: 0] += 1 }
            if coverage.isMatchable { matchable += 1 }
            if !coverage.obstacles.isEmpty || coverage.way == .none {
                wanting.append(Wanting(
                    asset: asset.fact.shown, way: coverage.way.rawValue, obstacles: coverage.obstacles.map(\.rawValue)))
            }
            for origin in asset.origins ?? [] { EntityCoverage.count(origin, at: now, in: &lists) }
        }
        let shown = self.entity == nil ? [] : Array(wanting.prefix(200))
        return Coverage(
            entity: entity.id.text, assets: entity.assets.count, matchable: matchable,
            names: entity.spellings.map { NameReach($0, in: names) },
            ways: AssetCoverage.Way.allCases.compactMap { way in
                ways[way].map { Way(way: way.rawValue, count: $0) }
            },
            obstacles: AssetCoverage.Obstacle.allCases.compactMap { obstacle in
                obstacles[obstacle].map {
                    Obstacle(
                        obstacle: obstacle.rawValue, count: $0, blocks: obstacle.isBlocking,
                        remedy: obstacle.remedy(entity.id))
                }
            },
            lists: lists.values.sorted { $0.list < $1.list }, wanting: shown, moreWanting: wanting.count - shown.count)
    }

    /// Of one list the newest import of its assets counts: those it named last time.
    private static func count(_ origin: AssetOrigin, at now: Instant, in lists: inout [String: List]) {
        let days = Int(max(0, now.seconds(since: origin.imported)) / 86_400)
        guard var list = lists[origin.list] else {
            lists[origin.list] = List(
                list: origin.list, owner: origin.owner, imported: origin.imported, ageDays: days, assets: 1)
            return
        }
        list.assets += 1
        if origin.imported > list.imported {
            list.imported = origin.imported
            list.ageDays = days
            list.owner = origin.owner
        }
        lists[origin.list] = list
    }
}

extension EntityCoverage.NameReach {
    fileprivate init(_ spelling: NameSpelling, in names: NameIndex) {
        name = spelling.text
        weight = names.weight(of: spelling)
        leadsTo = switch weight {
        case .distinct, .full: "a probable finding"
        case .single: "a possible match; a name that means nobody else belongs into distinct_names"
        case .generic: "a possible match, where the text names the country too; register the full name"
        case .shared: "a possible match: another entity has the same name"
        case .none: "nothing: it is not looked for; register a longer name in aliases"
        }
    }
}

extension AssetCoverage.Obstacle {
    /// What to do about it.
    fileprivate func remedy(_ entity: EntityID) -> String {
        switch self {
        case .claimed: "make sure of it, then: ess entity import \(entity) FILE --verify HOW"
        case .disputed: "settle it with the entity: ess entity show \(entity)"
        case .stale: "ask the list's owner for a new list: ess entity import \(entity) FILE"
        case .unknownName: "give it a CPE, package URL or the vendor's spelling: ess entity import \(entity) FILE"
        case .noVendor: "name its vendor; until then its matches wait in: ess gap list"
        case .noVersion: "state its version; until then its matches wait in: ess gap list"
        case .unreadableVersion: "state its version in digits; until then its matches wait in: ess gap list"
        }
    }
}

/// The names of products that reports state, as they are compared.
struct KnownNames {
    private var names: Set<ProductName> = []
    private var products: Set<String> = []

    mutating func insert(_ name: ProductName) {
        names.insert(name)
        products.insert(name.product)
    }

    /// A name without a vendor is known when any vendor has the product.
    func contains(_ name: ProductName) -> Bool {
        name.vendor.isEmpty ? products.contains(name.product) : names.contains(name)
    }
}

extension Engine {
    /// Threats read in one step when names are gathered.
    static let namesPage = 2_000

    /// Every product that a threat names.
    /// - Complexity: O(threats); some seconds for 300,000.
    func knownNames() async throws -> KnownNames {
        var known = KnownNames()
        var place: Int64? = 0
        while let after = place {
            let page = try await store.namedProducts(after: after, limit: Engine.namesPage)
            for name in page.products { known.insert(ProductName(vendor: name.vendor, product: name.product)) }
            place = page.next
            try Task.checkCancellation()
        }
        return known
    }
}
