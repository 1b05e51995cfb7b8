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
        /// Why the others cannot be matched, each counted once, so that both add up to all assets.
        package var unmatched: [Unmatched]
        package var obstacles: [Obstacle]
        /// Inventory lists with their age, by name.
        package var lists: [List]
        /// The first 200 assets with an obstacle, in the order of the register; empty when all entities were asked for.
        package var wanting: [Wanting]
        package var moreWanting: Int

        private enum CodingKeys: String, CodingKey {
            case entity, assets, matchable, names, ways, unmatched, obstacles, lists, wanting
            case moreWanting = "more_wanting"
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
        /// Of them, those that can be matched by it.
        package var matchable: Int
    }

    /// How many assets that cannot be matched have this as the first reason.
    package struct Unmatched: Codable, Sendable {
        /// An obstacle, or `no-name`.
        package var reason: String
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
        /// When somebody last said that it still holds; nil when nobody did since.
        package var confirmed: Instant?
        /// Since it was imported or confirmed.
        package var ageDays: Int
        package var assets: Int
        /// Of them, those that have grown stale because the list was not confirmed.
        package var stale: Int
        /// Whom to ask beside the owner: the entity's technical contact; nil when there is none.
        package var contact: String?

        private enum CodingKeys: String, CodingKey {
            case list, owner, imported, confirmed, ageDays = "age_days", assets, stale, contact
        }
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
        var ways: [AssetCoverage.Way: (all: Int, matchable: Int)] = [:]
        var unmatched: [AssetCoverage.Obstacle?: Int] = [:]
        var obstacles: [AssetCoverage.Obstacle: Int] = [:]
        var lists: [String: List] = [:]
        var wanting: [Wanting] = []
        var matchable = 0
        for asset in entity.assets {
            let coverage = AssetCoverage(asset, isKnown: isKnown)
            ways[coverage.way, default: (0, 0)].all += 1
            for obstacle in coverage.obstacles { obstacles[obstacle, default: 0] += 1 }
            if coverage.isMatchable {
                matchable += 1
                ways[coverage.way, default: (0, 0)].matchable += 1
            } else {
                unmatched[coverage.obstacles.first(where: \.isBlocking), default: 0] += 1
            }
            if !coverage.obstacles.isEmpty || coverage.way == .none {
                wanting.append(Wanting(
                    asset: asset.fact.shown, way: coverage.way.rawValue, obstacles: coverage.obstacles.map(\.rawValue)))
            }
            for origin in asset.origins ?? [] {
                EntityCoverage.count(origin, of: asset, contact: entity.asked, at: now, in: &lists)
            }
        }
        let shown = self.entity == nil ? [] : Array(wanting.prefix(200))
        return Coverage(
            entity: entity.id.text, assets: entity.assets.count, matchable: matchable,
            names: entity.spellings.map { NameReach($0, in: names) },
            ways: AssetCoverage.Way.allCases.compactMap { way in
                ways[way].map { Way(way: way.rawValue, count: $0.all, matchable: $0.matchable) }
            },
            unmatched: (AssetCoverage.Obstacle.allCases + [nil]).compactMap { reason in
                unmatched[reason].map { Unmatched(reason: reason?.rawValue ?? "no-name", count: $0) }
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
    private static func count(
        _ origin: AssetOrigin, of asset: Asset, contact: String?, at now: Instant, in lists: inout [String: List]
    ) {
        let days = Int(max(0, now.seconds(since: origin.held)) / 86_400)
        var list = lists[origin.list] ?? List(
            list: origin.list, owner: origin.owner, imported: origin.imported, confirmed: origin.confirmed,
            ageDays: days, assets: 0, stale: 0, contact: contact)
        list.assets += 1
        if case .stale(let staleness?) = asset.state, staleness.cause == .age { list.stale += 1 }
        if days < list.ageDays {
            list.imported = origin.imported
            list.confirmed = origin.confirmed
            list.ageDays = days
            list.owner = origin.owner
        }
        lists[origin.list] = list
    }
}

extension Entity {
    /// Whom to ask about its inventory: the first technical contact, else the first of all that can be reached.
    var asked: String? {
        let usable = contacts.filter { !$0.suspended }
        let chosen = usable.first { $0.role == .technical } ?? usable.first
        return chosen.map { contact in
            switch contact.channel {
            case .mail(let address): "\(contact.id) \(address)"
            case .phone(let number): "\(contact.id) \(number)"
            case .maildrop(let name): "\(contact.id) mail drop \(name)"
            }
        }
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
        case .old: "ask its owner whether it still holds: ess entity confirm \(entity), or import a new list"
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
        names.insert(name.bare)
        products.insert(name.product)
    }

    /// A name without a vendor is known when any vendor has the product; a vendor's words before it count for nothing.
    func contains(_ name: ProductName) -> Bool {
        name.vendor.isEmpty ? products.contains(name.product) : names.contains(name.bare)
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
