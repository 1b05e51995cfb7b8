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
}

/// The overlaps that a change brings: the first of them, and how many more there are.
///
/// Networks come first, then AS numbers, then domains, each sorted. A wide network of a provider lies over thousands of
/// others: the pairs are counted, and only the first are made.
package struct RegisterOverlaps: Sendable, Hashable, Codable {
    /// Overlaps that are told one by one.
    package static let listedMax = 1000

    /// At most ``listedMax``.
    package private(set) var listed: [RegisterOverlap] = []
    /// Beside them.
    package private(set) var more = 0

    package init() {}

    /// - Parameters:
    ///   - register: all entities as they would be.
    ///   - moved: what the change adds or changes, by its entity; one of each two such assets is among it.
    /// - Complexity: O(n log n) in time, O(n) in space, however many overlaps there are.
    package init(among register: [Entity], moved: [EntityID: Set<Asset.Fact>]) {
        guard moved.values.contains(where: { !$0.isEmpty }) else { return }
        var owned = OwnedPlaces()
        for entity in register { owned.gather(entity, moved: moved[entity.id] ?? []) }
        takeNetworks(owned)
        takeNumbers(owned)
        takeDomains(owned)
    }

    /// Networks nest or are disjoint, so those that are open behind a beginning contain it.
    private mutating func takeNetworks(_ owned: OwnedPlaces) {
        let sorted = owned.networks.sorted { ($0.network, $0.owner.entity) < ($1.network, $1.owner.entity) }
        var open = OuterPlaces()
        for (network, owner) in sorted {
            while let top = open.all.places.last, case .network(let outer) = top.fact, !outer.contains(network.first) {
                open.removeLast()
            }
            take(.network(network), owner, in: open)
            open.append(.network(network), owner)
        }
    }

    private mutating func takeNumbers(_ owned: OwnedPlaces) {
        for (number, owners) in owned.numbers.sorted(by: { $0.key < $1.key }) {
            takeSame(.asn(number), OwnedPlaces.sorted(owners))
        }
    }

    private mutating func takeDomains(_ owned: OwnedPlaces) {
        var outers: [String: OuterPlaces] = [:]
        for (name, unsorted) in owned.domains.sorted(by: { $0.key < $1.key }) {
            let owners = OwnedPlaces.sorted(unsorted)
            takeSame(.domain(name), owners)
            for upper in owned.above(name) {
                let outer = outers[upper] ?? owned.outer(upper)
                outers[upper] = outer
                for owner in owners { take(.domain(name), owner, in: outer) }
            }
        }
    }

    private mutating func takeSame(_ fact: Asset.Fact, _ owners: [OwnedPlaces.Owner]) {
        guard owners.count > 1 else { return }
        var others = OuterPlaces()
        for owner in owners {
            take(fact, owner, in: others)
            others.append(fact, owner)
        }
    }

    /// What has not moved meets only what has.
    private mutating func take(_ fact: Asset.Fact, _ owner: OwnedPlaces.Owner, in outer: OuterPlaces) {
        let pile = owner.isMoved ? outer.all : outer.moved
        var left = pile.places.count - (pile.counts[owner.entity] ?? 0)
        guard left > 0 else { return }
        for place in pile.places where place.entity != owner.entity {
            guard listed.count < RegisterOverlaps.listedMax else { break }
            listed.append(
                RegisterOverlap(
                    asset: fact.shown, entity: owner.entity, within: place.fact.shown, other: place.entity))
            left -= 1
        }
        more += left
    }
}

extension InventoryDiff {
    /// What the list adds or changes that is another entity's too, or lies in what is, or the other way round.
    ///
    /// - Parameter register: all entities as they would be.
    package func overlaps(among register: [Entity]) -> RegisterOverlaps {
        let moved = (added + changed.map(\.after)).map(\.fact).filter { fact in
            if case .software = fact { false } else { true }
        }
        return RegisterOverlaps(among: register, moved: [result.id: Set(moved)])
    }
}
