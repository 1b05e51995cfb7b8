package import Vocabulary

/// The same network, AS number or domain of two entities, or one that lies in the other's.
package struct RegisterOverlap: Sendable, Hashable, Codable {
    /// As ``Asset/Fact/shown``.
    package var asset: String
    package var entity: EntityID
    /// What it lies in, or the same.
    package var within: String
    package var other: EntityID

    /// One sentence for people.
    package var sentence: String {
        asset == within
            ? "\(asset) of \(entity) is registered for \(other) too"
            : "\(asset) of \(entity) lies in \(within) of \(other)"
    }

    /// Every two such assets of different entities, whatever their state: networks, then AS numbers, then domains, each
    /// sorted.
    /// - Complexity: O(n log n + pairs).
    package static func all(among entities: [Entity]) -> [RegisterOverlap] {
        var owned = Owned()
        for entity in entities { owned.gather(entity) }
        return owned.networkPairs + owned.numberPairs + owned.domainPairs
    }
}

extension InventoryDiff {
    /// What the list adds or changes that is another entity's too, or lies in what is, or the other way round.
    ///
    /// - Parameter register: all entities as they would be.
    package func overlaps(among register: [Entity]) -> [RegisterOverlap] {
        let moved = (added + changed.map(\.after)).compactMap { asset -> String? in
            if case .software = asset.fact { nil } else { asset.fact.shown }
        }
        if moved.isEmpty { return [] }
        let new = Set(moved)
        return RegisterOverlap.all(among: register).filter { overlap in
            overlap.entity == result.id && new.contains(overlap.asset)
                || overlap.other == result.id && new.contains(overlap.within)
        }
    }
}

/// Who states which place on the net.
private struct Owned {
    private var networks: [(network: IPNetwork, entity: EntityID)] = []
    private var numbers: [UInt32: Set<EntityID>] = [:]
    private var domains: [String: Set<EntityID>] = [:]
    /// Public suffixes that a registry runs: nothing lies in them.
    private var registries: Set<String> = []

    mutating func gather(_ entity: Entity) {
        for asset in entity.assets {
            switch asset.fact {
            case .software: continue
            case .network(let network): networks.append((network, entity.id))
            case .asn(let number): numbers[number, default: []].insert(entity.id)
            case .domain(let name):
                domains[name, default: []].insert(entity.id)
                if asset.registry == true { registries.insert(name) }
            }
        }
    }

    /// Networks nest or are disjoint, so those that are open behind a beginning contain it.
    var networkPairs: [RegisterOverlap] {
        let sorted = networks.sorted { ($0.network, $0.entity) < ($1.network, $1.entity) }
        var open: [(network: IPNetwork, entity: EntityID)] = []
        var found: [RegisterOverlap] = []
        for item in sorted {
            while let top = open.last, !top.network.contains(item.network.first) { open.removeLast() }
            for outer in open where outer.entity != item.entity {
                found.append(
                    Owned.pair(.network(item.network), item.entity, in: .network(outer.network), outer.entity))
            }
            open.append(item)
        }
        return found
    }

    var numberPairs: [RegisterOverlap] {
        numbers.sorted { $0.key < $1.key }.flatMap { Owned.same(.asn($0.key), $0.value) }
    }

    var domainPairs: [RegisterOverlap] {
        domains.sorted { $0.key < $1.key }.flatMap { name, owners in
            Owned.same(.domain(name), owners) + above(name).flatMap { upper in
                owners.sorted().flatMap { owner in
                    (domains[upper] ?? []).sorted().filter { $0 != owner }.map {
                        Owned.pair(.domain(name), owner, in: .domain(upper), $0)
                    }
                }
            }
        }
    }

    /// The registered names that a name lies below, the longest first.
    private func above(_ name: String) -> [String] {
        var found: [String] = []
        var rest = name[...]
        while let dot = rest.firstIndex(of: ".") {
            rest = rest[rest.index(after: dot)...]
            let upper = String(rest)
            if domains[upper] != nil, !registries.contains(upper) { found.append(upper) }
        }
        return found
    }

    private static func same(_ fact: Asset.Fact, _ owners: Set<EntityID>) -> [RegisterOverlap] {
        let sorted = owners.sorted()
        return sorted.indices.flatMap { place in
            sorted[..<place].map { pair(fact, sorted[place], in: fact, $0) }
        }
    }

    private static func pair(
        _ fact: Asset.Fact, _ entity: EntityID, in within: Asset.Fact, _ other: EntityID
    ) -> RegisterOverlap {
        RegisterOverlap(asset: fact.shown, entity: entity, within: within.shown, other: other)
    }
}
